/** The bridge over Electron's preload script. Its connection lives as long as the page. */
import { EVENT_NAMES } from '../../shared/bridge-events.ts';
import type { PreloadApi } from '../../shared/preload-api.ts';
import { EventHub } from './hub.ts';
import type { PageBridge } from './page-bridge.ts';
import { unwrap } from './reply.ts';

export function createPreloadClient(api: PreloadApi): PageBridge {
  // The host numbers events for the life of its window, so a reloaded page joins in the middle.
  const hub = new EventHub(null);
  for (const name of EVENT_NAMES) api.on(name, ({ seq, payload }) => hub.receive(seq, name, payload));
  return {
    request: async (name, input) => unwrap(name, await api.request(name, input)),
    on: (name, listener) => hub.on(name, listener),
    onStale: (listener) => hub.stale.add(listener),
    onConnection(listener) {
      listener('open');
      return () => {};
    },
    pathOf: (file) => (file instanceof File ? api.pathOf(file) || null : null),
  };
}
