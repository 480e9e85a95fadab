/** Adds the later stages of a job that a retry added alone, after its stage ends and before its job does. */
import type { Job } from 'bullmq';
import DataLoader from 'dataloader';
import { prioritySchema } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { type Broker, openBroker } from '../../batches/broker.ts';
import { addSlice, type Chain } from '../../batches/chains.ts';
import type { StageJobData } from '../../batches/jobs.ts';
import type { RedisRoles } from '../../redis/connect.ts';

/** Most documents whose jobs are added in one slice. */
const MAX_SLICE = 50;

export interface NextStages {
  /**
   * Adds the stages that follow a job, if it was added alone. Repeating a call changes nothing: job ids are
   * deterministic.
   * @throws any ioredis error while Redis is unreachable; BullMQ then runs the job again
   */
  enqueue(job: Job<StageJobData>): Promise<void>;
  dispose(): Promise<void>;
}

export function createNextStages(redis: RedisRoles): NextStages {
  // Opened for the first retried document; most workers never need it.
  let broker: Broker | null = null;
  const loader = new DataLoader<Job<StageJobData>, null>(
    async (jobs) => {
      broker ??= openBroker(redis);
      await addNextStages(redis, broker, jobs);
      return jobs.map(() => null);
    },
    { cache: false, maxBatchSize: MAX_SLICE },
  );
  return {
    async enqueue(job) {
      if (job.data.firstJobOnly || job.data.alone) await loader.load(job);
    },
    dispose: async () => broker?.dispose(),
  };
}

async function addNextStages(
  redis: RedisRoles,
  broker: Broker,
  jobs: readonly Job<StageJobData>[],
): Promise<void> {
  for (const batchId of new Set(jobs.map((job) => job.data.batchId))) {
    const ofBatch = jobs.filter((job) => job.data.batchId === batchId);
    // The operator may have changed the priority since the job was added.
    const priority = prioritySchema
      .catch('normal')
      .parse(await redis.roles.batch.hget(redis.keys.batch(batchId), 'priority'));
    // Each retry of a batch that had ended has its own parent.
    for (const id of new Set(ofBatch.map((job) => job.parent?.id ?? ''))) {
      const chains = ofBatch.filter((job) => (job.parent?.id ?? '') === id).map(chainAfter);
      await addSlice(broker, chains, { batchId, priority, parent: { id, queue: broker.qualified('batch') } });
    }
  }
}

function chainAfter({ data: { documentId, run, stage } }: Job<StageJobData>): Chain {
  const from = STAGES[STAGES.indexOf(stage) + 1];
  if (from === undefined) throw new RangeError(`No stage follows ${stage}`);
  return { documentId, run, from };
}
