/**
 * The work at the end of a batch is its parent job's. When a batch has ended and that job is gone, failed for
 * good, or waits for a child that will not come, its canonical entities would never be there.
 */
import { setTimeout } from 'node:timers/promises';
import type { LostEnding, OrphanCause } from '../../shared/reconcile.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import { batchJobId, parentJob } from './jobs.ts';
import { CONFIRM_MS, ON_ITS_WAY } from './orphans.ts';

/** Children looked at in one call. */
const SLICE = 100;

type Found = Omit<LostEnding, 'repaired'>;

/** @returns the run whose ending is due: its documents have ended, and the parent's work is not recorded */
export async function dueRun(redis: RedisRoles, batchId: string): Promise<number | null> {
  const fields = ['run', 'endedRun', 'finalizedRun'] as const;
  const values = await redis.roles.batch.hmget(redis.keys.batch(batchId), ...fields);
  const [run = 0, ended = 0, finalized = 0] = values.map((value) => Number(value ?? 0));
  return run > 0 && ended >= run && finalized < run ? run : null;
}

/**
 * Looks for an ending that would never come and, with `repair`, has it come.
 * @throws whatever ioredis throws while Redis is away
 */
export async function reconcileEnding(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  repair: boolean,
): Promise<LostEnding | null> {
  const run = await dueRun(redis, batchId);
  if (run === null || (await look(broker, batchId, run)) === null) return null;
  // A batch's last job is still on its way out when its state says that it has ended.
  await setTimeout(CONFIRM_MS);
  if ((await dueRun(redis, batchId)) !== run) return null;
  const found = await look(broker, batchId, run);
  if (found === null) return null;
  if (repair) {
    // What it still waits for will not come, so it is added anew, waiting for nothing.
    const { name, data, opts } = parentJob(batchId, run);
    await broker.queues.batch.remove(opts.jobId, { removeChildren: false });
    await broker.queues.batch.add(name, data, opts);
  }
  return { ...found, repaired: repair };
}

async function look(broker: Broker, batchId: string, run: number): Promise<Found | null> {
  const queue = broker.queues.batch;
  const id = batchJobId(batchId, run);
  const state = await queue.getJobState(id);
  if ([...ON_ITS_WAY, 'delayed'].includes(state)) return null;
  if (state === 'waiting-children')
    return (await waitsForLiving(broker, id)) ? null : { cause: 'blocked', detail: '' };
  if (state === 'failed') {
    const reason = (await queue.getJob(id))?.failedReason ?? '';
    return { cause: 'job_failed', detail: reason.slice(0, 500) };
  }
  const cause: OrphanCause = state === 'completed' ? 'job_done' : 'job_missing';
  return { cause, detail: '' };
}

/** Whether a child that it waits for is still there, and not done. */
async function waitsForLiving(broker: Broker, parentId: string): Promise<boolean> {
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

/** @param key of a child as BullMQ keeps it: `<prefix>:<queue>:<job id>` */
function childState(broker: Broker, key: string): Promise<string> {
  const cut = key.lastIndexOf(':');
  const name = key.slice(key.lastIndexOf(':', cut - 1) + 1, cut);
  const queue = Object.values(broker.queues).find((one) => one.name === name);
  return queue === undefined ? Promise.resolve('unknown') : queue.getJobState(key.slice(cut + 1));
}
