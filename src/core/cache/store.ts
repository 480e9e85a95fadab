/** Results by content and stage version. It may be emptied at any time: what is not here is done again. */
import { STAGE_VERSION, STAGES, type Stage } from '../../shared/stages.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript, runScriptBuffer } from '../redis/scripts.ts';

/** A month: longer than a matter's batches are run again, short enough to bound memory. */
const TTL_SECONDS = 30 * 24 * 3600;

export interface CachedResult {
  result: unknown;
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
function contentKey({ stage, input }: CacheRequest): string {
  const versions = STAGES.slice(0, STAGES.indexOf(stage) + 1).map((s) => STAGE_VERSION[s]);
  return `${input}:${versions.join('.')}`;
}

const entryKey = (redis: RedisRoles, request: CacheRequest): string =>
  redis.keys.cacheEntry(request.stage, contentKey(request));

/** Many entries in one round trip, hits and misses counted per kind; null where there is none. */
export async function getCached(
  redis: RedisRoles,
  requests: readonly CacheRequest[],
): Promise<(CachedResult | null)[]> {
  const values = (await runScriptBuffer(
    redis.roles.cache,
    'cache_get_many',
    [redis.keys.cacheStats(), ...requests.map((request) => entryKey(redis, request))],
    requests.map((request) => request.stage),
  )) as (Buffer | null)[];
  return requests.map((_request, i) => {
    const bytes = values[i];
    return bytes ? (decode(bytes) as CachedResult) : null;
  });
}

/** Many entries in one round trip. @returns how many were new */
export async function putCached(
  redis: RedisRoles,
  entries: readonly (CacheRequest & { value: CachedResult })[],
): Promise<number> {
  return (await runScript(
    redis.roles.cache,
    'cache_put_many',
    [redis.keys.cacheStats(), ...entries.map((entry) => entryKey(redis, entry))],
    [TTL_SECONDS, ...entries.flatMap((entry) => [entry.stage, encode(entry.value)])],
  )) as number;
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
