/** The work at the end of a batch, its parent job's: it waits for every document, and comes although it was lost. */
import { UnrecoverableError, Worker } from 'bullmq';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createBatchEndings } from '../../../src/core/app/batch-endings.ts';
import { STALLED_AFTER_MS } from '../../../src/core/app/stalled-batches.ts';
import { barrierJobId, batchJobId } from '../../../src/core/batches/jobs.ts';
import { reconcileBatch } from '../../../src/core/batches/reconcile.ts';
import { retryDocuments } from '../../../src/core/batches/reopen-scripts.ts';
import { readHeader, resolvedRun } from '../../../src/core/batches/resolution.ts';
import { ensureFlow, submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { readStates } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const PARENT = batchJobId('b-1', 1);
/** A worker of every stage and of no batch. */
const { batch: _none, ...STAGES_ONLY } = SLOTS;

describe.each(PLACES)('the end of a batch, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  const submit = (documents: number): Promise<void> =>
    submitBatch(now().redis, now().broker, manifestOf('b-1', documents));
  const reconcile = (repair = false) => reconcileBatch(now().redis, now().broker, 'b-1', repair);
  const resolved = (run = 1): Promise<void> =>
    until(async () => (await resolvedRun(now().redis, 'b-1')) === run);
  const parentState = (): Promise<string> => now().broker.queues.batch.getJobState(PARENT);
  /** A job of the batch queue vanishes from Redis as a whole. */
  const lose = async (id: string): Promise<void> => {
    const { redis, broker } = now();
    const key = (name: string): string => broker.queues.batch.toKey(name);
    expect(await redis.roles.broker.del(key(id))).toBe(1);
    for (const set of ['prioritized', 'waiting-children', 'delayed'])
      await redis.roles.broker.zrem(key(set), id);
  };
  /** Brings the batch to its end without its parent's work, finds that, and has it done. */
  const expectRepaired = async (found: { cause: string; detail: string }): Promise<void> => {
    expect((await reconcile()).ending).toEqual({ ...found, repaired: false });
    expect((await reconcile(true)).ending).toEqual({ ...found, repaired: true });
    await work(plainSandbox(), { batch: 1 });
    await resolved();
    expect((await reconcile()).ending).toBeNull();
  };

  it('is due only when the batch has ended, and on its way while its job is', async () => {
    await submit(2);
    expect((await reconcile(true)).ending).toBeNull();
    await work(plainSandbox(), STAGES_ONLY);
    await ended('b-1');
    // Its seal is left, which a worker of batches does.
    await until(async () => (await parentState()) === 'waiting-children');
    expect((await reconcile(true)).ending).toBeNull();
    await work(plainSandbox(), { batch: 1 });
    await resolved();
    expect((await reconcile(true)).ending).toBeNull();
  });

  it('comes although its job was lost', async () => {
    await submit(2);
    await lose(PARENT);
    await work(plainSandbox());
    await ended('b-1');
    await expectRepaired({ cause: 'job_missing', detail: '' });
  });

  it('comes although its job failed for good', async () => {
    await submit(1);
    const { redis, scope } = now();
    const foreign = new Worker(
      'batch',
      async (job) => {
        if (job.id === PARENT) throw new UnrecoverableError('not for me');
      },
      { connection: redis.optionsFor('broker', 'foreign'), prefix: redis.keys.queuePrefix },
    );
    foreign.on('error', () => undefined);
    scope.defer(() => foreign.close());
    await work(plainSandbox(), STAGES_ONLY);
    await until(async () => (await parentState()) === 'failed');
    await foreign.close();
    await expectRepaired({ cause: 'job_failed', detail: 'not for me' });
  });

  it('comes although it waits for a job that is gone', async () => {
    const { redis, broker } = now();
    await submit(1);
    await lose(barrierJobId('b-1', 1));
    // The seal was done; put back, it is what a lost child leaves behind: a name in its parent's list.
    await redis.roles.broker.sadd(
      broker.queues.batch.toKey(`${PARENT}:dependencies`),
      broker.queues.batch.toKey('gone'),
    );
    await work(plainSandbox());
    await ended('b-1');
    await expectRepaired({ cause: 'blocked', detail: '' });
  });

  it('is brought about by the console, a while after the batch has ended', async () => {
    const { redis, broker } = now();
    await submit(1);
    await lose(PARENT);
    await work(plainSandbox());
    await ended('b-1');
    const endings = createBatchEndings({ redis, broker }, pino({ level: 'silent' }));
    endings.ended('b-1', 0);
    await endings.upkeep(STALLED_AFTER_MS - 1);
    expect(await parentState()).toBe('unknown');
    await endings.upkeep(STALLED_AFTER_MS);
    await resolved();
  });

  it('waits for a document that was opened again while the last of the others ended', async () => {
    const { redis, broker } = now();
    const again = 'b-1-d00001';
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let failed = false;
    await submit(2);
    const sandbox = plainSandbox({
      async before(stage, { document }) {
        if (document.id !== again) await held;
        else if (!failed && stage === 'ocr') {
          failed = true;
          throw new DocumentError('corrupt', 'not readable');
        }
      },
    });
    await work(sandbox);
    await until(async () => (await readStates(redis, 'b-1')).get(again)?.status === 'exception');
    // A retry is a script and then a chain; here the other document ends between the two.
    const { opened } = await retryDocuments(redis, 'b-1', [again], {});
    letGo();
    await until(async () => (await parentState()) === 'delayed');
    expect(await resolvedRun(redis, 'b-1')).toBeNull();
    const chains = opened.map(({ documentId, run, stage }) => ({ documentId, run, from: stage }));
    await ensureFlow(redis, broker, 'b-1', { chains, firstJobOnly: true });
    await ended('b-1');
    await broker.queues.batch.getBackend().promote(PARENT);
    await resolved();
    expect(await readHeader(redis, 'b-1', 1)).toMatchObject({ documents: 2, missing: 0 });
  });
});
