/** Names, ids and options of jobs, shared by the code that adds, finds and runs them. */
import type { JobsOptions } from 'bullmq';
import type { Priority } from '../../shared/batches.ts';
import { QUEUE_OF_STAGE, type QueueName, type Stage } from '../../shared/stages.ts';

/** The data of a stage job. The facts about its document are stored once, in the results role. */
export interface StageJobData {
  batchId: string;
  documentId: string;
  run: number;
  stage: Stage;
  /**
   * The job of a retried document was added without its later stages; they follow when it ends (docs/decisions/0019).
   */
  firstJobOnly?: true;
  /** What version 0.1.0 called `firstJobOnly`; its jobs may still be waiting. */
  alone?: true;
  /** How often the stage started again after its worker was lost. Only the worker that holds the job writes this. */
  interruptionCount?: number;
  /** How often the stage waited because a disk refused a write. */
  diskWaits?: number;
}

/** The data of the parent job of a batch's flow. */
export interface BatchJobData {
  batchId: string;
  run: number;
}

/** BullMQ's priority numbers: the smallest goes first. 0 is not used, because it would overtake every other job. */
export const PRIORITY_NUMBER: Readonly<Record<Priority, number>> = { high: 1, normal: 5, low: 10 };

/** Deterministic, so that adding a slice twice adds its jobs once. BullMQ allows no colon and no plain integer. */
export const stageJobId = (documentId: string, run: number, stage: Stage): string =>
  `${documentId}-r${run}-${stage}`;
export const batchJobId = (batchId: string, run: number): string => `${batchId}-r${run}-finalize`;
/** The extra child that keeps the parent from running before every slice has been added. */
export const barrierJobId = (batchId: string, run: number): string => `${batchId}-r${run}-barrier`;
/** The barrier of a flow that version 0.1.0 started to add. */
export const oldBarrierJobId = (batchId: string, run: number): string => `${batchId}-r${run}-seal`;
/** Names of barrier jobs, of this version and of 0.1.0. Running one does nothing. */
export const BARRIER_NAME = 'submission-barrier';
export const isBarrier = (name: string): boolean => name === BARRIER_NAME || name === 'seal';

/** Attempts at one stage when faults are transient. A fault of the document itself is not tried again. */
export const STAGE_ATTEMPTS = 4;
/**
 * Seconds that a finished job stays if nothing removes it earlier. While a flow is being added, completed jobs stay, so
 * that adding a slice again does not run them again; failed jobs stay because a reconcile reads their reasons. The
 * release of a batch removes what is left (docs/decisions/0025).
 */
export const KEEP = { age: 24 * 3600 };

/**
 * The options that a worker gives a stage job when it takes it. They are the same for all jobs, and stored in each they
 * would take 80 bytes of Redis (docs/decisions/0025).
 */
export const STAGE_DEFAULTS = {
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  stackTraceLimit: 0,
} as const satisfies JobsOptions;

/** The options that are stored with a stage job. What happens to a finished job is decided by the worker too. */
const stageJobOptions = (priority: Priority): JobsOptions => ({
  priority: PRIORITY_NUMBER[priority],
  attempts: STAGE_ATTEMPTS,
});

/** Options of the parent job and of the submission barrier. Ten attempts spread over almost nine minutes. */
export const batchJobOptions: JobsOptions = {
  removeOnComplete: KEEP,
  removeOnFail: KEEP,
  attempts: 10,
  backoff: { type: 'exponential', delay: 1000 },
};

/** Returns a batch's parent job, without its children. */
export const parentJob = (batchId: string, run: number) => ({
  name: 'finalize_batch',
  data: { batchId, run } satisfies BatchJobData,
  opts: { ...batchJobOptions, jobId: batchJobId(batchId, run), priority: PRIORITY_NUMBER.high },
});

/** One stage of one document, without its parent and children. */
export interface StageJob {
  name: Stage;
  queueName: QueueName;
  data: StageJobData;
  opts: JobsOptions & { jobId: string };
}

/**
 * Returns the job of one stage. When a stage fails for good, the later stages of its document fail too
 * (`failParentOnFailure`). The last stage and a job without later stages have the batch as parent, which must not fail
 * (`ignoreDependencyOnFailure`).
 */
export const stageJob = (data: StageJobData, priority: Priority): StageJob => ({
  name: data.stage,
  queueName: QUEUE_OF_STAGE[data.stage],
  data,
  opts: {
    ...stageJobOptions(priority),
    jobId: stageJobId(data.documentId, data.run, data.stage),
    ...(data.stage === 'finalization' || data.firstJobOnly
      ? { ignoreDependencyOnFailure: true }
      : { failParentOnFailure: true }),
  },
});
