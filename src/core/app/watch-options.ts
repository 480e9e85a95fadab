/** How a folder is watched, and what that tells. */
import type { Priority } from '../../shared/batches.ts';

/** What a watched folder tells. */
export type WatchEvent =
  | { event: 'taken'; name: string; path: string }
  | { event: 'submitted'; name: string; batchId: string }
  | { event: 'failed'; name: string; message: string };

export interface WatchOptions {
  folder: string;
  /** How long nothing may change before something is taken, ms. */
  quietMs: number;
  /** How often the folder is looked at, ms. */
  lookMs: number;
  choices: { matter?: string | undefined; custodian?: string | undefined; priority?: Priority | undefined };
  /** Ends when everything that is there has been taken. */
  once: boolean;
  signal: AbortSignal;
  onEvent(event: WatchEvent): Promise<void>;
}
