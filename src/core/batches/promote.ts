/** Lets a delayed job go at once. */
import type { JobState } from 'bullmq';
import type { QueueName } from '../../shared/stages.ts';
import type { Broker } from './broker.ts';

/**
 * @returns `promoted`, or where the job was found instead of among the delayed
 * @throws whatever ioredis throws while Redis is away
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
    // A job that was just being parked came between the two questions.
    if (!again) throw error;
    return promoteJob(broker, queue, jobId, false);
  }
}
