/** The bridge over a WebSocket: numbered requests, sequenced events, and reconnection when the host is gone. */
import { z } from 'zod';
import type { RequestName, WireReply } from '../../shared/bridge.ts';
import { EVENT_NAMES, type EventName } from '../../shared/bridge-events.ts';
import { EventHub, Listeners } from './hub.ts';
import type { PageBridge } from './page-bridge.ts';
import { hostGone, unwrap } from './reply.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** Code of a socket that the host closes because the session has ended. */
const SIGNED_OUT = 4401;
/** How long a request waits for the connection to open. */
const PATIENCE_MS = 8_000;

const frameSchema = z.union([
  z.object({ id: z.number(), reply: z.unknown() }),
  z.object({
    seq: z.number(),
    event: z.enum(EVENT_NAMES as [EventName, ...EventName[]]),
    payload: z.unknown(),
  }),
]);

interface Waiting {
  resolve(reply: WireReply): void;
  reject(error: Error): void;
}

/** A socket that reconnects for as long as the page lives. */
class PersistentSocket {
  readonly hub = new EventHub(1);
  readonly connection = new Listeners<['open' | 'closed']>();
  state: 'connecting' | 'open' | 'closed' = 'connecting';
  readonly #url: string;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #lastId = 0;
  #retryMs = FIRST_RETRY_MS;

  constructor(url: string) {
    this.#url = url;
    this.#connect();
  }

  async ask(name: RequestName, input: unknown): Promise<WireReply> {
    if (this.state !== 'open') await this.#opened();
    return new Promise((resolve, reject) => {
      if (this.#socket === null) return reject(hostGone());
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      this.#socket.send(JSON.stringify({ id: this.#lastId, name, input }));
    });
  }

  #opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.connection.add((state) => {
        if (state === 'open') end(resolve);
      });
      const timer = setTimeout(() => end(() => reject(hostGone())), PATIENCE_MS);
      const end = (then: () => void): void => {
        clearTimeout(timer);
        stop();
        then();
      };
    });
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#socket = socket;
      this.#retryMs = FIRST_RETRY_MS;
      this.hub.restart(1);
      this.#become('open');
    };
    socket.onmessage = (message) => this.#receive(message.data);
    // `close` always follows `error`, so `error` needs no handler.
    socket.onclose = ({ code }) => {
      if (!opened || code === SIGNED_OUT) void this.#askWhy();
      this.#socket = null;
      for (const { reject } of this.#waiting.values()) reject(hostGone());
      this.#waiting.clear();
      this.#become('closed');
      setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    };
  }

  /** A browser does not tell a page why its socket was refused. A signed-out page opens anew: the host explains. */
  async #askWhy(): Promise<void> {
    try {
      const { status } = await fetch(this.#url.replace(/^ws/, 'http').replace(/bridge$/, 'session'));
      if (status === 401) location.reload();
    } catch {
      // The host is gone. The page says so and tries again.
    }
  }

  #become(state: 'open' | 'closed'): void {
    if (this.state === state) return;
    this.state = state;
    this.connection.call(state);
  }

  #receive(data: unknown): void {
    const frame = frameSchema.safeParse(JSON.parse(String(data)));
    if (!frame.success) {
      console.error('Dropped a frame from the host: it does not match the schema', frame.error);
      return;
    }
    if ('seq' in frame.data) {
      this.hub.receive(frame.data.seq, frame.data.event, frame.data.payload);
      return;
    }
    const waiting = this.#waiting.get(frame.data.id);
    this.#waiting.delete(frame.data.id);
    waiting?.resolve(frame.data.reply as WireReply);
  }
}

/** Connects to a host. @param url address of the host's socket, `ws://…/bridge` */
export function createSocketClient(url: string): PageBridge {
  const socket = new PersistentSocket(url);
  return {
    request: async (name, input) => unwrap(name, await socket.ask(name, input)),
    on: (name, listener) => socket.hub.on(name, listener),
    onStale: (listener) => socket.hub.stale.add(listener),
    onConnection(listener) {
      if (socket.state !== 'connecting') listener(socket.state);
      return socket.connection.add(listener);
    },
    pathOf: () => null,
  };
}
