/**
 * Keeps the cache within a limit: the least recently used entries are removed first. How large the cache is, is measured
 * each time and never counted along, so it cannot drift, whoever else writes to or empties the cache.
 */
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { cacheKeys } from './scan.ts';
import { TTL_SECONDS } from './store.ts';

export interface CacheSize {
  bytes: number;
  entries: number;
}

/** Keys that an estimate looks at. */
const SAMPLE = 200;
/** Percent of the limit that remains after entries were removed, so that the next removal is not due at once. */
const LEFT_PERCENT = 90;
/** Entries unused for about the same time, within a tenth, are alike. */
const ALIKE = Math.log(1.1);

interface Entry {
  key: string;
  bytes: number;
  /** Grows with the time since the entry was last used. */
  rank: number;
}

async function measure(redis: RedisRoles, keys: readonly string[]): Promise<Entry[]> {
  const each = keys.map((entry) => ({ entry }));
  const flat = (await runScript(redis.roles.cache, 'measure_cache', { each }, [TTL_SECONDS])) as number[];
  return keys.flatMap((key, i): Entry[] => {
    const bytes = flat[i * 2] ?? 0;
    const rank = Math.floor(Math.log((flat[i * 2 + 1] ?? 0) + 1) / ALIKE);
    return bytes === 0 ? [] : [{ key, bytes, rank }];
  });
}

/** Yields all entries in pages, each once. */
async function* allEntries(redis: RedisRoles): AsyncGenerator<Entry[]> {
  const seen = new Set<string>();
  for await (const keys of cacheKeys(redis)) {
    const fresh = [...new Set(keys)].filter((key) => !seen.has(key));
    for (const key of fresh) seen.add(key);
    if (fresh.length > 0) yield await measure(redis, fresh);
  }
}

/**
 * Estimates the size of the cache from a sample, at the cost of a few hundred small commands.
 * @throws any ioredis error while Redis is unreachable
 */
export async function estimateCache(redis: RedisRoles): Promise<number> {
  const { cache } = redis.roles;
  const all = await cache.dbsize();
  if (all === 0) return 0;
  const pipeline = cache.pipeline();
  for (let i = 0; i < SAMPLE; i += 1) pipeline.randomkey();
  const replies = (await pipeline.exec()) ?? [];
  const prefix = redis.keys.cacheEntries().replaceAll('*', '').replace('::', ':');
  // With prefixes, the keys of all roles share a database. The others count as empty.
  const keys = replies.flatMap(([, key]) => (typeof key === 'string' && key.startsWith(prefix) ? [key] : []));
  if (keys.length === 0) return 0;
  const bytes = (await measure(redis, keys)).reduce((sum, entry) => sum + entry.bytes, 0);
  return (bytes / SAMPLE) * all;
}

/**
 * Measures the cache, and if it is larger than the limit, removes the least recently used entries.
 * @param limit bytes; null measures only
 * @returns the size afterward
 * @throws any ioredis error while Redis is unreachable; stopping at any point is harmless
 */
export async function boundCache(
  redis: RedisRoles,
  limit: number | null,
): Promise<CacheSize & { removed: number }> {
  const byRank = new Map<number, number>();
  const size = { bytes: 0, entries: 0, removed: 0 };
  for await (const page of allEntries(redis))
    for (const { bytes, rank } of page) {
      byRank.set(rank, (byRank.get(rank) ?? 0) + bytes);
      size.bytes += bytes;
      size.entries += 1;
    }
  if (limit === null || size.bytes <= limit) return size;
  const { oldest, ofOldest } = ranksToRemove(byRank, size.bytes - (limit * LEFT_PERCENT) / 100);
  let freed = 0;
  let freedOfOldest = 0;
  for await (const page of allEntries(redis)) {
    const out: string[] = [];
    for (const { key, bytes, rank } of page) {
      // Of the entries of the lowest rank, which are alike, only as many go as must.
      if (rank < oldest || (rank === oldest && freedOfOldest >= ofOldest)) continue;
      if (rank === oldest) freedOfOldest += bytes;
      out.push(key);
      freed += bytes;
    }
    if (out.length > 0) size.removed += await redis.roles.cache.unlink(...out);
  }
  return { ...size, bytes: size.bytes - freed, entries: size.entries - size.removed };
}

/**
 * Decides which entries go to free `excess` bytes: all above the rank `oldest`, and of that rank itself as many as have
 * at least `ofOldest` bytes.
 */
function ranksToRemove(
  byRank: ReadonlyMap<number, number>,
  excess: number,
): { oldest: number; ofOldest: number } {
  let left = excess;
  const ranks = [...byRank.keys()].sort((a, b) => b - a);
  for (const rank of ranks) {
    const bytes = byRank.get(rank) ?? 0;
    if (bytes >= left) return { oldest: rank, ofOldest: left };
    left -= bytes;
  }
  return { oldest: 0, ofOldest: left };
}
