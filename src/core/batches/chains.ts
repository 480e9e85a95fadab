/** Adds documents' chains to a batch's flow: slice by slice, as large and as fast as others on that Redis allow. */
import { Job } from 'bullmq';
import type { Priority } from '../../shared/batches.ts';
import { QUEUE_OF_STAGE, STAGES, type Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { turnQueue } from '../util/event-loop.ts';
import type { Broker } from './broker.ts';
import { stageJob, stageJobId } from './jobs.ts';
import { whileProbing } from './slices.ts';

/** What is left of one document's run. */
export interface Chain {
  documentId: string;
  run: number;
  from: Stage;
}

/** Where a batch's chains belong. */
export interface FlowParent {
  batchId: string;
  priority: Priority;
  /** The parent job's id, and its queue's full name. */
  parent: { id: string; queue: string };
  /** Only the first job of each chain; the worker that ends it adds the others. */
  firstJobOnly?: boolean;
}

/**
 * Adds the jobs of one stage for a slice of documents, as one pipeline: other clients are served between its commands,
 * and each is answered once, unlike in a MULTI (docs/decisions/0012).
 * @throws the first error among them: for a job that it refuses BullMQ gives a negative number back and throws nothing
 */
async function addStage(
  broker: Broker,
  stage: Stage,
  chains: readonly Chain[],
  flow: FlowParent,
): Promise<void> {
  const queue = broker.queues[QUEUE_OF_STAGE[stage]];
  const next = STAGES[STAGES.indexOf(stage) + 1];
  const firstJobOnly = flow.firstJobOnly === true && next !== undefined;
  const entries = chains.map(({ documentId, run, from }) => {
    const { name, data, opts } = stageJob(
      { batchId: flow.batchId, documentId, run, stage, ...(firstJobOnly ? { firstJobOnly } : {}) },
      flow.priority,
    );
    const parent =
      firstJobOnly || next === undefined
        ? flow.parent
        : { id: stageJobId(documentId, run, next), queue: broker.qualified(QUEUE_OF_STAGE[next]) };
    const parentKey = `${parent.queue}:${parent.id}`;
    const { jobData, jobId } = new Job(queue, name, data, { ...opts, parent }, opts.jobId).toFlowEntry();
    return {
      job: jobData,
      jobId,
      parentKeyOpts: {
        parentKey,
        parentDependenciesKey: `${parentKey}:dependencies`,
        addToWaitingChildren: stage !== from,
      },
    };
  });
  const ids = await queue.getBackend().addJobs(entries);
  for (const [i, { jobId }] of entries.entries())
    if (ids[i] !== jobId) throw new Error(`BullMQ did not add the job ${jobId}: ${ids[i] ?? 'no answer'}`);
}

/**
 * Adds one slice stage by stage, the last one first: a job is only there when everything that follows it is, so a
 * worker never sees the half of a chain, and a producer that dies leaves only jobs that wait. What is there already
 * stays as it is.
 */
export async function addSlice(broker: Broker, chains: readonly Chain[], flow: FlowParent): Promise<void> {
  for (const [i, stage] of [...STAGES.entries()].toReversed()) {
    const own = chains.filter(({ from }) => (flow.firstJobOnly ? from === stage : STAGES.indexOf(from) <= i));
    if (own.length > 0) await addStage(broker, stage, own, flow);
  }
}

/** Slices under way at once: while the server adds one and answers another, this process builds the third. */
const LANES = 3;

/**
 * Adds chains to a flow whose parent is there, in slices of the size that the broker's controller allows.
 * @param onSlice told after each slice how many chains are in
 * @throws the first error of a slice, once no slice is under way any more; calling again adds what is missing
 */
export async function addChains(
  redis: RedisRoles,
  broker: Broker,
  chains: readonly Chain[],
  flow: FlowParent,
  onSlice: (submitted: number) => Promise<void>,
): Promise<void> {
  let taken = 0;
  let submitted = 0;
  let told = 0;
  let telling: Promise<void> | null = null;
  const errors: unknown[] = [];
  const stop = (error: unknown): void => {
    errors.push(error);
    taken = chains.length;
  };
  // Told beside the slices: waiting for it would let the server stand still behind every one of them.
  const tell = async (): Promise<void> => {
    while (told < submitted) {
      told = submitted;
      await onSlice(told);
    }
  };
  const myTurn = turnQueue();
  const lane = async (): Promise<void> => {
    for (await myTurn(); taken < chains.length; await myTurn()) {
      const part = chains.slice(taken, taken + broker.slices.next());
      taken += part.length;
      await broker.rate.take(part.length);
      const { ms } = await whileProbing(
        () => redis.roles.rateLimit.ping(),
        () => addSlice(broker, part, flow),
      );
      if (ms !== null) broker.slices.measured(part.length, ms);
      submitted += part.length;
      telling ??= tell()
        .catch(stop)
        .finally(() => {
          telling = null;
        });
    }
  };
  await Promise.all(Array.from({ length: LANES }, () => lane().catch(stop)));
  await telling;
  await tell().catch(stop);
  if (errors.length > 0) throw errors[0];
}
