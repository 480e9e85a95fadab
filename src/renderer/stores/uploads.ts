/** Progress of the folders that this page uploads. The files themselves never enter a store. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Upload {
  readonly found: number;
  /** Whether all files have been found, so that `found` no longer changes. */
  readonly complete: boolean;
  readonly sent: number;
  readonly bytes: number;
  readonly skipped: number;
  readonly state: 'sending' | 'done' | 'failed';
  readonly error: Error | null;
}
export type UploadsStore = StoreApi<Readonly<Record<string, Upload>>>;

export const createUploadsStore = (): UploadsStore =>
  createStore<Readonly<Record<string, Upload>>>(() => ({}));
