/** Which document a worker may be dying of: what had begun when it died is counted, and not what waited beside it. */
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { StageJobData } from '../../batches/jobs.ts';

/** Restarts of a worker are rarely the document's fault: only one that was being read in so many is set aside. */
export const MAX_INTERRUPTIONS = 10;

/**
 * Counts that a job begins which stalled before. It is kept with the job, which outlives the worker; a job that
 * never stalled costs nothing. What could not be written is one beginning that nobody holds against the document.
 */
export function countInterruption(job: Job<StageJobData>, log: Logger): void {
  if (job.stalledCounter === 0) return;
  const begun = (job.data.interruptionCount ?? 0) + 1;
  job.updateData({ ...job.data, interruptionCount: begun }).catch((error: unknown) => {
    log.warn({ error, job: job.id }, 'a job that began again could not be counted');
  });
}

/** Whether a job was interrupted so often, while it was under way, that it is not tried again. */
export const isInterruptedTooOften = (job: Job<StageJobData>): boolean =>
  (job.data.interruptionCount ?? 0) >= MAX_INTERRUPTIONS;
