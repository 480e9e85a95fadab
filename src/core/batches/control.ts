/** What an operator does to one batch; its neighbors never notice. */
import type { Priority } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { QUEUE_OF_STAGE, QUEUES, type QueueName, STAGES, type Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import type { Chain } from './chains.ts';
import { PRIORITY_NUMBER, stageJobId } from './jobs.ts';
import { promoteJob } from './promote.ts';
import { advanceDocuments, controlBatch, retryDocuments } from './scripts.ts';
import { ensureFlow, openChains } from './submit.ts';

/** Documents per script call in the operations below. */
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

/** Stages that run are let finish; nothing new of this batch is started. @throws RedwellError not_found, batch_terminal */
export async function pauseBatch(redis: RedisRoles, batchId: string): Promise<void> {
  await control(redis, batchId, 'pause');
}

/** @throws RedwellError not_found, batch_terminal */
export async function resumeBatch(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  await control(redis, batchId, 'resume');
  await promoteParked(redis, broker, batchId);
}

/**
 * Lets parked jobs go. Also called from time to time: a job that is just being parked is not delayed yet, so
 * it stays in the set and is found by the next call instead of waiting out its delay.
 * @returns how many left the set
 */
export async function promoteParked(redis: RedisRoles, broker: Broker, batchId: string): Promise<number> {
  const key = redis.keys.parked(batchId);
  const jobs = await redis.roles.batch.smembers(key);
  let settled = 0;
  for (let i = 0; i < jobs.length; i += SLICE) {
    const slice = jobs.slice(i, i + SLICE);
    const went = await Promise.all(slice.map((job) => promoteOne(broker, job)));
    const gone = slice.filter((_job, n) => went[n]);
    if (gone.length > 0) await redis.roles.batch.srem(key, ...gone);
    settled += gone.length;
  }
  return settled;
}

/** @returns whether the job is parked no longer; false while a worker still holds it */
async function promoteOne(broker: Broker, parked: string): Promise<boolean> {
  const cut = parked.indexOf('|');
  const queue = QUEUES.find((name) => name === parked.slice(0, cut));
  if (queue === undefined) return true;
  return (await promoteJob(broker, queue, parked.slice(cut + 1))) !== 'active';
}

/** Nothing more of this batch runs; documents not finished become canceled. @throws RedwellError not_found, batch_terminal */
export async function cancelBatch(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  await control(redis, batchId, 'cancel');
  await finishCancel(redis, broker, batchId);
}

/** The second half of a cancel; also goes on with one whose console died after the control word was set. */
export async function finishCancel(redis: RedisRoles, broker: Broker, batchId: string): Promise<void> {
  const open = await openChains(redis, batchId);
  for (let i = 0; i < open.length; i += SLICE) {
    await advanceDocuments(
      redis,
      open.slice(i, i + SLICE).map(({ documentId, run }) => ({ kind: 'cancel', batchId, documentId, run })),
    );
  }
  // Parked jobs come to the gate once more, learn that they are canceled, and leave their queues.
  await promoteParked(redis, broker, batchId);
}

/** Another priority, also for jobs that are waiting already. @throws RedwellError not_found, batch_terminal */
export async function prioritizeBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  priority: Priority,
): Promise<void> {
  if (!(await control(redis, batchId, 'priority', priority))) return;
  const number = PRIORITY_NUMBER[priority];
  const open = await openChains(redis, batchId);
  for (let i = 0; i < open.length; i += SLICE) {
    await Promise.all(
      open
        .slice(i, i + SLICE)
        .flatMap(({ documentId, run, from }) =>
          STAGES.slice(STAGES.indexOf(from)).map((stage) =>
            changePriority(broker, QUEUE_OF_STAGE[stage], stageJobId(documentId, run, stage), number),
          ),
        ),
    );
  }
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
    // A job that is not there (its slice, or the stage before it, is still to come) gets the batch's priority when it is.
    if ((await broker.queues[queue].getJobState(jobId)) === 'unknown') return;
    // It came between the two questions, perhaps with the old one.
    if (!again) throw error;
    await changePriority(broker, queue, jobId, priority, false);
  }
}

/**
 * Opens the failed documents among `documentIds` again, narrowed to a stage or a cause, as a new and smaller
 * flow that goes on at the stage that failed.
 * @returns how many were opened
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
    chains.push(...opened.map(({ documentId, run: own, stage }) => ({ documentId, run: own, from: stage })));
  }
  if (chains.length === 0) return 0;
  // Where a flow was being added at the same time, or half of one was left, nobody knows what is there.
  const whole = Number(flow ?? 0) >= Number(run ?? 0);
  if (!whole) await ensureFlow(redis, broker, batchId);
  // Always by name: another call may have called the flow complete before these were opened. Whole chains where the call
  // above has added such; else the first jobs alone, a sixth of the work for documents that failed at the first stage.
  await ensureFlow(redis, broker, batchId, undefined, { chains, firstJobOnly: whole });
  return chains.length;
}
