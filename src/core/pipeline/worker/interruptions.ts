/** Counts how often a worker died while it processed a document. Documents that only waited are not counted. */
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { StageJobData } from '../../batches/jobs.ts';

/** Workers rarely die because of a document, so a document becomes an exception only after this many interruptions. */
export const MAX_INTERRUPTIONS = 10;

/**
 * Counts an interruption when a job that stalled before starts again. The count is stored in the job's data, which
 * outlives the worker. If it cannot be stored, this interruption does not count. A job that never stalled costs
 * nothing.
 */
export function countInterruption(job: Job<StageJobData>, log: Logger): void {
  if (job.stalledCounter === 0) return;
  const count = (job.data.interruptionCount ?? 0) + 1;
  job.updateData({ ...job.data, interruptionCount: count }).catch((error: unknown) => {
    log.warn({ error, job: job.id }, 'counting an interrupted job failed');
  });
}

/** Returns whether a job was interrupted so often that it must not run again. */
export const isInterruptedTooOften = (job: Job<StageJobData>): boolean =>
  (job.data.interruptionCount ?? 0) >= MAX_INTERRUPTIONS;
