/** Everything the page gets from Electron: the bridge's requests and events, and the path of a dropped file. */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { EventName, WireReply } from '../shared/bridge.ts';
import {
  EVENT_CHANNEL,
  type EventFrame,
  isEventName,
  isRequestName,
  requestChannel,
} from '../shared/bridge-names.ts';
import type { PreloadApi, PreloadListener } from '../shared/preload-api.ts';

const listeners = new Map<EventName, Set<PreloadListener>>();
/** The page that was asked for before anybody listened. Every other event can be asked for again. */
let asked: EventFrame | null = null;

ipcRenderer.on(EVENT_CHANNEL, (_event: IpcRendererEvent, frame: EventFrame) => {
  const set = listeners.get(frame.event) ?? new Set();
  if (set.size === 0 && frame.event === 'navigate') asked = frame;
  for (const listener of set) listener({ seq: frame.seq, payload: frame.payload });
});

const refused = (name: unknown): WireReply => ({
  ok: false,
  error: { code: 'invalid_input', message: `There is no request called ${String(name)}.` },
});

/** The object at `window.redwell`. The page's client wraps it into a BridgeClient. */
const api: PreloadApi = {
  request: (name, input) =>
    isRequestName(name) ? ipcRenderer.invoke(requestChannel(name), input) : Promise.resolve(refused(name)),

  on(name, listener) {
    if (!isEventName(name) || typeof listener !== 'function')
      throw new TypeError(`There is no event called ${String(name)}.`);
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    // Wrapped, so that subscribing the same function twice makes two subscriptions.
    const entry: PreloadListener = (event) => listener(event);
    set.add(entry);
    if (asked?.event === name) {
      const { seq, payload } = asked;
      asked = null;
      entry({ seq, payload });
    }
    return () => void set.delete(entry);
  },

  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('redwell', api);
