/** The tuner with a real BullMQ worker, which must run as many jobs as the rule chooses. */
import { DelayedError, Queue, UnrecoverableError, Worker } from 'bullmq';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWorkers } from '../../../src/core/live/health.ts';
import { createTuner, type Tuner } from '../../../src/core/pipeline/worker/tuner.ts';
import { startWorker } from '../../../src/core/pipeline/worker/worker.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { sharedRedis } from '../../support/shared-redis.ts';
import { until } from '../../support/until.ts';

const TICK_MS = 50;
const shared = sharedRedis();
let scope: Lifetime;
beforeEach(() => {
  scope = new Lifetime();
});
afterEach(async () => {
  await scope.dispose();
  await shared().redis.roles.broker.flushdb();
});

interface Rig {
  tuner: Tuner;
  worker: Worker;
  value(): number;
  /** Returns the most jobs that ran at a time since the last call. */
  peak(): number;
}

/** Starts a worker whose jobs only wait, so that twice the concurrency doubles the throughput. */
async function rig(start: number, memoryShort: () => boolean, fixed = false): Promise<Rig> {
  const { redis } = shared();
  const connection = redis.optionsFor('broker', 'test');
  const queue = new Queue('ocr', { connection, prefix: redis.keys.queuePrefix });
  scope.defer(() => queue.close());
  let feeding = true;
  let running = 0;
  let most = 0;
  const tuner = createTuner({ bounds: { min: 1, max: 12 }, fixed, memoryShort, tickMs: TICK_MS });
  const worker = new Worker(
    'ocr',
    () =>
      tuner.during('ocr', async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
      }),
    { connection, prefix: redis.keys.queuePrefix, concurrency: start, removeOnComplete: { count: 0 } },
  );
  tuner.add('ocr', start, (value) => {
    worker.concurrency = value;
  });
  // Keeps the queue from running empty, so that every window is used.
  const feed = (async () => {
    while (feeding) {
      if ((await queue.getWaitingCount()) < 500)
        await queue.addBulk(Array.from({ length: 500 }, () => ({ name: 'x', data: {} })));
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  scope.defer(async () => {
    tuner.dispose();
    feeding = false;
    await feed;
    await worker.close();
  });
  return {
    tuner,
    worker,
    value: () => tuner.report()[0]?.value ?? 0,
    peak: () => {
      const seen = most;
      most = running;
      return seen;
    },
  };
}

describe('a tuned worker', () => {
  it('runs more jobs at a time if throughput grows, and explains it', async () => {
    const { tuner, worker, peak } = await rig(2, () => false);
    await until(() => /^raised to/.test(tuner.report()[0]?.why ?? ''));
    const [shown] = tuner.report();
    expect(shown).toMatchObject({ queue: 'ocr', min: 1, max: 12, fixed: false });
    expect(shown?.why).toMatch(/^raised to \d+: throughput \+\d+ %/);
    expect(shown?.perSecond).toBeGreaterThan(0);
    expect(worker.concurrency).toBe(shown?.value);
    await until(() => peak() > 2);
  });

  it('runs one job at a time while memory is short', async () => {
    let short = false;
    const { tuner, worker, value, peak } = await rig(8, () => short);
    await until(() => peak() > 1);
    short = true;
    await until(() => value() === 1);
    expect(worker.concurrency).toBe(1);
    expect(tuner.report()[0]?.why).toMatch(/memory is short on this machine$/);
    // Running jobs finish first.
    await until(() => peak() <= 1);
  });

  it('keeps a value from Settings', async () => {
    const { tuner, worker, value } = await rig(3, () => true, true);
    let ended = 0;
    worker.on('completed', () => {
      ended += 1;
    });
    await until(() => ended > 200);
    expect(value()).toBe(3);
    expect(tuner.report()[0]).toMatchObject({ fixed: true, why: 'fixed' });
  });

  it('lowers the value for jobs that must be retried, but not for parked jobs or exceptions', async () => {
    const values: number[] = [];
    const tuner = createTuner({
      bounds: { min: 1, max: 8 },
      fixed: false,
      memoryShort: () => false,
      tickMs: 5,
    });
    scope.defer(() => tuner.dispose());
    tuner.add('text', 8, (value) => values.push(value));
    const fail = (error: Error): Promise<unknown> =>
      tuner
        .during('text', () => Promise.reject(error))
        .catch((caught: unknown) => expect(caught).toBe(error));
    for (let i = 0; i < 300; i += 1) await fail(new DelayedError());
    for (let i = 0; i < 60; i += 1) await fail(new UnrecoverableError('corrupt'));
    expect(values).toEqual([]);
    await Promise.all(Array.from({ length: 60 }, () => fail(new Error('the share is unavailable'))));
    await until(() => values.length > 0);
    expect(values[0]).toBe(4);
    expect(tuner.report()[0]?.why).toMatch(/^lowered to 4: \d+ of \d+ jobs must be retried$/);
  });

  it.each([
    [
      { min: 1, max: 16 },
      { min: 1, max: 16, fixed: false, why: 'not measured yet' },
    ],
    [undefined, { min: 1, max: 4, fixed: true, why: 'fixed' }],
  ])('reports the tuning with the heartbeat: %o', async (tuning, expected) => {
    const { redis } = shared();
    scope.own(
      await startWorker({
        redis,
        sandbox: plainSandbox(),
        concurrency: { ocr: 3, text: 4, batch: 1 },
        ...(tuning === undefined ? {} : { tuning }),
        limits: { timeoutMs: 1000, maxPages: 10, maxCharacters: 1000, maxBytes: 1000 },
        workerId: 'w-tuned',
        local: true,
        passwordsOf: () => [],
        log: pino({ level: 'silent' }),
      }),
    );
    const [worker] = await readWorkers(redis, Date.now());
    expect(worker?.concurrency).toEqual({ ocr: 3, text: 4, batch: 1 });
    expect(worker?.tuning).toEqual([
      { queue: 'ocr', value: 3, perSecond: null, ...expected },
      { queue: 'text', value: 4, perSecond: null, ...expected },
    ]);
  });
});
