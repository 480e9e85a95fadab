/** What the pages hold: the contract's client, and the news that events were missed. */
import type { BridgeClient, EventName, RequestName, WireReply } from '../../shared/bridge.ts';

export interface PageBridge extends BridgeClient {
  /** Events were missed on an open connection: every snapshot must be taken again. */
  onStale(listener: () => void): () => void;
}

/** What the preload script puts at `window.redwell`. */
export interface PreloadApi {
  request(name: RequestName, input: unknown): Promise<WireReply>;
  on(name: EventName, listener: (event: { seq: number; payload: unknown }) => void): () => void;
  pathOf(file: File): string;
}
