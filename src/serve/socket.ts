/** One page's end of the bridge: requests in, replies and events out, with patience for a slow socket. */
import { z } from 'zod';
import { type BridgeHandlers, EVENT_NAMES, type EventName, type EventPayload } from '../shared/bridge.ts';
import { dispatch } from '../shared/dispatch.ts';

/** The part of `ws` that is used here. */
export interface Wire {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(text: string, done: (error?: Error) => void): void;
  close(code: number, reason: string): void;
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
/** Above this many unsent bytes events are held back and only the newest of each kind is kept. */
const SLOW_BYTES = 1024 * 1024;
/** So many different things changed while the socket was stuck that the page does better asking again. */
const MAX_HELD = 500;

/** What an event is about: of two with the same key only the newer matters. Null: each one matters. */
function supersedes(event: EventName, payload: unknown): string | null {
  if (event === 'notification' || event === 'navigate') return null;
  const about = payload as { id?: unknown; batchId?: unknown };
  return `${event}:${String(about.id ?? about.batchId ?? '')}`;
}

/**
 * Joins a socket to the handlers and events. Requests are answered in the order they finish.
 * @param closed called once when the socket is gone
 */
export function joinBridge(wire: Wire, handlers: BridgeHandlers, events: Events, closed: () => void): void {
  let seq = 0;
  const held = new Map<string, { event: EventName; payload: unknown }>();

  const write = (frame: unknown): void => {
    if (wire.readyState !== OPEN) return;
    wire.send(JSON.stringify(frame), (error) => {
      // A failed send is followed by the socket's own close event, which is where it is dealt with.
      if (error === undefined || error === null) release();
    });
  };
  const push = (event: EventName, payload: unknown): void => {
    seq += 1;
    write({ seq, event, payload });
  };
  const release = (): void => {
    if (held.size === 0 || wire.bufferedAmount > SLOW_BYTES) return;
    const late = [...held.values()];
    held.clear();
    for (const { event, payload } of late) push(event, payload);
  };
  const offer = (event: EventName, payload: unknown): void => {
    const key = supersedes(event, payload);
    if (key === null || (held.size === 0 && wire.bufferedAmount <= SLOW_BYTES)) {
      push(event, payload);
      return;
    }
    held.delete(key);
    held.set(key, { event, payload });
    if (held.size > MAX_HELD) {
      // The gap in seq tells the page to ask for snapshots; what is held is no more than its next event.
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
    void dispatch(handlers, frame.name, frame.input).then((reply) => write({ id: frame.id, reply }));
  });
}

function parseFrame(text: string): z.infer<typeof frameSchema> | null {
  try {
    const parsed = frameSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: the caller closes the socket and says why.
    return null;
  }
}
