/** Reads and writes cache entries as stored bytes, for copies and bulk use. Reads don't count as hits or misses. */
import type { Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { putEntries } from './scripts.ts';
import { type CacheRequest, entryKey, TTL_SECONDS } from './store.ts';

/** Returns the bytes of entries in order; null where there is no entry. */
export async function readRaw(
  redis: RedisRoles,
  requests: readonly CacheRequest[],
): Promise<(Buffer | null)[]> {
  const pipeline = redis.roles.cache.pipeline();
  for (const request of requests) pipeline.getBuffer(entryKey(redis, request));
  return (await repliesOf(pipeline)) as (Buffer | null)[];
}

/** Returns the requests that are not in the cache. */
export async function absentOf<T extends CacheRequest>(
  redis: RedisRoles,
  requests: readonly T[],
): Promise<T[]> {
  const pipeline = redis.roles.cache.pipeline();
  for (const request of requests) pipeline.exists(entryKey(redis, request));
  const replies = await repliesOf(pipeline);
  return requests.filter((_request, i) => replies[i] === 0);
}

/** Counts a hit for each entry that was read here and used. @param stages one per entry */
export async function countHits(redis: RedisRoles, stages: readonly Stage[]): Promise<void> {
  const pipeline = redis.roles.cache.pipeline();
  for (const stage of new Set(stages))
    pipeline.hincrby(redis.keys.cacheStats(), `${stage}:hits`, stages.filter((s) => s === stage).length);
  await repliesOf(pipeline);
}

/** Writes entries as stored bytes. @returns how many were new */
export async function putRaw(
  redis: RedisRoles,
  entries: readonly (CacheRequest & { bytes: Buffer })[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const rows = entries.map((entry) => ({
    entry: entryKey(redis, entry),
    stage: entry.stage,
    bytes: entry.bytes,
  }));
  return putEntries(redis, TTL_SECONDS, rows);
}

/** Returns how many bytes the server may still use: up to its memory limit, or half of the machine's memory. */
export async function cacheHeadroom(redis: RedisRoles): Promise<number> {
  const info = await redis.roles.cache.info('memory');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const limit = field('maxmemory') > 0 ? field('maxmemory') : field('total_system_memory') / 2;
  return Math.max(0, limit - field('used_memory'));
}

async function repliesOf(pipeline: ReturnType<RedisRoles['roles']['cache']['pipeline']>): Promise<unknown[]> {
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
