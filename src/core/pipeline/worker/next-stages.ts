/** Adds what follows a job that a retry added alone: once it has ended, and before BullMQ hears of that. */
import type { Job } from 'bullmq';
import DataLoader from 'dataloader';
import { prioritySchema } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { type Broker, openBroker } from '../../batches/broker.ts';
import { addSlice, type Chain } from '../../batches/chains.ts';
import type { StageJobData } from '../../batches/jobs.ts';
import type { RedisRoles } from '../../redis/connect.ts';

/** Documents whose jobs are added in one step. */
const MAX_SLICE = 50;

export interface NextStages {
  /**
   * Does nothing for a job whose nextStages are there. Repeating it is harmless: their ids are known beforehand.
   * @throws whatever ioredis throws while Redis is away; BullMQ gives the job out again then
   */
  enqueue(job: Job<StageJobData>): Promise<void>;
  dispose(): Promise<void>;
}

export function createNextStages(redis: RedisRoles): NextStages {
  // Opened when the first retried document needs it: most workers never do.
  let broker: Broker | null = null;
  const loader = new DataLoader<Job<StageJobData>, null>(
    async (jobs) => {
      broker ??= openBroker(redis);
      await addAfter(redis, broker, jobs);
      return jobs.map(() => null);
    },
    { cache: false, maxBatchSize: MAX_SLICE },
  );
  return {
    async enqueue(job) {
      if (job.data.firstJobOnly) await loader.load(job);
    },
    dispose: async () => broker?.dispose(),
  };
}

async function addAfter(
  redis: RedisRoles,
  broker: Broker,
  jobs: readonly Job<StageJobData>[],
): Promise<void> {
  for (const batchId of new Set(jobs.map((job) => job.data.batchId))) {
    const own = jobs.filter((job) => job.data.batchId === batchId);
    // Asked now: an operator may have changed it since the job was added.
    const priority = prioritySchema
      .catch('normal')
      .parse(await redis.roles.batch.hget(redis.keys.batch(batchId), 'priority'));
    // A batch that was retried twice has a parent for each time.
    for (const id of new Set(own.map((job) => job.parent?.id ?? ''))) {
      const chains = own.filter((job) => (job.parent?.id ?? '') === id).map(chainAfter);
      await addSlice(broker, chains, { batchId, priority, parent: { id, queue: broker.qualified('batch') } });
    }
  }
}

function chainAfter({ data: { documentId, run, stage } }: Job<StageJobData>): Chain {
  const from = STAGES[STAGES.indexOf(stage) + 1];
  if (from === undefined) throw new RangeError(`Nothing follows ${stage}`);
  return { documentId, run, from };
}
