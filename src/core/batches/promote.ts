/** Promotes delayed jobs, so that they run at once. */
import type { JobState } from 'bullmq';
import type { QueueName } from '../../shared/stages.ts';
import type { Broker } from './broker.ts';

/**
 * Promotes a delayed job.
 * @returns `promoted`, or the state of a job that is not delayed
 * @throws any ioredis error while Redis is unreachable
 */
export async function promoteJob(
  broker: Broker,
  queue: QueueName,
  jobId: string,
  again = true,
): Promise<'promoted' | JobState | 'unknown'> {
  try {
    await broker.queues[queue].getBackend().promote(jobId);
    return 'promoted';
  } catch (error) {
    const state = await broker.queues[queue].getJobState(jobId);
    if (state !== 'delayed') return state;
    // A worker parked the job between the two calls.
    if (!again) throw error;
    return promoteJob(broker, queue, jobId, false);
  }
}
