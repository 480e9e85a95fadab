/**
 * Releases what a batch holds in Redis after its end: the results of its documents, once history has them, and the jobs
 * that were kept. What remains is small: the states, the counters, the kept names, and everything that a retry of the
 * failed documents needs. Every step can be repeated, and stops when the batch is reopened.
 */
import { QUEUES, type QueueName, STAGES } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { readTokens, releaseResults } from '../results/release.ts';
import type { Broker } from './broker.ts';
import { barrierJobId, batchJobId } from './jobs.ts';
import { scanStates } from './scan.ts';
import { type DocumentState, unpackState } from './state.ts';

/** Documents or jobs per step. */
const SLICE = 250;

/**
 * Returns the run of a batch that has ended and whose entities are built, so that it can be released; null if the batch
 * is running, unknown, or released already.
 */
export async function releasableRun(redis: RedisRoles, batchId: string): Promise<number | null> {
  const key = redis.keys.batch(batchId);
  const values = await redis.roles.batch.hmget(key, 'run', 'endedRun', 'finalizedRun');
  const [run = 0, ended = 0, finalized = 0] = values.map((value) => Number(value ?? 0));
  return run > 0 && ended >= run && finalized >= run ? run : null;
}

/**
 * Releases a batch. Call it when history has all of its run, durably.
 * @returns whether the batch is released; false if it has been reopened
 * @throws any ioredis error while Redis is unreachable; calling again continues
 */
export async function releaseBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  run: number,
): Promise<boolean> {
  for await (const page of scanStates(redis, batchId)) {
    const ended = page
      .filter(([, packed]) => isUnneeded(unpackState(packed)))
      .map(([documentId]) => documentId);
    for (let i = 0; i < ended.length; i += SLICE) {
      // The order matters: a rerun announces itself, then stores facts, which changes the tokens, then reopens.
      const tokens = await readTokens(redis, ended.slice(i, i + SLICE));
      if (await isReopened(redis, batchId, run)) return false;
      await releaseResults(redis, tokens, 'all');
    }
  }
  await removeLeftJobs(redis, broker, batchId, run);
  return recordReleased(redis, batchId, run);
}

/** Records that a run of a batch is released. @returns false, changing nothing, if the batch has been reopened */
export async function recordReleased(redis: RedisRoles, batchId: string, run: number): Promise<boolean> {
  const keys = { batch: redis.keys.batch(batchId), held: redis.keys.heldBatches() };
  return (await runScript(redis.roles.batch, 'release_batch', keys, [batchId, run])) === 1;
}

/** Returns whether no retry continues at this state: the document completed, or its batch was canceled. */
const isUnneeded = ({ status }: DocumentState): boolean => status === 'completed' || status === 'canceled';

/** Removes the jobs that are left of a batch whose documents have all ended, whether or not its results are released. */
export async function removeLeftJobs(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  run: number,
): Promise<void> {
  for (const queue of QUEUES)
    for (const set of ['completed', 'failed'] as const) await removeJobs(redis, broker, batchId, queue, set);
  await removeParents(redis, broker, batchId, run);
}

async function isReopened(redis: RedisRoles, batchId: string, run: number): Promise<boolean> {
  const { batch } = redis.roles;
  const announced = await batch.exists(redis.keys.reopening(batchId));
  return announced === 1 || (await releasableRun(redis, batchId)) !== run;
}

/** The parts of a stage job's id. */
const JOB_ID = new RegExp(`^(?<documentId>.+)-r(?<run>\\d+)-(?:${STAGES.join('|')})$`);

/**
 * Removes the finished jobs of a batch's ended documents: those that completed while the flow was being added, and
 * those that failed. Reads the set in pages, so that other clients do not wait.
 */
async function removeJobs(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  queue: QueueName,
  set: 'completed' | 'failed',
): Promise<void> {
  const key = broker.queues[queue].toKey(set);
  let cursor = '0';
  do {
    const [next, flat] = await redis.roles.broker.zscan(key, cursor, 'COUNT', SLICE);
    const jobs = flat.flatMap((jobId, i) => {
      const { documentId, run } = JOB_ID.exec(jobId)?.groups ?? {};
      return i % 2 === 0 && documentId !== undefined ? [{ jobId, documentId, run: Number(run) }] : [];
    });
    if (jobs.length > 0) {
      const states = await redis.roles.batch.hmget(
        redis.keys.documents(batchId),
        ...jobs.map(({ documentId }) => documentId),
      );
      await Promise.all(
        jobs
          .filter(({ run }, i) => hasEnded(states[i], run))
          .map(({ jobId }) => broker.queues[queue].remove(jobId, { removeChildren: false })),
      );
    }
    cursor = next;
  } while (cursor !== '0');
}

/** Returns whether a job of a run has no work left. @param packed the document's state; null if it is of another batch */
function hasEnded(packed: string | null | undefined, run: number): boolean {
  if (!packed) return false;
  const state = unpackState(packed);
  return run < state.run || (state.status !== 'pending' && state.status !== 'running');
}

/** Removes the parent jobs and barriers of the runs since the last release, unless one of them is still needed. */
async function removeParents(redis: RedisRoles, broker: Broker, batchId: string, run: number): Promise<void> {
  const released = await redis.roles.batch.hget(redis.keys.batch(batchId), 'releasedRun');
  const queue = broker.queues.batch;
  for (let one = Number(released ?? 0) + 1; one <= run; one += 1)
    for (const jobId of [batchJobId(batchId, one), barrierJobId(batchId, one)])
      if (['completed', 'failed'].includes(await queue.getJobState(jobId)))
        await queue.remove(jobId, { removeChildren: false });
}
