/**
 * Compares the retry of 10,000 failed documents in one call with three ways of retrying them one by one. Each is
 * measured until a worker could take the first stage of every document again.
 */
import { Queue, Worker } from 'bullmq';
import { it } from 'vitest';
import { retryBatch } from '../../src/core/batches/control.ts';
import { batchJobId, STAGE_ATTEMPTS } from '../../src/core/batches/jobs.ts';
import { retryDocuments } from '../../src/core/batches/reopen-scripts.ts';
import { advanceDocuments, createBatch } from '../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../src/core/batches/updates.ts';
import { STAGES, type Stage } from '../../src/shared/stages.ts';
import { sharedBroker } from '../support/shared-redis.ts';
import { stageChain } from '../support/stage-chain.ts';
import { until } from '../support/until.ts';
import { median, printTable, type Row, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
/** Documents for the slow ways, whose times are reported per document. */
const SOME = 100;
const stand = sharedBroker();

/** Creates a batch in which every document has failed at `stage`. */
async function failed(batchId: string, stage: Stage): Promise<string[]> {
  const { redis } = stand();
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `${batchId}-d${i}`);
  for (let i = 0; i < ids.length; i += 500) {
    const part = ids.slice(i, i + 500);
    await createBatch(
      redis,
      batchId,
      { name: batchId, matter: '', custodian: '', priority: 'normal' },
      part.map((id) => ({ id, status: 'pending', code: null, bytes: 1, warning: false })),
      i + 500 >= ids.length,
    );
    for (const each of STAGES.slice(0, STAGES.indexOf(stage) + 1))
      await advanceDocuments(
        redis,
        part.map(
          (documentId): StageUpdate => ({
            kind: 'stage',
            batchId,
            documentId,
            run: 1,
            stage: each,
            status: each === stage ? 'failed' : 'completed',
            attempt: 1,
            metrics: { ...NO_METRICS, code: each === stage ? 'infrastructure' : null },
          }),
        ),
      );
  }
  // Marks the flow as complete; otherwise the retry would add it again.
  await redis.roles.batch.hset(redis.keys.batch(batchId), 'flow', 1);
  return ids;
}

/** Checks how many jobs a worker could take now, and removes them. */
async function expectWaiting(queue: Queue, jobs: number): Promise<void> {
  const { prioritized = 0, waiting = 0 } = await queue.getJobCounts('prioritized', 'waiting');
  if (prioritized + waiting !== jobs) throw new Error(`${prioritized + waiting} of ${jobs} would run again`);
  await queue.obliterate({ force: true });
}

/** Returns the seconds per document of each way. */
async function compare(stage: 'ocr' | 'finalization', round_: number): Promise<Record<string, number>> {
  const { redis, broker } = stand();
  const queue = stage === 'ocr' ? broker.queues.ocr : broker.queues.finalize;
  const name = (way: string): string => `${way}-${stage === 'ocr' ? 'o' : 'f'}${round_}`;
  const all = await failed(name('all'), stage);
  const atOnce = await seconds(() => retryBatch(redis, broker, name('all'), all, {}));
  await expectWaiting(queue, DOCUMENTS);

  const calls = await failed(name('calls'), stage);
  const byCall = await seconds(async () => {
    for (const id of calls.slice(0, SOME)) await retryBatch(redis, broker, name('calls'), [id], {});
  });
  await expectWaiting(queue, SOME);

  const steps = await failed(name('steps'), stage);
  const parent = { id: batchJobId(name('steps'), 2), queue: broker.qualified('batch') };
  await broker.queues.batch.add('finalize_batch', {}, { jobId: parent.id });
  const byStep = await seconds(async () => {
    for (const id of steps.slice(0, SOME)) {
      const { opened } = await retryDocuments(redis, name('steps'), [id], {});
      for (const document of opened)
        await broker.flows.add(stageChain({ batchId: name('steps'), ...document }, 'normal', parent));
    }
  });
  await expectWaiting(queue, SOME);
  return { atOnce: atOnce / DOCUMENTS, byCall: byCall / SOME, byStep: byStep / SOME };
}

/** BullMQ's own retry, awaited per job: one job per document, without chains, counters or runs. */
async function jobByJob(round_: number): Promise<number> {
  const connection = { path: stand().server.url.slice('unix://'.length), db: 9 };
  const queue = new Queue(`plain-${round_}`, { connection });
  await queue.addBulk(
    Array.from({ length: DOCUMENTS }, (_v, i) => ({
      name: 'stage',
      data: { i },
      opts: { priority: 5, attempts: 1, removeOnFail: { age: 3600 } },
    })),
  );
  const worker = new Worker(
    queue.name,
    async () => {
      throw new Error('fails');
    },
    { connection, concurrency: 32 },
  );
  await until(async () => (await queue.getFailedCount()) === DOCUMENTS);
  await worker.close();
  const jobs = await queue.getFailed(0, -1);
  const took = await seconds(async () => {
    for (const job of jobs) await job.retry('failed');
  });
  await expectWaiting(queue, DOCUMENTS);
  await queue.close();
  return took / DOCUMENTS;
}

it('measures the retry of 10,000 documents', { timeout: 600_000 }, async () => {
  const rows: Row[] = [];
  const plain = median([await jobByJob(1), await jobByJob(2), await jobByJob(3)]);
  for (const stage of ['ocr', 'finalization'] as const) {
    const rounds = [await compare(stage, 1), await compare(stage, 2), await compare(stage, 3)];
    const of = (way: string): number => median(rounds.map((r) => r[way] ?? 0));
    const later = STAGES.length - STAGES.indexOf(stage) - 1;
    const show = (way: string, took: number): void => {
      rows.push({
        what: `failed at ${stage}: ${way}`,
        'µs/document': round(took * 1e6, 0),
        'seconds for 10,000': round(took * DOCUMENTS, 1),
        'times ours': round(took / of('atOnce'), 1),
      });
    };
    show(
      `ours, at once${later > 0 ? ` (the ${later} later jobs are added by the worker)` : ''}`,
      of('atOnce'),
    );
    show('our own call awaited per document', of('byCall'));
    show(`script and flow of ${later + 1} awaited per document`, of('byStep'));
    show("BullMQ's job.retry() awaited, one job each, no counters", plain);
  }
  printTable(
    `Retry of ${DOCUMENTS} failed documents, median of 3 (goal: 20 times; attempts of a stage: ${STAGE_ATTEMPTS})`,
    rows,
  );
});
