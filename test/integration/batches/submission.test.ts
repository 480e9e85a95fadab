/** Submitting: slices that follow what they cost, and the one limit for everybody on a shared Redis. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, openBroker } from '../../../src/core/batches/broker.ts';
import { createSubmissionRate } from '../../../src/core/batches/submission-rate.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { Lifetime } from '../../../src/core/lifecycle.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { takeTokens } from '../../../src/core/redis/token-bucket.ts';
import { readBatch } from '../../support/batch.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';

async function serverMs(redis: RedisRoles): Promise<number> {
  const [seconds, micros] = await redis.roles.rateLimit.time();
  return Number(seconds) * 1000 + Number(micros) / 1000;
}

describe.each(PLACES)('submission into $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let scope: Lifetime;
  let next = 0;
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    return async () => server.stop();
  });
  beforeEach(async () => {
    next += 1;
    redis = await server.roles({ layout, namespace: `s${next}` });
    scope = new Lifetime();
    return () => scope.dispose();
  });
  const open = (): Broker => scope.own(openBroker(redis));

  it('adds every document once, whatever the sizes of its slices become', async () => {
    const broker = open();
    const allowed: number[] = [];
    const sizes: number[] = [];
    const { measured } = broker.slices;
    broker.slices.next = () => {
      const size = [7, 1, 40, 13][allowed.length % 4] ?? 1;
      allowed.push(size);
      return size;
    };
    broker.slices.measured = (documents, ms) => {
      expect(ms).toBeGreaterThan(0);
      sizes.push(documents);
      measured(documents, ms);
    };
    const told: number[] = [];
    await submitBatch(redis, broker, manifestOf('b-1', 100), (submitted) => told.push(submitted));
    // The last one is what was left; they may end in another order than they began.
    expect(allowed).toEqual([7, 1, 40, 13, 7, 1, 40]);
    expect(sizes.toSorted()).toEqual([7, 1, 40, 13, 7, 1, 31].toSorted());
    expect(told).toHaveLength(7);
    expect(told.at(-1)).toBe(100);
    expect((await broker.queues.ocr.getJobCounts('prioritized')).prioritized).toBe(100);
    expect((await readBatch(redis, 'b-1')).submitted).toBe(100);
    expect(broker.slices.state().lastSize).toBe(sizes.at(-1));
  });

  it('is one limit for all consoles: two of them are no faster than one', async () => {
    const consoles = [open(), open()];
    for (const { rate } of consoles) rate.limit(50);
    const from = await serverMs(redis);
    await Promise.all(consoles.map((broker, i) => submitBatch(redis, broker, manifestOf(`b-${i}`, 60))));
    const seconds = ((await serverMs(redis)) - from) / 1000;
    // 50 were in the bucket; the other 70 had to come at 50 a second.
    expect(120).toBeLessThanOrEqual(50 + 50 * seconds);
    expect(consoles.some(({ rate }) => rate.state().waitedMs > 0)).toBe(true);
    for (const i of [0, 1]) expect((await readBatch(redis, `b-${i}`)).submitted).toBe(60);
  });

  it('takes from no bucket without a limit', async () => {
    const broker = open();
    await submitBatch(redis, broker, manifestOf('b-1', 30));
    expect(await redis.roles.rateLimit.exists(redis.keys.bucket('submission'))).toBe(0);
    expect(broker.rate.state()).toEqual({ perSecond: null, waitedMs: 0 });
  });

  it('lets go of who waits when the limit is lifted, and takes slices larger than a second’s worth', async () => {
    const rate = createSubmissionRate(redis);
    rate.limit(20);
    await takeTokens(redis, 'submission', { capacity: 20, perSecond: 20 }, 20);
    const waiting = rate.take(1000);
    rate.limit(null);
    // At 20 a second it would be 50 s, which is more than this test has.
    await waiting;
    expect(rate.state().perSecond).toBeNull();
    rate.limit(200);
    await rate.take(250);
    expect(rate.state().waitedMs).toBeGreaterThan(0);
  });
});
