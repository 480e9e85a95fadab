/**
 * Repairs the end of a batch. The parent job builds the canonical entities after all documents have ended. If that job
 * is gone, has failed for good, or waits for a child that no longer exists, the entities would never be built.
 */
import { setTimeout } from 'node:timers/promises';
import type { LostEnding, OrphanCause } from '../../shared/reconcile.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import { batchJobId, parentJob } from './jobs.ts';
import { CONFIRM_MS, ON_ITS_WAY } from './orphans.ts';

/** Children checked per call. */
const SLICE = 100;

type Found = Omit<LostEnding, 'repaired'>;

/**
 * Returns the run whose documents have all ended but whose parent job has not recorded its work; null if there is
 * none.
 */
export async function dueRun(redis: RedisRoles, batchId: string): Promise<number | null> {
  const fields = ['run', 'endedRun', 'finalizedRun'] as const;
  const values = await redis.roles.batch.hmget(redis.keys.batch(batchId), ...fields);
  const [run = 0, ended = 0, finalized = 0] = values.map((value) => Number(value ?? 0));
  return run > 0 && ended >= run && finalized < run ? run : null;
}

/**
 * Finds a batch that has ended but whose parent job will not run. With `repair`, replaces that job.
 * @param confirmMs ms between the two checks, see `CONFIRM_MS`
 * @throws any ioredis error while Redis is unreachable
 */
export async function reconcileEnding(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  repair: boolean,
  confirmMs = CONFIRM_MS,
): Promise<LostEnding | null> {
  const run = await dueRun(redis, batchId);
  if (run === null || (await inspectParent(broker, batchId, run)) === null) return null;
  // When the batch ends, BullMQ may not yet have moved its last job.
  await setTimeout(confirmMs);
  if ((await dueRun(redis, batchId)) !== run) return null;
  const found = await inspectParent(broker, batchId, run);
  if (found === null) return null;
  if (repair) {
    // Its remaining children will never finish, so the new job has none.
    const { name, data, opts } = parentJob(batchId, run);
    await broker.queues.batch.remove(opts.jobId, { removeChildren: false });
    await broker.queues.batch.add(name, data, opts);
  }
  return { ...found, repaired: repair };
}

/** Returns what keeps the parent job from running; null if it will run. */
async function inspectParent(broker: Broker, batchId: string, run: number): Promise<Found | null> {
  const queue = broker.queues.batch;
  const id = batchJobId(batchId, run);
  const state = await queue.getJobState(id);
  if ([...ON_ITS_WAY, 'delayed'].includes(state)) return null;
  if (state === 'waiting-children')
    return (await hasOpenChild(broker, id)) ? null : { cause: 'blocked', detail: '' };
  if (state === 'failed') {
    const reason = (await queue.getJob(id))?.failedReason ?? '';
    return { cause: 'job_failed', detail: reason.slice(0, 500) };
  }
  const cause: OrphanCause = state === 'completed' ? 'job_done' : 'job_missing';
  return { cause, detail: '' };
}

/** Returns whether the parent waits for a child that still exists and has not ended. */
async function hasOpenChild(broker: Broker, parentId: string): Promise<boolean> {
  const job = await broker.queues.batch.getJob(parentId);
  let cursor = 0;
  do {
    const { unprocessed = [], nextUnprocessedCursor = 0 } =
      (await job?.getDependencies({ unprocessed: { cursor, count: SLICE } })) ?? {};
    const states = await Promise.all(unprocessed.map((key) => childState(broker, key)));
    if (states.some((state) => [...ON_ITS_WAY, 'delayed', 'waiting-children'].includes(state))) return true;
    cursor = nextUnprocessedCursor;
  } while (cursor !== 0);
  return false;
}

/** @param key the child's key in BullMQ's form, `<prefix>:<queue>:<job id>` */
function childState(broker: Broker, key: string): Promise<string> {
  const cut = key.lastIndexOf(':');
  const name = key.slice(key.lastIndexOf(':', cut - 1) + 1, cut);
  const queue = Object.values(broker.queues).find((one) => one.name === name);
  return queue === undefined ? Promise.resolve('unknown') : queue.getJobState(key.slice(cut + 1));
}
