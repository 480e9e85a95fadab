/** Processes the parent job of a batch. */
import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import { type BatchJobData, isBarrier } from '../../batches/jobs.ts';
import { publishResolution } from '../../batches/resolution.ts';
import { recountBatch } from '../../batches/scripts.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { resolveBatch } from './resolve-batch.ts';

/** Delay after which a parent that ran too early tries again, ms. */
const RETRY_MS = 5000;

/**
 * Recounts the batch and builds its canonical entities. If a document was reopened just when the last other one ended,
 * the parent runs before the batch has ended; it then waits, so that the entities include every document. A run that is
 * no longer the batch's current run is skipped, and so is one whose entities are published: a producer that slept through
 * the end of a batch may add its parent again, when the documents' results may be gone.
 * @throws DelayedError if the job was delayed; any ioredis error while Redis is unreachable
 */
export async function finalizeBatch(
  redis: RedisRoles,
  job: Job<BatchJobData>,
  token: string | undefined,
  log: Logger,
): Promise<void> {
  if (isBarrier(job.name)) return;
  const { batchId, run } = job.data;
  const key = redis.keys.batch(batchId);
  const [current, ended, finalized] = await redis.roles.batch.hmget(key, 'run', 'endedRun', 'finalizedRun');
  if (Number(current ?? 0) !== run || Number(finalized ?? 0) >= run) return;
  if (Number(ended ?? 0) < run) {
    await job.moveToDelayed(Date.now() + RETRY_MS, token);
    throw new DelayedError();
  }
  const { drift } = await recountBatch(redis, batchId);
  if (drift.length > 0) log.error({ batchId, drift }, 'counters differed from a recount');
  const { header, keeper } = await resolveBatch(redis, batchId, run);
  // Another worker that took this job over was faster, and results may have been released while this one read them.
  if (Number((await redis.roles.batch.hget(key, 'finalizedRun')) ?? 0) >= run) return keeper.discard();
  await keeper.finish();
  await publishResolution(redis, batchId, header, drift.length);
}
