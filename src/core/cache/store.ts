/** Caches results by content and stage version. The cache may be emptied at any time; results are then computed again. */
import { STAGES, type Stage, versionsUpTo } from '../../shared/stages.ts';
import { decode, wrap } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { callSlices } from '../redis/slices.ts';
import { getEntries, putEntries } from './scripts.ts';

/** One month: batches of a matter are rarely rerun later, and memory stays bounded. */
export const TTL_SECONDS = 30 * 24 * 3600;

export interface CachedResult {
  /** The result as `encode` returned it, ready for the results role. */
  bytes: Buffer;
  engine: string | null;
  /** Time to compute the result, ms, which a hit saves. */
  ms: number;
}

export interface CacheRequest {
  stage: Stage;
  /** Everything but the versions that the stage's result depends on: see `core/pipeline/worker/cache-input.ts`. */
  input: string;
}

/**
 * The key contains the input, the version of the stage and the versions of all earlier stages. So raising a version
 * recomputes that stage and later ones only.
 */
const contentKey = ({ stage, input }: CacheRequest): string => `${input}:${versionsUpTo(stage)}`;

/** Returns the key of an entry in the cache role. */
export const entryKey = (redis: RedisRoles, request: CacheRequest): string =>
  redis.keys.cacheEntry(request.stage, contentKey(request));

/** Reads entries in one round trip and counts hits and misses per stage; null where there is no entry. */
export async function getCached(
  redis: RedisRoles,
  requests: readonly CacheRequest[],
): Promise<(CachedResult | null)[]> {
  const values = await getEntries(
    redis,
    requests.map((request) => ({ entry: entryKey(redis, request), stage: request.stage })),
  );
  return requests.map((_request, i) => {
    const bytes = values[i];
    return bytes ? unpack(bytes) : null;
  });
}

/** Decodes an entry; null for an entry in the format of an older version. */
export function unpack(entry: Buffer): CachedResult | null {
  const { bytes, engine, ms } = decode(entry) as Partial<CachedResult>;
  return bytes instanceof Uint8Array ? { bytes, engine: engine ?? null, ms: ms ?? 0 } : null;
}

/** Writes entries in one round trip. @returns how many were new */
export async function putCached(
  redis: RedisRoles,
  entries: readonly (CacheRequest & { value: CachedResult })[],
): Promise<number> {
  const rows = entries.map((entry) => ({
    entry: entryKey(redis, entry),
    stage: entry.stage,
    bytes: wrap(entry.value),
  }));
  const added = await Promise.all(
    callSlices(rows, (row) => row.bytes.length).map((slice) => putEntries(redis, TTL_SECONDS, slice)),
  );
  return added.reduce((sum, n) => sum + n, 0);
}

/** Returns hits and misses per stage since the cache was created. */
export async function cacheStatistics(
  redis: RedisRoles,
): Promise<{ kind: Stage; hits: number; misses: number }[]> {
  const fields = await redis.roles.cache.hgetall(redis.keys.cacheStats());
  return STAGES.map((kind) => ({
    kind,
    hits: Number(fields[`${kind}:hits`] ?? 0),
    misses: Number(fields[`${kind}:misses`] ?? 0),
  }));
}
