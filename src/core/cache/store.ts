/** Results by content and stage version. It may be emptied at any time: what is not here is done again. */
import { STAGES, type Stage, versionsUpTo } from '../../shared/stages.ts';
import { decode, wrap } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { callSlices } from '../redis/slices.ts';
import { getEntries, putEntries } from './scripts.ts';

/** A month: longer than a matter's batches are run again, short enough to bound memory. */
export const TTL_SECONDS = 30 * 24 * 3600;

export interface CachedResult {
  /** The result as `encode` made it: it goes on to the results role as it is. */
  bytes: Buffer;
  engine: string | null;
  /** Running time when it was worked out, ms: what a hit saves. */
  ms: number;
}

export interface CacheRequest {
  stage: Stage;
  /** What the stage's result follows from, besides versions: see `core/pipeline/cache-input.ts`. */
  input: string;
}

/**
 * A stage's result follows from its input, its own version and every earlier one, so raising a version
 * recomputes from that stage on and nothing before it.
 */
const contentKey = ({ stage, input }: CacheRequest): string => `${input}:${versionsUpTo(stage)}`;

/** The key of an entry in the cache role. */
export const entryKey = (redis: RedisRoles, request: CacheRequest): string =>
  redis.keys.cacheEntry(request.stage, contentKey(request));

/** Many entries in one round trip, hits and misses counted per kind; null where there is none. */
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

/** An entry of another form (an older version's) is as good as none. */
export function unpack(entry: Buffer): CachedResult | null {
  const { bytes, engine, ms } = decode(entry) as Partial<CachedResult>;
  return bytes instanceof Uint8Array ? { bytes, engine: engine ?? null, ms: ms ?? 0 } : null;
}

/** Many entries in one round trip. @returns how many were new */
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

/** Hits and misses per kind since the statistics were begun. */
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
