/** Provokes each way in which BullMQ can lose a job, and checks that the document is found and finished. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { UnrecoverableError, Worker } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { pauseBatch } from '../../../src/core/batches/control.ts';
import { stageJobId } from '../../../src/core/batches/jobs.ts';
import { findOrphans } from '../../../src/core/batches/orphans.ts';
import { reconcileBatch } from '../../../src/core/batches/reconcile.ts';
import { advanceDocuments, controlBatch } from '../../../src/core/batches/scripts.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { NO_METRICS } from '../../../src/core/batches/updates.ts';
import { readResults } from '../../../src/core/results/store.ts';
import type { QueueName, Stage } from '../../../src/shared/stages.ts';
import { expectInvariants, readStates } from '../../support/batch.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

/** The wait between the two checks. The tests do not race with a worker here, so a short one is enough. */
const CONFIRM_MS = 20;
const idOf = (n: number): string => `b-1-d${String(n).padStart(5, '0')}`;

describe.each(PLACES)('reconcile, $name', (place) => {
  const { now, work, ended, parentRan } = useFlowFixture(place);

  const submit = (documents: number): Promise<void> =>
    submitBatch(now().redis, now().broker, manifestOf('b-1', documents));
  const reconcile = (repair = false) => reconcileBatch(now().redis, now().broker, 'b-1', repair, CONFIRM_MS);
  /** Removes a job from Redis completely. */
  const lose = async (n: number, stage: Stage, queue: QueueName, run = 1): Promise<void> => {
    const { redis, broker } = now();
    const id = stageJobId(idOf(n), run, stage);
    const key = (name: string): string => broker.queues[queue].toKey(name);
    expect(await redis.roles.broker.del(key(id))).toBe(1);
    await redis.roles.broker.zrem(key('prioritized'), id);
  };
  /** Starts a worker that is not ours and records nothing about documents. */
  const foreign = (queue: QueueName, process: () => Promise<void>, maxStalledCount = 1): Worker => {
    const { redis, scope } = now();
    const worker = new Worker(queue, process, {
      connection: redis.optionsFor('broker', 'foreign'),
      prefix: redis.keys.queuePrefix,
      lockDuration: 1000,
      stalledInterval: 200,
      maxStalledCount,
    });
    worker.on('error', () => undefined);
    scope.defer(() => worker.close());
    return worker;
  };
  const jobState = (n: number): Promise<string> =>
    now().broker.queues.ocr.getJobState(stageJobId(idOf(n), 1, 'ocr'));
  /** Expects that the batch and its parent job finish, so no lost job keeps the parent waiting. */
  const expectWhole = async (documents: number, exceptions = 0): Promise<void> => {
    await ended('b-1');
    expect((await expectInvariants(now().redis, 'b-1')).equation).toMatchObject({
      completed: documents - exceptions,
      exceptions,
    });
    await parentRan('b-1');
    expect(await reconcile()).toMatchObject({ drift: [], orphaned: 0 });
  };

  it('finds no orphans in a batch that is running', async () => {
    await submit(80);
    await work(plainSandbox());
    let checks = 0;
    const end = ended('b-1');
    let over = false;
    end.finally(() => {
      over = true;
    });
    while (!over) {
      expect(await findOrphans(now().redis, now().broker, 'b-1')).toEqual([]);
      checks += 1;
    }
    await end;
    expect(checks).toBeGreaterThan(0);
    await expectWhole(80);
  });

  it('replaces a job that is gone', async () => {
    await submit(3);
    await lose(2, 'ocr', 'ocr');
    const found = {
      checked: 3,
      drift: [],
      orphaned: 1,
      orphans: [{ documentId: idOf(2), stage: 'ocr', cause: 'job_missing', detail: '' }],
    };
    expect(await reconcile()).toMatchObject({ ...found, repaired: 0 });
    expect(await reconcile(true)).toMatchObject({ ...found, repaired: 1, givenUp: 0 });
    await work(plainSandbox());
    await expectWhole(3);
    expect((await readStates(now().redis, 'b-1')).get(idOf(2))?.run).toBe(2);
  });

  it('replaces a job that another worker failed', async () => {
    await submit(2);
    const worker = foreign('ocr', async () => {
      throw new UnrecoverableError('not for me');
    });
    await until(async () => (await jobState(1)) === 'failed' && (await jobState(2)) === 'failed');
    await worker.close();
    const { orphans, repaired } = await reconcile(true);
    expect(orphans.map((o) => [o.cause, o.detail])).toEqual([
      ['job_failed', 'not for me'],
      ['job_failed', 'not for me'],
    ]);
    expect(repaired).toBe(2);
    await work(plainSandbox());
    await expectWhole(2);
  });

  it('gives up a document whose job stalled too often', async () => {
    await submit(1);
    const { server, redis } = now();
    const path = server.url.slice('unix://'.length);
    const options = { path, db: redis.optionsFor('broker', 'x').db };
    const child: ChildProcess = spawn(
      process.execPath,
      [
        '-e',
        `const { Worker } = require('bullmq');
         new Worker('ocr', async () => { process.stdout.write('took'); await new Promise(() => undefined); }, {
           connection: ${JSON.stringify(options)}, prefix: ${JSON.stringify(redis.keys.queuePrefix)}, lockDuration: 300, stalledInterval: 200 });`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { stdout } = child;
    if (stdout === null) throw new Error('no pipe');
    await once(stdout, 'data');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const worker = foreign('ocr', async () => undefined, 0);
    await until(async () => (await jobState(1)) === 'failed');
    await worker.close();
    const result = await reconcile(true);
    expect(result).toMatchObject({ orphaned: 1, repaired: 0, givenUp: 1 });
    expect(result.orphans[0]).toMatchObject({ cause: 'job_failed', stage: 'ocr' });
    expect(result.orphans[0]?.detail).toMatch(/stalled/);
    await work(plainSandbox());
    await expectWhole(1, 1);
    const batch = await expectInvariants(redis, 'b-1');
    expect(batch.causes).toEqual([{ stage: 'ocr', code: 'worker_lost', count: 1 }]);
    const [results] = await readResults(redis, [idOf(1)]);
    expect(results?.attempts).toMatchObject([
      { stage: 'ocr', outcome: 'failed', worker: 'console', error: { code: 'worker_lost' } },
    ]);
  });

  it('runs a stage whose job completed without doing it', async () => {
    await submit(2);
    const worker = foreign('ocr', async () => undefined);
    await until(async () => (await jobState(1)) === 'completed' && (await jobState(2)) === 'completed');
    await worker.close();
    const { orphans, repaired } = await reconcile(true);
    expect(orphans.map((o) => o.cause)).toEqual(['job_done', 'job_done']);
    expect(repaired).toBe(2);
    await work(plainSandbox());
    await expectWhole(2);
  });

  it('frees a stage that waits for a job that no longer exists', async () => {
    // A worker recorded the first stage and died, and its job was lost before another worker took it over.
    const { redis, broker } = now();
    await submit(1);
    await advanceDocuments(redis, [
      {
        kind: 'stage',
        batchId: 'b-1',
        documentId: idOf(1),
        run: 1,
        stage: 'ocr',
        status: 'completed',
        attempt: 1,
        metrics: NO_METRICS,
      },
    ]);
    await lose(1, 'ocr', 'ocr');
    expect(await reconcile(true)).toMatchObject({
      orphaned: 1,
      orphans: [{ stage: 'chunking', cause: 'blocked', detail: 'the job of ocr is unknown' }],
      repaired: 1,
    });
    const state = (await readStates(redis, 'b-1')).get(idOf(1));
    expect(state?.stages.map((s) => s.status).slice(0, 2)).toEqual(['completed', 'waiting']);
    expect(await broker.queues.text.getJobState(stageJobId(idOf(1), 2, 'chunking'))).toBe('prioritized');
  });

  it('promotes a parked job that the resume missed', async () => {
    await submit(3);
    const { redis } = now();
    await pauseBatch(redis, 'b-1');
    await work(plainSandbox());
    await until(async () => (await redis.roles.batch.scard(redis.keys.parked('b-1'))) === 3);
    await until(async () => (await now().broker.queues.ocr.getDelayedCount()) === 3);
    expect((await reconcile()).orphaned).toBe(0);
    await redis.roles.batch.del(redis.keys.parked('b-1'));
    await controlBatch(redis, 'b-1', 'resume');
    const result = await reconcile(true);
    expect(result.orphans.map((o) => o.cause)).toEqual(['parked', 'parked', 'parked']);
    expect(result.repaired).toBe(3);
    await expectWhole(3);
    expect((await readStates(redis, 'b-1')).get(idOf(1))?.run).toBe(1);
  });

  it('gives up a document that is lost again and again', async () => {
    await submit(1);
    for (const run of [1, 2, 3]) {
      await lose(1, 'ocr', 'ocr', run);
      expect(await reconcile(true)).toMatchObject({ repaired: 1, givenUp: 0 });
    }
    await lose(1, 'ocr', 'ocr', 4);
    expect(await reconcile(true)).toMatchObject({ repaired: 0, givenUp: 1 });
    await work(plainSandbox());
    await expectWhole(1, 1);
  });

  it('corrects counters and completes a flow that was only partly added', async () => {
    await submit(4);
    const { redis } = now();
    await redis.roles.batch.hincrby(redis.keys.batch('b-1'), 'd:p', 2);
    await redis.roles.batch.hdel(redis.keys.batch('b-1'), 'flow');
    await lose(3, 'ocr', 'ocr');
    expect(await reconcile()).toMatchObject({ drift: [{ counter: 'd:p', stored: 6, recomputed: 4 }] });
    expect(await findOrphans(redis, now().broker, 'b-1')).toBeNull();
    await reconcile(true);
    await work(plainSandbox());
    await expectWhole(4);
  });
});
