/** Adds the documents' job chains to the flow of a batch, in slices whose size and rate spare other users of Redis. */
import { Job } from 'bullmq';
import type { Priority } from '../../shared/batches.ts';
import { QUEUE_OF_STAGE, STAGES, type Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { turnQueue } from '../util/event-loop.ts';
import type { Broker } from './broker.ts';
import { stageJob, stageJobId } from './jobs.ts';
import { whileProbing } from './slices.ts';

/** The stages that one run of a document still has to go through. */
export interface Chain {
  documentId: string;
  run: number;
  from: Stage;
}

/** The flow that chains are added to. */
export interface FlowParent {
  batchId: string;
  priority: Priority;
  /** Id of the parent job, and the full name of its queue. */
  parent: { id: string; queue: string };
  /** Adds only the first job of each chain. The worker that finishes it adds the others. */
  firstJobOnly?: boolean;
}

/**
 * Adds the jobs of one stage for a slice of documents, as one pipeline. Unlike with MULTI, Redis serves other clients
 * between its commands (docs/decisions/0012).
 * @throws Error for the first job that BullMQ refused; BullMQ itself only returns a negative number for it
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
    // BullMQ stores the id as the job's key and the parent in fields of their own; its options need neither.
    const { parent: _parent, jobId: _jobId, ...stored } = jobData.opts;
    return {
      job: { ...jobData, opts: stored },
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
    if (ids[i] !== jobId) throw new Error(`BullMQ did not add the job ${jobId}: ${ids[i] ?? 'no reply'}`);
}

/**
 * Adds one slice, the last stage first. Every job that follows a job is therefore added before it: no worker sees half
 * a chain, and a producer that dies leaves only jobs that wait. Jobs that already exist do not change.
 */
export async function addSlice(broker: Broker, chains: readonly Chain[], flow: FlowParent): Promise<void> {
  for (const [i, stage] of [...STAGES.entries()].toReversed()) {
    const starting = chains.filter(({ from }) =>
      flow.firstJobOnly ? from === stage : STAGES.indexOf(from) <= i,
    );
    if (starting.length > 0) await addStage(broker, stage, starting, flow);
  }
}

/** Slices in progress at once: the server adds one and replies to another while this process builds the third. */
const LANES = 3;

/**
 * Adds chains to a flow whose parent job exists, in slices of the size that the broker's controller allows.
 * @param onSlice called with the number of chains added so far
 * @throws the first error of a slice, after all slices have stopped; calling again adds the missing chains
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
  let reported = 0;
  let reporting: Promise<void> | null = null;
  const errors: unknown[] = [];
  const stop = (error: unknown): void => {
    errors.push(error);
    taken = chains.length;
  };
  // Runs beside the slices: if each slice waited for its report, the server would be idle meanwhile.
  const report = async (): Promise<void> => {
    while (reported < submitted) {
      reported = submitted;
      await onSlice(reported);
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
      reporting ??= report()
        .catch(stop)
        .finally(() => {
          reporting = null;
        });
    }
  };
  await Promise.all(Array.from({ length: LANES }, () => lane().catch(stop)));
  await reporting;
  await report().catch(stop);
  if (errors.length > 0) throw errors[0];
}
