/** Chooses between the two connections to a host; no other module knows that there are two. */
import type { PreloadApi } from '../../shared/preload-api.ts';
import type { PageBridge } from './page-bridge.ts';
import { createPreloadClient } from './preload-client.ts';
import { createSocketClient } from './socket-client.ts';

declare global {
  interface Window {
    readonly redwell?: PreloadApi;
  }
}

export function createBridge(page: Window): PageBridge {
  if (page.redwell !== undefined) return createPreloadClient(page.redwell);
  const scheme = page.location.protocol === 'https:' ? 'wss:' : 'ws:';
  return createSocketClient(`${scheme}//${page.location.host}/bridge`);
}
