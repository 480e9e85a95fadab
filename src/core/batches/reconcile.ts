/** Compares a batch with its documents' states and BullMQ's jobs, and repairs the differences. */
import { LISTED_ORPHANS, type Reconciled } from '../../shared/reconcile.ts';
import { QUEUE_OF_STAGE, STAGES } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import type { Chain } from './chains.ts';
import { reconcileEnding } from './ending.ts';
import { failDocuments } from './fail-documents.ts';
import { findForeignKeys, findForeignResults, moveForeignKeys } from './foreign-keys.ts';
import { stageJobId } from './jobs.ts';
import { CONFIRM_MS, type FoundOrphan, findOrphans } from './orphans.ts';
import { promoteJob } from './promote.ts';
import { requeueDocuments } from './reopen-scripts.ts';
import { recountBatch } from './scripts.ts';
import { isStalledFailure } from './stalled-failure.ts';
import { ensureFlow } from './submit.ts';

/** Orphans repaired per script call. */
const SLICE = 500;
/** A document whose job was lost more often than this since its last retry or re-run becomes an exception. */
const MAX_REPAIRS = 3;

/**
 * Recounts a batch and finds documents without a job. With `repair`, it first corrects the counters and completes a
 * flow that was only partly added. Orphans then continue at their stage in a new run; those that stalled or were lost
 * too often become exceptions (`worker_lost`). Finally it replaces a parent job that will not run. Keys that another
 * program has overwritten are moved aside first.
 * @param confirmMs ms between the two checks for lost jobs
 * @param move whether to move foreign keys aside; a batch may then have to be restored by the caller
 * @returns `checked` 0 if the batch is not in Redis
 */
export async function reconcileBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  repair = false,
  confirmMs = CONFIRM_MS,
  move = repair,
): Promise<Reconciled> {
  const foreign = [
    ...(await findForeignKeys(redis, broker, [batchId])),
    ...(await findForeignResults(redis, batchId)),
  ];
  const lost = move ? await moveForeignKeys(redis, foreign) : [];
  const overwritten = foreign.length === 0 ? {} : { overwritten: foreign.map(({ key }) => key) };
  const nothing = {
    batchId,
    orphaned: 0,
    orphans: [],
    repaired: 0,
    givenUp: 0,
    ending: null,
    ...overwritten,
  };
  // Until they are moved aside, the rest cannot be read.
  if (foreign.length > 0 && (!move || lost.includes(batchId))) return { ...nothing, checked: 0, drift: [] };
  const { checked, drift } = await recountBatch(redis, batchId, repair);
  const none = { ...nothing, checked, drift };
  if (checked === 0) return none;
  if (repair) await ensureFlow(redis, broker, batchId);
  const found = (await findOrphans(redis, broker, batchId, confirmMs)) ?? [];
  const repairs = repair ? await repairOrphans(redis, broker, batchId, found) : { repaired: 0, givenUp: 0 };
  return {
    ...none,
    orphaned: found.length,
    orphans: found
      .slice(0, LISTED_ORPHANS)
      .map(({ documentId, stage, cause, detail }) => ({ documentId, stage, cause, detail })),
    ...repairs,
    ending: await reconcileEnding(redis, broker, batchId, repair, confirmMs),
  };
}

const hasStalled = (orphan: FoundOrphan): boolean =>
  orphan.cause === 'job_failed' && isStalledFailure(orphan.detail);

async function repairOrphans(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  orphans: readonly FoundOrphan[],
): Promise<{ repaired: number; givenUp: number }> {
  let repaired = 0;
  let givenUp = 0;
  for (const orphan of orphans.filter((one) => one.cause === 'parked')) {
    const { stage, jobId } = orphan;
    if ((await promoteJob(broker, QUEUE_OF_STAGE[stage], jobId)) === 'promoted') repaired += 1;
  }
  const others = orphans.filter((one) => one.cause !== 'parked');
  for (let i = 0; i < others.length; i += SLICE) {
    const slice = others.slice(i, i + SLICE);
    const stalled = slice.filter(hasStalled);
    const { chains, tooOften } = await requeue(
      redis,
      batchId,
      slice.filter((one) => !hasStalled(one)),
    );
    // Adds the new chains before it removes the old jobs, so that the parent always has a child to wait for. The chains
    // are complete: if a first job is lost again, its later jobs still keep the parent waiting.
    if (chains.length > 0) await ensureFlow(redis, broker, batchId, { chains });
    repaired += chains.length;
    if (stalled.length + tooOften.length > 0)
      givenUp += await failDocuments(redis, batchId, [
        ...stalled.map((one) =>
          failure(one, 'Processing stopped too often while this document was being read'),
        ),
        ...tooOften.map((one) =>
          failure(one, `Processing of this document was interrupted more than ${MAX_REPAIRS} times`),
        ),
      ]);
    await Promise.all(slice.map((one) => removeOldJobs(broker, one)));
  }
  return { repaired, givenUp };
}

const failure = (orphan: FoundOrphan, detail: string) => ({
  documentId: orphan.documentId,
  run: orphan.run,
  stage: orphan.stage,
  started: orphan.started,
  code: 'worker_lost' as const,
  detail,
});

async function requeue(
  redis: RedisRoles,
  batchId: string,
  orphans: readonly FoundOrphan[],
): Promise<{ chains: Chain[]; tooOften: FoundOrphan[] }> {
  if (orphans.length === 0) return { chains: [], tooOften: [] };
  const { opened, tooOften } = await requeueDocuments(redis, batchId, orphans, MAX_REPAIRS);
  const ids = new Set(tooOften);
  return {
    chains: opened.map(({ documentId, run, stage }) => ({ documentId, run, from: stage })),
    tooOften: orphans.filter(({ documentId }) => ids.has(documentId)),
  };
}

/**
 * Removes the remaining jobs of a lost run, last stage first. Nothing would run them, and the parent would wait for
 * them.
 */
async function removeOldJobs(broker: Broker, { documentId, run, stage }: FoundOrphan): Promise<void> {
  for (const later of STAGES.slice(STAGES.indexOf(stage)).reverse())
    await broker.queues[QUEUE_OF_STAGE[later]].remove(stageJobId(documentId, run, later), {
      removeChildren: false,
    });
}
