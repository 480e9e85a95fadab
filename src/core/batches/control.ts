/**
 * The operator's actions on one batch: pause, resume, cancel, change the priority, retry. Other batches are
 * unaffected.
 */
import type { Priority } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { QUEUE_OF_STAGE, QUEUES, type QueueName, STAGES, type Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import type { Chain } from './chains.ts';
import { PRIORITY_NUMBER, stageJobId } from './jobs.ts';
import { promoteJob } from './promote.ts';
import { retryDocuments } from './reopen-scripts.ts';
import { advanceDocuments, controlBatch } from './scripts.ts';
import { ensureFlow, openChains } from './submit.ts';

/** Documents per script call. */
const SLICE = 500;

type Action = 'pause' | 'resume' | 'cancel' | 'priority';

async function control(
  redis: RedisRoles,
  batchId: string,
  action: Action,
  priority?: Priority,
): Promise<boolean> {
  const { outcome } = await controlBatch(redis, batchId, action, priority);
  if (outcome === 'unknown') throw new RedwellError('not_found', `There is no batch ${batchId} in Redis.`);
  if (outcome === 'terminal')
    throw new RedwellError('batch_terminal', 'The batch has ended already.', {
      action: 'Use Retry to work on its exceptions.',
    });
  if (outcome === 'ok')
    await redis.roles.batch.publish(redis.keys.controlChannel(), JSON.stringify({ batchId, action }));
  return outcome === 'ok';
}

/** Pauses a batch: running stages finish, and no new stage starts. @throws RedwellError not_found, batch_terminal */
export async function pauseBatch(redis: RedisRoles, batchId: string): Promise<void> {
  await control(redis, batchId, 'pause');
}

/** Resumes a paused batch and promotes its parked jobs. @throws RedwellError not_found, batch_terminal */
export async function resumeBatch(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  await control(redis, batchId, 'resume');
  await promoteParked(redis, broker, batchId);
}

/**
 * Promotes the parked jobs of a batch. Upkeep calls this too: a job that a worker is just parking is still active, so
 * it stays in the set and the next call promotes it before its delay is over.
 * @returns how many jobs left the set
 */
export async function promoteParked(redis: RedisRoles, broker: Broker, batchId: string): Promise<number> {
  const key = redis.keys.parked(batchId);
  const jobs = await redis.roles.batch.smembers(key);
  let promoted = 0;
  for (let i = 0; i < jobs.length; i += SLICE) {
    const slice = jobs.slice(i, i + SLICE);
    const released = await Promise.all(slice.map((job) => promoteOne(broker, job)));
    const gone = slice.filter((_job, n) => released[n]);
    if (gone.length > 0) await redis.roles.batch.srem(key, ...gone);
    promoted += gone.length;
  }
  return promoted;
}

/** @returns whether the job is no longer parked; false while a worker still holds it */
async function promoteOne(broker: Broker, parked: string): Promise<boolean> {
  const cut = parked.indexOf('|');
  const queue = QUEUES.find((name) => name === parked.slice(0, cut));
  if (queue === undefined) return true;
  return (await promoteJob(broker, queue, parked.slice(cut + 1))) !== 'active';
}

/**
 * Cancels a batch: nothing more of it runs, and its open documents become canceled.
 * @throws RedwellError not_found, batch_terminal
 */
export async function cancelBatch(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  await control(redis, batchId, 'cancel');
  await finishCancel(redis, broker, batchId);
}

/** Does the second half of a cancel. Also finishes a cancel whose console died after it had set the control word. */
export async function finishCancel(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  const open = await openChains(redis, batchId);
  for (let i = 0; i < open.length; i += SLICE) {
    await advanceDocuments(
      redis,
      open.slice(i, i + SLICE).map(({ documentId, run }) => ({ kind: 'cancel', batchId, documentId, run })),
    );
  }
  // A promoted job reaches the gate, learns that its batch is canceled, and leaves its queue.
  await promoteParked(redis, broker, batchId);
}

/** Changes the priority of a batch, including its waiting jobs. @throws RedwellError not_found, batch_terminal */
export async function prioritizeBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  priority: Priority,
): Promise<void> {
  if (!(await control(redis, batchId, 'priority', priority))) return;
  const open = await openChains(redis, batchId);
  for (let i = 0; i < open.length; i += SLICE)
    await Promise.all(open.slice(i, i + SLICE).map((chain) => changeChainPriority(broker, chain, priority)));
}

/** Changes the priority of the jobs that are left of one document. */
export async function changeChainPriority(
  broker: Broker,
  { documentId, run, from }: Chain,
  priority: Priority,
): Promise<void> {
  await Promise.all(
    STAGES.slice(STAGES.indexOf(from)).map((stage) =>
      changePriority(
        broker,
        QUEUE_OF_STAGE[stage],
        stageJobId(documentId, run, stage),
        PRIORITY_NUMBER[priority],
      ),
    ),
  );
}

async function changePriority(
  broker: Broker,
  queue: QueueName,
  jobId: string,
  priority: number,
  again = true,
): Promise<void> {
  try {
    await broker.queues[queue].getBackend().changePriority(jobId, priority);
  } catch (error) {
    // A job that does not exist yet gets the batch's priority when it is added.
    if ((await broker.queues[queue].getJobState(jobId)) === 'unknown') return;
    // It was added between the two calls, perhaps with the old priority.
    if (!again) throw error;
    await changePriority(broker, queue, jobId, priority, false);
  }
}

/**
 * Reopens the failed documents among `documentIds`, optionally only those of one stage or cause, and adds a smaller
 * flow that continues at the stage that failed.
 * @returns how many documents were reopened
 */
export async function retryBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  documentIds: readonly string[],
  only: { stage?: Stage | undefined; code?: ExceptionCode | undefined },
): Promise<number> {
  const [run, flow] = await redis.roles.batch.hmget(redis.keys.batch(batchId), 'run', 'flow');
  const chains: Chain[] = [];
  for (let i = 0; i < documentIds.length; i += SLICE) {
    const { opened } = await retryDocuments(redis, batchId, documentIds.slice(i, i + SLICE), only);
    chains.push(...opened.map((one) => ({ documentId: one.documentId, run: one.run, from: one.stage })));
  }
  if (chains.length === 0) return 0;
  // If another call was adding a flow, or died halfway, it is unknown which jobs exist.
  const whole = Number(flow ?? 0) >= Number(run ?? 0);
  if (!whole) await ensureFlow(redis, broker, batchId);
  // Names the chains, because another call may have marked the flow as complete before these were reopened. Adds
  // complete chains if the call above did; otherwise only first jobs, a sixth of the work for documents that failed
  // at the start.
  await ensureFlow(redis, broker, batchId, { chains, firstJobOnly: whole });
  return chains.length;
}
