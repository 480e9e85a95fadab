/** The host's end of one page's bridge: requests in, replies and events out. A slow socket gets fewer events. */
import { z } from 'zod';
import { type BridgeHandlers, EVENT_NAMES, type EventName, type EventPayload } from '../shared/bridge.ts';
import { dispatch } from '../shared/dispatch.ts';

/** The part of `ws` that this module uses. */
export interface Wire {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(text: string, done: (error?: Error) => void): void;
  close(code: number, reason: string): void;
  /** Stops reading from the connection until `resume`. */
  pause(): void;
  resume(): void;
  on(event: 'message', listener: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: (error?: unknown) => void): unknown;
}

export interface Events {
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}

const frameSchema = z
  .object({ id: z.number().int().min(0), name: z.string().max(100), input: z.unknown() })
  .strict();

const OPEN = 1;
const POLICY_VIOLATION = 1008;
/** Above this many unsent bytes, events wait, and only the newest event about each thing is kept. */
const SLOW_BYTES = 1024 * 1024;
/** Above this many unsent bytes or unanswered requests, the page must wait before more of its requests are read. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;
const MAX_UNANSWERED = 200;
/** Most events that wait. Beyond that they are dropped, and the page asks for snapshots instead. */
const MAX_HELD = 500;

/** Returns a key for what an event is about: a newer event replaces one with the same key. Null: it is always sent. */
function topicOf(event: EventName, payload: unknown): string | null {
  if (event === 'notification' || event === 'navigate') return null;
  const about = payload as { id?: unknown; batchId?: unknown };
  return `${event}:${String(about.id ?? about.batchId ?? '')}`;
}

/**
 * Connects a socket to the handlers and events. Replies are sent in the order in which requests finish.
 * @param closed called once, when the socket is gone
 */
export function joinBridge(wire: Wire, handlers: BridgeHandlers, events: Events, closed: () => void): void {
  let seq = 0;
  let unanswered = 0;
  const held = new Map<string, { event: EventName; payload: unknown }>();

  const write = (frame: unknown): void => {
    if (wire.readyState !== OPEN) return;
    wire.send(JSON.stringify(frame), (error) => {
      // After a failed send the socket closes, and its close event ends the connection.
      if (error !== undefined && error !== null) return;
      release();
      throttle();
    });
  };
  const throttle = (): void => {
    if (wire.readyState !== OPEN) return;
    if (unanswered >= MAX_UNANSWERED || wire.bufferedAmount > MAX_UNSENT_BYTES) wire.pause();
    else wire.resume();
  };
  const push = (event: EventName, payload: unknown): void => {
    seq += 1;
    write({ seq, event, payload });
  };
  const release = (): void => {
    if (held.size === 0 || wire.bufferedAmount > SLOW_BYTES) return;
    const waiting = [...held.values()];
    held.clear();
    for (const { event, payload } of waiting) push(event, payload);
  };
  const offer = (event: EventName, payload: unknown): void => {
    const key = topicOf(event, payload);
    if (key === null || (held.size === 0 && wire.bufferedAmount <= SLOW_BYTES)) {
      push(event, payload);
      return;
    }
    held.delete(key);
    held.set(key, { event, payload });
    if (held.size > MAX_HELD) {
      // The page sees a gap in seq and asks for snapshots. Only its next event needs to be kept.
      seq += held.size - 1;
      const last = [...held.entries()].at(-1);
      held.clear();
      if (last !== undefined) held.set(last[0], last[1]);
    }
  };

  const unsubscribe = EVENT_NAMES.map((name) => events.on(name, (payload) => offer(name, payload)));
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const stop of unsubscribe) stop();
    held.clear();
    closed();
  };
  wire.on('close', end);
  wire.on('error', end);
  wire.on('message', (data, isBinary) => {
    const frame = isBinary ? null : parseFrame(data.toString());
    if (frame === null) {
      wire.close(POLICY_VIOLATION, 'Not a bridge message');
      return;
    }
    unanswered += 1;
    throttle();
    void dispatch(handlers, frame.name, frame.input).then((reply) => {
      unanswered -= 1;
      write({ id: frame.id, reply });
      throttle();
    });
  });
}

function parseFrame(text: string): z.infer<typeof frameSchema> | null {
  try {
    const parsed = frameSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON. The caller closes the socket.
    return null;
  }
}
