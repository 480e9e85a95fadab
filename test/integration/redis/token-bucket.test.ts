/** Checks the token bucket against a model, in every layout. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { takeTokens } from '../../../src/core/redis/token-bucket.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';

/** Returns the server's clock, in microseconds. */
async function serverTime(redis: RedisRoles): Promise<number> {
  const [seconds, micros] = await redis.roles.rateLimit.time();
  return Number(seconds) * 1e6 + Number(micros);
}

/** Makes the bucket older by some microseconds. */
async function letPass(redis: RedisRoles, name: string, micros: number): Promise<void> {
  const key = redis.keys.bucket(name);
  const at = await redis.roles.rateLimit.hget(key, 'at');
  if (at !== null) await redis.roles.rateLimit.hset(key, 'at', String(Number(at) - micros));
}

describe.each(PLACES)('a token bucket in $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let buckets = 0;
  const fresh = (): string => {
    buckets += 1;
    return `b${buckets}`;
  };
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    redis = await server.roles({ layout });
  });
  afterAll(() => server.stop());

  it('starts full, grants tokens while it has them, and takes none when it refuses', async () => {
    const name = fresh();
    const shape = { capacity: 10, perSecond: 0.001 };
    expect(await takeTokens(redis, name, shape, 7)).toEqual({ granted: true, waitMs: 0, left: 3 });
    const refused = await takeTokens(redis, name, shape, 5);
    expect(refused).toMatchObject({ granted: false, left: 3 });
    expect(refused.waitMs).toBeGreaterThan(1_990_000);
    expect(refused.waitMs).toBeLessThanOrEqual(2_000_000);
    expect(await takeTokens(redis, name, shape, 3)).toEqual({ granted: true, waitMs: 0, left: 0 });
  });

  it('never grants more than capacity + rate x time, and grants after the wait it returned', async () => {
    const shapes = fc.record({
      capacity: fc.integer({ min: 1, max: 1000 }),
      perSecond: fc.oneof(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
      ),
    });
    const steps = fc.array(
      fc.record({
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        pass: fc.integer({ min: 0, max: 3_000_000 }),
      }),
      { minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(shapes, steps, async (shape, asked) => {
        const name = fresh();
        const started = await serverTime(redis);
        let passed = 0;
        let granted = 0;
        for (const { share, pass } of asked) {
          const wanted = Math.max(1, Math.round(share * shape.capacity));
          const taken = await takeTokens(redis, name, shape, wanted);
          if (taken.granted) granted += wanted;
          const micros = (await serverTime(redis)) - started + passed;
          expect(granted).toBeLessThanOrEqual(shape.capacity + (shape.perSecond * micros) / 1e6);
          expect(taken.left).toBeLessThanOrEqual(shape.capacity);
          const wait = taken.granted ? pass : taken.waitMs * 1000;
          await letPass(redis, name, wait);
          passed += wait;
          if (taken.granted) continue;
          expect(taken.waitMs).toBeGreaterThan(0);
          expect((await takeTokens(redis, name, shape, wanted)).granted).toBe(true);
          granted += wanted;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('still refuses shortly before the wait that it returned is over', async () => {
    const name = fresh();
    const shape = { capacity: 100, perSecond: 0.01 };
    await takeTokens(redis, name, shape, 100);
    const { waitMs } = await takeTokens(redis, name, shape, 50);
    await letPass(redis, name, (waitMs - 10_000) * 1000);
    expect((await takeTokens(redis, name, shape, 50)).granted).toBe(false);
  });

  it('shares one bucket among many clients', async () => {
    const name = fresh();
    const shape = { capacity: 100, perSecond: 0.001 };
    const clients = await Promise.all(Array.from({ length: 8 }, () => server.roles({ layout })));
    const taken = await Promise.all(
      clients.flatMap((client) => Array.from({ length: 40 }, () => takeTokens(client, name, shape, 3))),
    );
    expect(taken.filter(({ granted }) => granted)).toHaveLength(33);
  });

  it('keeps refilling when the clock of the server was set back', async () => {
    const name = fresh();
    const shape = { capacity: 10, perSecond: 0.001 };
    await takeTokens(redis, name, shape, 10);
    await letPass(redis, name, -3600e6);
    expect((await takeTokens(redis, name, shape, 1)).granted).toBe(false);
    await letPass(redis, name, 1000e6);
    expect((await takeTokens(redis, name, shape, 1)).granted).toBe(true);
  });

  it('expires once it would be full again', async () => {
    const name = fresh();
    await takeTokens(redis, name, { capacity: 10, perSecond: 0.002 }, 4);
    const left = await redis.roles.rateLimit.pttl(redis.keys.bucket(name));
    expect(left).toBeGreaterThan(1_900_000);
    expect(left).toBeLessThanOrEqual(2_000_001);
  });

  it.each([0, 11, -1])('rejects a request for %d of 10 tokens', async (wanted) => {
    await expect(takeTokens(redis, fresh(), { capacity: 10, perSecond: 1 }, wanted)).rejects.toThrow(
      'cannot give',
    );
  });
});
