/** The connection to the host, and what the host reported about itself. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostInfo } from '../../shared/bridge.ts';

export interface Connection {
  readonly host: 'connecting' | 'open' | 'closed';
  readonly info: HostInfo | null;
  /** When processing was last known to work, Unix ms; null if this page has never seen it work. */
  readonly readyAt: number | null;
  /** When the host was last known to respond, Unix ms; null while it does, and before it ever did. */
  readonly closedAt: number | null;
}
export type ConnectionStore = StoreApi<Connection>;

export const createConnectionStore = (): ConnectionStore =>
  createStore<Connection>(() => ({ host: 'connecting', info: null, readyAt: null, closedAt: null }));
