/** The pages' client: the bridge client plus a signal that events were missed. */
import type { BridgeClient } from '../../shared/bridge.ts';

export interface PageBridge extends BridgeClient {
  /** Calls `listener` when an open connection missed events, so every snapshot must be requested again. */
  onStale(listener: () => void): () => void;
}
