/** Checks a batch against the truth, its documents' states and BullMQ's jobs, and mends what differs. */

import { LISTED_ORPHANS, type Reconciled } from '../../shared/reconcile.ts';
import { QUEUE_OF_STAGE, STAGES } from '../../shared/stages.ts';
import { packForLua } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import type { Broker } from './broker.ts';
import type { Chain } from './chains.ts';
import { reconcileEnding } from './ending.ts';
import { failDocuments } from './fail-documents.ts';
import { stageJobId } from './jobs.ts';
import { type FoundOrphan, findOrphans } from './orphans.ts';
import { promoteJob } from './promote.ts';
import { recountBatch, STREAM_LIMIT } from './scripts.ts';
import { stageAt } from './state.ts';
import { ensureFlow } from './submit.ts';

const SLICE = 500;
/** A document whose job is lost this often since an operator last opened it is set aside. */
const MAX_REPAIRS = 3;

/**
 * Recounts a batch and looks for documents without a job. With `repair`, counters that differ are put right,
 * and orphans go on at the stage they stood at, as a run of their own; one that stalled too often, or was lost
 * too often, becomes an exception (`worker_lost`). A flow that was left half added is completed first; the work
 * at the end of a batch that has ended is brought about where it would never come.
 * @returns `checked` 0 when Redis does not have the batch
 */
export async function reconcileBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  repair = false,
): Promise<Reconciled> {
  const { checked, drift } = await recountBatch(redis, batchId, repair);
  const none = { batchId, checked, drift, orphaned: 0, orphans: [], repaired: 0, givenUp: 0, ending: null };
  if (checked === 0) return none;
  if (repair) await ensureFlow(redis, broker, batchId);
  const found = (await findOrphans(redis, broker, batchId)) ?? [];
  const mended = repair ? await repairOrphans(redis, broker, batchId, found) : { repaired: 0, givenUp: 0 };
  return {
    ...none,
    orphaned: found.length,
    orphans: found
      .slice(0, LISTED_ORPHANS)
      .map(({ documentId, stage, cause, detail }) => ({ documentId, stage, cause, detail })),
    ...mended,
    ending: await reconcileEnding(redis, broker, batchId, repair),
  };
}

const stalled = (orphan: FoundOrphan): boolean =>
  orphan.cause === 'job_failed' && /stalled/i.test(orphan.detail);

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
    const lost = slice.filter(stalled);
    const opened = await requeue(
      redis,
      batchId,
      slice.filter((one) => !stalled(one)),
    );
    // New chains first: they keep the batch's parent waiting when what is left of the old ones goes. Whole ones: they
    // are few, and of one that is lost again something is left that takes its place in the parent with it.
    if (opened.chains.length > 0)
      await ensureFlow(redis, broker, batchId, undefined, { chains: opened.chains, firstJobOnly: false });
    repaired += opened.chains.length;
    if (lost.length + opened.tooOften.length > 0)
      givenUp += await failDocuments(redis, batchId, [
        ...lost.map((one) => failure(one, `The worker stopped while reading this document (${one.detail})`)),
        ...opened.tooOften.map((one) => failure(one, `Its job was lost more than ${MAX_REPAIRS} times`)),
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
  const chains: Chain[] = [];
  const tooOften: FoundOrphan[] = [];
  if (orphans.length === 0) return { chains, tooOften };
  const { keys } = redis;
  const reply = (await runScript(
    redis.roles.batch,
    'requeue_documents',
    [keys.batch(batchId), keys.documents(batchId), keys.events(), keys.repairs(batchId)],
    [
      batchId,
      Date.now(),
      STREAM_LIMIT,
      MAX_REPAIRS,
      packForLua(orphans.map((one) => [one.documentId, one.packed])),
    ],
  )) as (string | number)[];
  const byId = new Map(orphans.map((one) => [one.documentId, one]));
  for (let i = 0; i + 2 < reply.length; i += 3) {
    const documentId = String(reply[i]);
    const run = Number(reply[i + 1]);
    const orphan = byId.get(documentId);
    if (run > 0) chains.push({ documentId, run, from: stageAt(Number(reply[i + 2])) });
    else if (orphan !== undefined) tooOften.push(orphan);
  }
  return { chains, tooOften };
}

/** What is left of the lost run: nobody runs it, and the batch's parent would wait for it. Last stage first. */
async function removeOldJobs(broker: Broker, { documentId, run, stage }: FoundOrphan): Promise<void> {
  for (const own of STAGES.slice(STAGES.indexOf(stage)).reverse())
    await broker.queues[QUEUE_OF_STAGE[own]].remove(stageJobId(documentId, run, own), {
      removeChildren: false,
    });
}
