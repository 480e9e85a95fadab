/** Reads the event stream in order from a durable cursor, and reports when events are missing. */
import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { unpackGroups } from '../batches/updates.ts';
import type { StageEvent } from '../history/types.ts';
import { unpackFromLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { respell } from '../results/old-spelling.ts';

/** One entry of the stream: what one script call changed in one batch (see lua/include/events.lua). */
export interface FeedEntry {
  id: string;
  batchId: string;
  events: StageEvent[];
  /** The final status, when this entry ended the batch. */
  ended: string | null;
  /** The run whose canonical entities became available with this entry. */
  resolved: number | null;
}

export interface FeedHandlers {
  /** Handles entries. The feed awaits it before it reads more, so a slow history slows reading and loses nothing. */
  onEntries(entries: readonly FeedEntry[], cursor: string): Promise<void>;
  onGap(gap: { from: string; to: string; reason: string }): Promise<void>;
}

/**
 * Entries per read; each holds up to 500 changes. Writing them to history blocks the event loop, so after a long gap many
 * short reads let the board and the pages have their turns.
 */
const READ_COUNT = 25;
const BLOCK_MS = 2000;
const RETRY_MS = 500;

function parseEntry(id: Buffer, flat: readonly Buffer[]): FeedEntry {
  const fields = new Map<string, Buffer>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(String(flat[i]), flat[i + 1] ?? Buffer.alloc(0));
  const batchId = String(fields.get('b') ?? '');
  const at = Number(fields.get('a')?.toString() ?? 0);
  const packed = fields.get('c');
  const skipped = fields.get('x');
  const ignored = new Set(skipped === undefined ? [] : (unpackFromLua(skipped) as number[]));
  const changes = packed === undefined ? [] : unpackGroups(unpackFromLua(packed), ignored);
  const events = changes.map(({ stage, code, ...change }): StageEvent => {
    const exception = exceptionCodeSchema.safeParse(respell(code));
    return {
      batchId,
      at,
      ...change,
      // The event of a canceled document names no stage.
      stage: stage ?? 'ocr',
      exception: exception.success ? exception.data : null,
    };
  });
  const run = fields.get('r');
  const ended = fields.get('t');
  return {
    id: id.toString(),
    batchId,
    events,
    ended: ended === undefined ? null : respell(ended.toString()),
    resolved: run === undefined ? null : Number(run.toString()),
  };
}

/** Whether stream id `a` comes before `b`. */
export function isBefore(a: string, b: string): boolean {
  const [aMs = '0', aSeq = '0'] = a.split('-');
  const [bMs = '0', bSeq = '0'] = b.split('-');
  return aMs === bMs ? BigInt(aSeq) < BigInt(bSeq) : BigInt(aMs) < BigInt(bMs);
}

export interface EventFeed {
  cursor(): string;
  dispose(): Promise<void>;
}

/** Starts reading. @param from the durable cursor; null reads from the beginning of the stream */
export function startFeed(
  redis: RedisRoles,
  from: string | null,
  handlers: FeedHandlers,
  log: Logger,
): EventFeed {
  const reader = new Redis({ ...redis.optionsFor('batch', 'feed') });
  reader.on('error', () => undefined);
  redis.meter.watch(reader);
  const key = redis.keys.events();
  const stop = new AbortController();
  const ask = <T>(question: () => Promise<T>): Promise<T> => unlessStopped(question, stop.signal);
  let cursor = from ?? '0-0';
  // After every connect the stream may have been trimmed, or the server may have lost its newest entries.
  let unchecked = true;
  reader.on('ready', () => {
    unchecked = true;
  });

  const check = async (): Promise<void> => {
    unchecked = false;
    const last = await ask(() => lastId(reader, key));
    if (isBefore(last, cursor)) {
      await handlers.onGap({
        from: last,
        to: cursor,
        reason: 'Redis lost its most recent events. Redwell read the state of the documents instead.',
      });
      cursor = '0-0';
      return;
    }
    // Trimming removes the oldest entries first, so when the entry at the cursor is there, all later ones are too.
    if (cursor === '0-0' || last === cursor) return;
    const [atCursor] = await ask(() => reader.xrange(key, cursor, cursor));
    if (atCursor === undefined) {
      await handlers.onGap({
        from: cursor,
        to: last,
        reason: 'Events were removed from Redis before Redwell had read them.',
      });
    }
  };

  const read = async (): Promise<void> => {
    if (unchecked) await check();
    const reply = await ask(() =>
      reader.callBuffer('XREAD', ['COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', key, cursor]),
    );
    const entries = streamEntries(reply).map(([id, flat]) => parseEntry(id, flat));
    const last = entries.at(-1);
    if (last === undefined) return;
    await handlers.onEntries(entries, last.id);
    cursor = last.id;
  };

  const loop = (async () => {
    while (!stop.signal.aborted) {
      try {
        await read();
      } catch (error) {
        if (stop.signal.aborted) return;
        log.warn(
          { error: error instanceof Error ? error.message : error },
          'event feed failed; trying again',
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  })();

  return {
    cursor: () => cursor,
    async dispose() {
      stop.abort();
      reader.disconnect();
      await loop;
    },
  };
}

/**
 * Waits for an answer, or throws when `signal` fires. While ioredis reconnects, a question is neither sent nor refused
 * when the client is closed, so without this the feed could wait for ever.
 */
async function unlessStopped<T>(question: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const stopped = once(signal, 'abort', { signal: over.signal }).then(() => {
    throw new Error('The feed was stopped');
  });
  try {
    return await Promise.race([question(), stopped]);
  } finally {
    over.abort();
  }
}

/** Returns the id of the newest entry that the stream ever had; `0-0` when there is no stream. */
export async function lastId(reader: Redis, key: string): Promise<string> {
  const info = (await reader.xinfo('STREAM', key).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('no such key')) return [];
    throw error;
  })) as (string | number)[] | Record<string, unknown>;
  // RESP2 answers with a flat array, RESP3 with a map.
  if (!Array.isArray(info)) return String(info['last-generated-id'] ?? '0-0');
  return info.length === 0 ? '0-0' : String(info[info.indexOf('last-generated-id') + 1] ?? '');
}

/** Returns the entries of an XREAD reply, which is an array of streams (RESP2), or a map or flat array (RESP3). */
function streamEntries(reply: unknown): [Buffer, Buffer[]][] {
  if (reply === null || reply === undefined) return [];
  if (reply instanceof Map) return ([...reply.values()][0] ?? []) as [Buffer, Buffer[]][];
  const first = (reply as unknown[])[0];
  if (Array.isArray(first)) return first[1] as [Buffer, Buffer[]][];
  return ((reply as unknown[])[1] ?? []) as [Buffer, Buffer[]][];
}
