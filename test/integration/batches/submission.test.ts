/** Submission: adaptive slices, and the rate limit that all consoles on a shared Redis share. */
import type { JobsOptions } from 'bullmq';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, openBroker } from '../../../src/core/batches/broker.ts';
import { addChains } from '../../../src/core/batches/chains.ts';
import { batchJobId, stageJobId } from '../../../src/core/batches/jobs.ts';
import { createSubmissionRate } from '../../../src/core/batches/submission-rate.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { takeTokens } from '../../../src/core/redis/token-bucket.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { QUEUE_OF_STAGE, STAGES } from '../../../src/shared/stages.ts';
import { readBatch } from '../../support/batch.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { stageChain } from '../../support/stage-chain.ts';

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

  it('adds every document once, whatever the slice sizes are', async () => {
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
    const reported: number[] = [];
    await submitBatch(redis, broker, manifestOf('b-1', 100), { onProgress: (n) => reported.push(n) });
    // The last slice is the rest. Slices may end in a different order than they started.
    expect(allowed).toEqual([7, 1, 40, 13, 7, 1, 40]);
    expect(sizes.toSorted()).toEqual([7, 1, 40, 13, 7, 1, 31].toSorted());
    expect(reported).toEqual([...reported].sort((a, b) => a - b));
    expect(reported.at(-1)).toBe(100);
    expect((await broker.queues.ocr.getJobCounts('prioritized')).prioritized).toBe(100);
    expect((await readBatch(redis, 'b-1')).submitted).toBe(100);
    expect(broker.slices.state().lastSize).toBe(sizes.at(-1));
  });

  it('adds the same jobs as a BullMQ flow producer', async () => {
    const broker = open();
    await submitBatch(redis, broker, manifestOf('b-1', 1));
    const parent = { id: batchJobId('b-1', 1), queue: broker.qualified('batch') };
    const theirs = { batchId: 'b-1', documentId: 'theirs', run: 1, stage: 'ocr' } as const;
    await broker.flows.add(stageChain(theirs, 'normal', parent));
    const client = redis.roles.broker;
    const described = (documentId: string) =>
      Promise.all(
        STAGES.map(async (stage) => {
          const queue = broker.queues[QUEUE_OF_STAGE[stage]];
          const id = stageJobId(documentId, 1, stage);
          const { timestamp, opts = '', ...job } = await client.hgetall(queue.toKey(id));
          expect(Number(timestamp)).toBeGreaterThan(0);
          // Ours leaves out what BullMQ stores twice.
          const { parent: _parent, jobId: _jobId, ...stored } = JSON.parse(opts) as JobsOptions;
          const waitsFor = await client.smembers(queue.toKey(`${id}:dependencies`));
          return JSON.stringify([
            await queue.getJobState(id),
            job,
            Object.entries(stored).sort(),
            waitsFor,
          ]).replaceAll(documentId, 'ID');
        }),
      );
    const ours = await described('b-1-d00001');
    expect(ours).toHaveLength(6);
    expect(ours).toEqual(await described('theirs'));
    expect(ours[0]).toContain('prioritized');
  });

  it('continues after a producer died between two stages of a slice', async () => {
    const broker = open();
    const backend = broker.queues.text.getBackend();
    const { addJobs } = backend;
    backend.addJobs = () => Promise.reject(new Error('died here'));
    const manifest = manifestOf('b-1', 30);
    await expect(submitBatch(redis, broker, manifest)).rejects.toThrow('died here');
    backend.addJobs = addJobs;
    // The later stages have been added and wait, so nothing can start.
    expect((await broker.queues.finalize.getJobCounts())['waiting-children']).toBe(30);
    expect((await broker.queues.ocr.getJobCounts()).prioritized).toBe(0);
    expect((await readBatch(redis, 'b-1')).submitted).toBe(0);
    await submitBatch(redis, broker, manifest);
    expect((await broker.queues.ocr.getJobCounts()).prioritized).toBe(30);
    expect((await readBatch(redis, 'b-1')).submitted).toBe(30);
  });

  it('names the job that BullMQ refused and stops', async () => {
    const broker = open();
    const flow = {
      batchId: 'b-1',
      priority: 'normal',
      parent: { id: 'gone', queue: broker.qualified('batch') },
    } as const;
    const chain = { documentId: 'd-1', run: 1, from: 'ocr' } as const;
    const reported: number[] = [];
    const adding = addChains(redis, broker, [chain], flow, async (n) => void reported.push(n));
    await expect(adding).rejects.toThrow(/did not add the job d-1-r1-finalization: -5/);
    expect(reported).toEqual([]);
  });

  it('shares one limit: two consoles are no faster than one', async () => {
    const consoles = [open(), open()];
    for (const { rate } of consoles) rate.limit(100);
    const from = await serverMs(redis);
    await Promise.all(consoles.map((broker, i) => submitBatch(redis, broker, manifestOf(`b-${i}`, 75))));
    const seconds = ((await serverMs(redis)) - from) / 1000;
    // The bucket held 100 at the start and gained 100 per second.
    expect(150).toBeLessThanOrEqual(100 + 100 * seconds);
    expect(consoles.some(({ rate }) => rate.state().waitedMs > 0)).toBe(true);
    for (const i of [0, 1]) expect((await readBatch(redis, `b-${i}`)).submitted).toBe(75);
  });

  it('takes no tokens when there is no limit', async () => {
    const broker = open();
    await submitBatch(redis, broker, manifestOf('b-1', 30));
    expect(await redis.roles.rateLimit.exists(redis.keys.bucket('submission'))).toBe(0);
    expect(broker.rate.state()).toEqual({ perSecond: null, waitedMs: 0 });
  });

  it('stops waiting when the limit is removed, and accepts slices larger than the bucket', async () => {
    const rate = createSubmissionRate(redis);
    rate.limit(20);
    await takeTokens(redis, 'submission', { capacity: 20, perSecond: 20 }, 20);
    const waiting = rate.take(1000);
    rate.limit(null);
    // At 20 per second this would take 50 s.
    await waiting;
    expect(rate.state().perSecond).toBeNull();
    rate.limit(200);
    await rate.take(250);
    expect(rate.state().waitedMs).toBeGreaterThan(0);
  });
});
