/** Keeps the cache in Redis within the limit in Settings while Redis is connected, and remembers its size for Health. */
import type { Logger } from 'pino';
import { boundCache, estimateCache } from '../cache/bound.ts';
import type { RedisRoles } from '../redis/connect.ts';

export interface CacheKeeper {
  /** Size at the last measurement; null before the first. */
  size(): { bytes: number; entries: number; at: number } | null;
  dispose(): void;
}

const TICK_MS = 15_000;
/** Every entry is read at least this often, and at most once per `BETWEEN_MS`. */
const AT_LEAST_MS = 10 * 60_000;
const BETWEEN_MS = 45_000;
/** Share of the limit from which an estimate is followed by a measurement. Samples are a few percent off. */
const NEAR = 0.95;

const MB = 1_000_000;
/** @param megabytes as in Settings; null: no limit */
export const cacheLimitBytes = (megabytes: number | null): number | null =>
  megabytes === null ? null : megabytes * MB;

/** @param limit returns the limit in bytes; null: none */
export function createCacheKeeper(redis: RedisRoles, limit: () => number | null, log: Logger): CacheKeeper {
  let last: ReturnType<CacheKeeper['size']> = null;
  let isWorking = false;

  const check = async (): Promise<void> => {
    const now = Date.now();
    const age = last === null ? Number.POSITIVE_INFINITY : now - last.at;
    const most = limit();
    if (age < BETWEEN_MS) return;
    if (age < AT_LEAST_MS && (most === null || (await estimateCache(redis)) < NEAR * most)) return;
    const { removed, ...size } = await boundCache(redis, most);
    last = { ...size, at: now };
    if (removed > 0) log.info({ removed, ...size }, 'the least recently used results left the cache');
  };

  const tick = (): void => {
    if (isWorking || redis.state() !== 'ready') return;
    isWorking = true;
    check()
      .catch((error: unknown) =>
        log.warn({ error: error instanceof Error ? error.message : error }, 'bounding the cache failed'),
      )
      .finally(() => {
        isWorking = false;
      });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  return { size: () => last, dispose: () => clearInterval(timer) };
}
