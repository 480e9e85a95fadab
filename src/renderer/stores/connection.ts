/** The connection to the host, and what the host reported about itself. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostInfo } from '../../shared/bridge.ts';

export interface Connection {
  readonly host: 'connecting' | 'open' | 'closed';
  readonly info: HostInfo | null;
}
export type ConnectionStore = StoreApi<Connection>;

export const createConnectionStore = (): ConnectionStore =>
  createStore<Connection>(() => ({ host: 'connecting', info: null }));
