/** What a worker does with a batch's parent job. */
import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import type { BatchJobData } from '../../batches/jobs.ts';
import { publishResolution } from '../../batches/resolution.ts';
import { recountBatch } from '../../batches/scripts.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { resolveBatch } from './resolve-batch.ts';

/** When a parent that came too early asks again. */
const AGAIN_MS = 5000;

/**
 * Recounts the batch, and works out its canonical entities. A parent may come before its batch has ended:
 * a document is opened again in the moment in which the last of the others ends. It waits then, so that what
 * it works out is of all documents. Of a run that is not the batch's any more nothing is worked out.
 * @throws DelayedError when the job asks again later; whatever ioredis throws while Redis is away
 */
export async function finalizeBatch(
  redis: RedisRoles,
  job: Job<BatchJobData>,
  token: string | undefined,
  log: Logger,
): Promise<void> {
  if (job.name === 'submission-barrier') return;
  const { batchId, run } = job.data;
  const [current, ended] = await redis.roles.batch.hmget(redis.keys.batch(batchId), 'run', 'endedRun');
  if (Number(current ?? 0) !== run) return;
  if (Number(ended ?? 0) < run) {
    await job.moveToDelayed(Date.now() + AGAIN_MS, token);
    throw new DelayedError();
  }
  const { drift } = await recountBatch(redis, batchId);
  if (drift.length > 0) log.error({ batchId, drift }, 'counters differ from a recount');
  await publishResolution(redis, batchId, await resolveBatch(redis, batchId, run), drift.length);
}
