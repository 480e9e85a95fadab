/** The limit on the cache: the least recently used entries leave first, and the size is measured, not counted. */
import { describe, expect, it } from 'vitest';
import { boundCache, estimateCache } from '../../../src/core/cache/bound.ts';
import { putRaw } from '../../../src/core/cache/raw.ts';
import { entryKey } from '../../../src/core/cache/store.ts';
import { PLACES } from '../../support/redis.ts';
import { sharedRedis } from '../../support/shared-redis.ts';

const ENTRIES = 300;
const BYTES = 10_000;

describe.each(PLACES)('the limit on the cache, $name', ({ layout, cluster }) => {
  const stand = sharedRedis({ layout, cluster });
  const request = (n: number) => ({ stage: 'ocr' as const, input: `content-${n}` });

  /** Fills the cache. Entry n was last used n seconds ago. */
  const fill = async (): Promise<void> => {
    const { redis } = stand();
    await redis.roles.cache.flushall();
    for (let n = 0; n < ENTRIES; n += 1) {
      await putRaw(redis, [{ ...request(n), bytes: Buffer.alloc(BYTES, n) }]);
      const key = entryKey(redis, request(n));
      const dump = await redis.roles.cache.dumpBuffer(key);
      await redis.roles.cache.call('RESTORE', key, 1_000_000, dump, 'REPLACE', 'IDLETIME', n);
    }
  };
  const present = async (n: number): Promise<boolean> =>
    (await stand().redis.roles.cache.exists(entryKey(stand().redis, request(n)))) === 1;

  it('removes the least recently used entries first, down to nine tenths of the limit', async () => {
    await fill();
    const { redis } = stand();
    const whole = await boundCache(redis, null);
    expect(whole).toMatchObject({ entries: ENTRIES, removed: 0 });
    expect(whole.bytes).toBeGreaterThan(ENTRIES * BYTES);
    const limit = whole.bytes / 2;
    const left = await boundCache(redis, limit);
    expect(left.bytes).toBeLessThanOrEqual(0.9 * limit);
    expect(left.bytes).toBeGreaterThan(0.8 * limit);
    expect(left.removed + left.entries).toBe(ENTRIES);
    const stayed: number[] = [];
    for (let n = 0; n < ENTRIES; n += 1) if (await present(n)) stayed.push(n);
    const first = Array.from({ length: ENTRIES }, (_, n) => n).findIndex((n) => !stayed.includes(n));
    // Only entries whose times differ by less than a tenth may change places.
    expect(Math.max(...stayed)).toBeLessThan(first * 1.12);
    expect(await boundCache(redis, limit)).toMatchObject({ entries: left.entries, removed: 0 });
  });

  it('measures anew after somebody else emptied or filled the cache', async () => {
    await fill();
    const { redis } = stand();
    const other = redis.roles.cache;
    await other.set(`${redis.keys.cacheStats()}`, 'not an entry');
    const estimate = await estimateCache(redis);
    const { bytes } = await boundCache(redis, null);
    expect(Math.abs(estimate - bytes) / bytes).toBeLessThan(0.2);
    await other.flushall();
    expect(await boundCache(redis, 1)).toEqual({ bytes: 0, entries: 0, removed: 0 });
    expect(await estimateCache(redis)).toBe(0);
  });
});
