/** The one place that knows that there are two ways to a host. */
import type { PageBridge, PreloadApi } from './page-bridge.ts';
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
