import { once } from 'node:events';
import { type Job, Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStalledFailure } from '../../../src/core/batches/stalled-failure.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

describe('a job that BullMQ gives up', () => {
  let server: TestRedis;
  let redis: RedisRoles;
  const scope = new Lifetime();
  beforeAll(async () => {
    server = await startTestRedis();
    redis = await server.roles();
  });
  afterAll(async () => {
    await scope.dispose();
    await server.stop();
  });

  /** Runs a job after it has stalled once. @returns the failed job, and the message that the worker got */
  const failAfterStall = async (maxStalledCount: number): Promise<{ job: Job; message: string }> => {
    const name = `stalls-${maxStalledCount}`;
    const connection = redis.optionsFor('broker', name);
    const queue = new Queue(name, { connection });
    scope.defer(() => queue.close());
    const { id } = await queue.add('job', {});
    const dead = new Worker(name, null, { connection });
    scope.defer(() => dead.close());
    const taken = await dead.getNextJob('dead');
    expect(taken?.id).toBe(id);
    await redis.roles.broker.del(queue.toKey(`${id}:lock`));
    const worker = new Worker(name, () => Promise.reject(new Error('of another kind')), {
      connection,
      maxStalledCount,
      stalledInterval: 20,
    });
    scope.defer(() => worker.close());
    const [, error] = (await once(worker, 'failed')) as [unknown, Error];
    const job = await queue.getJob(id ?? '');
    if (job === undefined) throw new Error('The job is gone');
    expect(job.stalledCounter).toBe(1);
    return { job, message: error.message };
  };

  it('is recognized when it stalled too often', async () => {
    const { job, message } = await failAfterStall(0);
    expect(isStalledFailure(message)).toBe(true);
    expect(isStalledFailure(job.failedReason ?? '')).toBe(true);
  });

  it('is not confused with one that stalled and then failed for another reason', async () => {
    const { job, message } = await failAfterStall(1);
    expect(isStalledFailure(message)).toBe(false);
    expect(isStalledFailure(job.failedReason ?? '')).toBe(false);
  });
});
