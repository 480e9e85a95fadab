/** Typed calls of the scripts that read and write cache entries. */
import type { Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, runScriptBuffer } from '../redis/scripts.ts';

/** One cache entry: its Redis key and the stage that the statistics count it under. */
interface EntryOf {
  readonly entry: string;
  readonly stage: Stage;
}

/** Reads entries in one round trip and counts hits and misses. Returns null for an entry that does not exist. */
export async function getEntries(redis: RedisRoles, entries: readonly EntryOf[]): Promise<(Buffer | null)[]> {
  return (await runScriptBuffer(
    redis.roles.cache,
    'cache_get_many',
    { statistics: redis.keys.cacheStats(), each: entries },
    entries.map(({ stage }) => stage),
  )) as (Buffer | null)[];
}

/** Stores entries in one round trip. @returns how many were new */
export async function putEntries(
  redis: RedisRoles,
  ttlSeconds: number,
  entries: readonly (EntryOf & { readonly bytes: Buffer })[],
): Promise<number> {
  return (await runScript(
    redis.roles.cache,
    'cache_put_many',
    { statistics: redis.keys.cacheStats(), each: entries },
    [ttlSeconds, ...entries.flatMap(({ stage, bytes }) => [stage, bytes])],
  )) as number;
}
