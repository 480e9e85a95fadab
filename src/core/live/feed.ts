/** Reads the event stream from a durable cursor, in order, and says when something is missing. */
import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { unpackGroups } from '../batches/updates.ts';
import type { StageEvent } from '../history/types.ts';
import { unpackFromLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { respell } from '../results/old-spelling.ts';

/** One entry: what one script call changed in one batch (see lua/include/events.lua). */
export interface FeedEntry {
  id: string;
  batchId: string;
  events: StageEvent[];
  /** The final status, when the batch ended by this entry. */
  ended: string | null;
  /** The run after which the batch's canonical entities are to be had, when the entry tells that. */
  resolved: number | null;
}

export interface FeedHandlers {
  /** Awaited before more is read, so a slow history slows the reading and loses nothing. */
  onEntries(entries: readonly FeedEntry[], cursor: string): Promise<void>;
  onGap(gap: { from: string; to: string; reason: string }): Promise<void>;
}

/**
 * Entries per read; each holds up to 500 changes. What is read is written to history in one go, and meanwhile the
 * loop stands still: after a long gap that must be many short turns, so that the board and pages get theirs.
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
    // A canceled document has no stage of its own: its open stages are skipped with it.
    return {
      batchId,
      at,
      ...change,
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

/** Whether stream id `a` is before `b`. */
export function isBefore(a: string, b: string): boolean {
  const [aMs = '0', aSeq = '0'] = a.split('-');
  const [bMs = '0', bSeq = '0'] = b.split('-');
  return aMs === bMs ? BigInt(aSeq) < BigInt(bSeq) : BigInt(aMs) < BigInt(bMs);
}

export interface EventFeed {
  cursor(): string;
  dispose(): Promise<void>;
}

/** @param from the durable cursor; null reads from the stream's beginning */
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
  let cursor = from ?? '0-0';
  const stop = new AbortController();
  // While its connection is being made anew, what the reader asked is neither sent nor refused when it is closed.
  const answer = async <T>(ask: () => Promise<T>): Promise<T> => {
    stop.signal.throwIfAborted();
    const over = new AbortController();
    const stopped = once(stop.signal, 'abort', { signal: over.signal }).then(() => {
      throw new Error('The feed was stopped');
    });
    try {
      return await Promise.race([ask(), stopped]);
    } finally {
      over.abort();
    }
  };
  // After every (re)connect the stream may have been cut or the server may have lost its last second.
  let unchecked = true;
  reader.on('ready', () => {
    unchecked = true;
  });

  const check = async (): Promise<void> => {
    unchecked = false;
    const info = (await answer(() => reader.xinfo('STREAM', key)).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('no such key')) return [];
      throw error;
    })) as (string | number)[] | Record<string, unknown>;
    const field = (name: string): string =>
      String(Array.isArray(info) ? (info[info.indexOf(name) + 1] ?? '') : (info[name] ?? ''));
    const last = (Array.isArray(info) ? info.length === 0 : Object.keys(info).length === 0)
      ? '0-0'
      : field('last-generated-id');
    if (isBefore(last, cursor)) {
      await handlers.onGap({
        from: last,
        to: cursor,
        reason: 'The Redis server lost its most recent events; what they said was read again from its state.',
      });
      cursor = '0-0';
      return;
    }
    // The oldest entries go first: while the one at the cursor stands, everything after it does.
    if (cursor === '0-0' || last === cursor) return;
    const [standing] = await answer(() => reader.xrange(key, cursor, cursor));
    if (standing === undefined) {
      await handlers.onGap({
        from: cursor,
        to: last,
        reason: 'Events were removed from Redis before this console had read them.',
      });
    }
  };

  const read = async (): Promise<void> => {
    if (unchecked) await check();
    const reply = await answer(() =>
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
        log.warn({ error: error instanceof Error ? error.message : error }, 'event feed');
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

/** XREAD answers with an array of streams (RESP2) or a map (RESP3, which ioredis gives as a flat array or Map). */
function streamEntries(reply: unknown): [Buffer, Buffer[]][] {
  if (reply === null || reply === undefined) return [];
  if (reply instanceof Map) return ([...reply.values()][0] ?? []) as [Buffer, Buffer[]][];
  const first = (reply as unknown[])[0];
  if (Array.isArray(first)) return first[1] as [Buffer, Buffer[]][];
  return ((reply as unknown[])[1] ?? []) as [Buffer, Buffer[]][];
}
