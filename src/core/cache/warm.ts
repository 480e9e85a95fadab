/** Refills the cache from copies for the documents of a batch that is about to start. */
import { setImmediate } from 'node:timers/promises';
import type { RedisRoles } from '../redis/connect.ts';
import { absentOf, cacheHeadroom, putRaw } from './raw.ts';
import type { CacheRequest } from './store.ts';

/** Where the copies are; see `core/history/cache-mirror.ts`. */
export interface WarmSource {
  find(sha256: string, type: string): CacheRequest[];
  read(keys: readonly CacheRequest[]): (Buffer | null)[];
}

export interface WarmContent {
  sha256: string | null;
  type: string;
}

export interface Warmed {
  /** Different contents among the documents. */
  contents: number;
  /** Contents whose copies are in the cache now. */
  warmed: number;
  /** Entries written to the cache. */
  entries: number;
  /** Bytes of those entries. */
  bytes: number;
}

/** Contents looked up between two yields to the event loop. */
const SLICE = 50;
/** Bytes read and sent at a time. */
const PART_BYTES = 1024 * 1024;
/** Percent of the cache's headroom that warming may use, up to `MAX_BYTES`. */
const HEADROOM_PERCENT = 25;
const MAX_BYTES = 512 * 1024 ** 2;

/**
 * Copies entries into the cache, in the order in which documents will be processed. It skips entries that the cache has,
 * and stops when its share of memory is used up or `stop` fires.
 * @throws whatever ioredis throws while Redis is away; stopping at any point is harmless
 */
export async function warmCache(
  redis: RedisRoles,
  source: WarmSource,
  documents: readonly WarmContent[],
  stop: AbortSignal,
): Promise<Warmed> {
  const contents = new Map<string, { sha256: string; type: string }>();
  for (const { sha256, type } of documents)
    if (sha256 !== null) contents.set(`${sha256}:${type}`, { sha256, type });
  const done: Warmed = { contents: contents.size, warmed: 0, entries: 0, bytes: 0 };
  let budget = -1;
  const all = [...contents.values()];
  for (let i = 0; i < all.length && !stop.aborted; i += SLICE) {
    const found = all.slice(i, i + SLICE).map(({ sha256, type }) => source.find(sha256, type));
    const kept = found.filter((keys) => keys.length > 0);
    const absent = await absentOf(redis, kept.flat());
    if (absent.length > 0 && budget < 0)
      budget = Math.min(MAX_BYTES, ((await cacheHeadroom(redis)) * HEADROOM_PERCENT) / 100);
    if (!(await putAll(redis, source, absent, done, budget))) return done;
    done.warmed += kept.length;
    await setImmediate();
  }
  return done;
}

/** Copies the absent entries. @returns false when the share of memory is used up */
async function putAll(
  redis: RedisRoles,
  source: WarmSource,
  absent: readonly CacheRequest[],
  done: Warmed,
  budget: number,
): Promise<boolean> {
  let part: (CacheRequest & { bytes: Buffer })[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    done.entries += await putRaw(redis, part);
    done.bytes += bytes;
    part = [];
    bytes = 0;
  };
  const read = source.read(absent);
  for (const [n, key] of absent.entries()) {
    const body = read[n];
    if (body === null || body === undefined) continue;
    if (done.bytes + bytes + body.length > budget) {
      await send();
      return false;
    }
    part.push({ ...key, bytes: body });
    bytes += body.length;
    if (bytes >= PART_BYTES) await send();
  }
  await send();
  return true;
}
