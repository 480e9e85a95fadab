/** The parent job of a batch: it waits for every document, and it is replaced if it was lost. */
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

/** The wait between the two checks. */
const CONFIRM_MS = 20;
const PARENT = batchJobId('b-1', 1);
/** Slots of a worker that serves every stage but no parent jobs. */
const { batch: _none, ...STAGES_ONLY } = SLOTS;

describe.each(PLACES)('the end of a batch, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  const submit = (documents: number): Promise<void> =>
    submitBatch(now().redis, now().broker, manifestOf('b-1', documents));
  const reconcile = (repair = false) => reconcileBatch(now().redis, now().broker, 'b-1', repair, CONFIRM_MS);
  const resolved = (run = 1): Promise<void> =>
    until(async () => (await resolvedRun(now().redis, 'b-1')) === run);
  const parentState = (): Promise<string> => now().broker.queues.batch.getJobState(PARENT);
  /** Removes a job of the batch queue from Redis completely. */
  const lose = async (id: string): Promise<void> => {
    const { redis, broker } = now();
    const key = (name: string): string => broker.queues.batch.toKey(name);
    expect(await redis.roles.broker.del(key(id))).toBe(1);
    for (const set of ['prioritized', 'waiting-children', 'delayed'])
      await redis.roles.broker.zrem(key(set), id);
  };
  /** Expects that the missing end is found and repaired, and that the new parent job then runs. */
  const expectRepaired = async (found: { cause: string; detail: string }): Promise<void> => {
    expect((await reconcile()).ending).toEqual({ ...found, repaired: false });
    expect((await reconcile(true)).ending).toEqual({ ...found, repaired: true });
    await work(plainSandbox(), { batch: 1 });
    await resolved();
    expect((await reconcile()).ending).toBeNull();
  };

  it('is not repaired before the batch has ended or while its job can still run', async () => {
    await submit(2);
    expect((await reconcile(true)).ending).toBeNull();
    await work(plainSandbox(), STAGES_ONLY);
    await ended('b-1');
    // The barrier job is left, which only a worker with a batch slot runs.
    await until(async () => (await parentState()) === 'waiting-children');
    expect((await reconcile(true)).ending).toBeNull();
    await work(plainSandbox(), { batch: 1 });
    await resolved();
    expect((await reconcile(true)).ending).toBeNull();
  });

  it('comes after its job was lost', async () => {
    await submit(2);
    await lose(PARENT);
    await work(plainSandbox());
    await ended('b-1');
    await expectRepaired({ cause: 'job_missing', detail: '' });
  });

  it('comes after its job failed for good', async () => {
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

  it('comes after a job that it waits for was lost', async () => {
    const { redis, broker } = now();
    await submit(1);
    await lose(barrierJobId('b-1', 1));
    // A lost child leaves its name in the parent's list of dependencies.
    await redis.roles.broker.sadd(
      broker.queues.batch.toKey(`${PARENT}:dependencies`),
      broker.queues.batch.toKey('gone'),
    );
    await work(plainSandbox());
    await ended('b-1');
    await expectRepaired({ cause: 'blocked', detail: '' });
  });

  it('is repaired by the console some time after the batch has ended', async () => {
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

  it('waits for a document that is reopened just when the last other one ends', async () => {
    const { redis, broker } = now();
    const again = 'b-1-d00001';
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
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
    // A retry first runs the script and then adds the chain. The other document ends in between.
    const { opened } = await retryDocuments(redis, 'b-1', [again], {});
    release();
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
