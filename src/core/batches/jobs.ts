/** Names and options of jobs: everything that must be the same for whoever adds, finds or runs one. */
import type { JobsOptions } from 'bullmq';
import type { Priority } from '../../shared/batches.ts';
import { QUEUE_OF_STAGE, type QueueName, type Stage } from '../../shared/stages.ts';

/** What a stage job carries; what the document is stands once in the results role. */
export interface StageJobData {
  batchId: string;
  documentId: string;
  run: number;
  stage: Stage;
  /** Its document was opened again: what follows is added when it has ended (docs/decisions/0019). */
  firstJobOnly?: true;
  /** How often it began after a worker had been lost with it; only its worker writes this. */
  interruptionCount?: number;
}

/** The parent of a batch's flow. */
export interface BatchJobData {
  batchId: string;
  run: number;
}

/** BullMQ's numbers: a smaller one goes first, and 0 would overtake everything. */
export const PRIORITY_NUMBER: Readonly<Record<Priority, number>> = { high: 1, normal: 5, low: 10 };

/** Deterministic, so that adding a slice twice adds it once. No colon, never an integer. */
export const stageJobId = (documentId: string, run: number, stage: Stage): string =>
  `${documentId}-r${run}-${stage}`;
export const batchJobId = (batchId: string, run: number): string => `${batchId}-r${run}-finalize`;
/** The extra child that keeps the parent from running before every slice is in. */
export const barrierJobId = (batchId: string, run: number): string => `${batchId}-r${run}-barrier`;

/** Tries of one stage on a transient fault; a poison document never gets a second one. */
export const STAGE_ATTEMPTS = 4;
/** Finished jobs stay for a day, so that a slice which is added again finds them. */
const KEEP = { age: 24 * 3600 };

export const stageJobOptions = (priority: Priority): JobsOptions => ({
  priority: PRIORITY_NUMBER[priority],
  attempts: STAGE_ATTEMPTS,
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  removeOnComplete: KEEP,
  removeOnFail: KEEP,
  stackTraceLimit: 0,
});

/** The parent of a batch's flow, and its submission barrier: the work at the end of a batch is tried again for almost nine minutes. */
export const batchJobOptions: JobsOptions = {
  removeOnComplete: KEEP,
  removeOnFail: KEEP,
  attempts: 10,
  backoff: { type: 'exponential', delay: 1000 },
};

/** A batch's parent job, without its children. */
export const parentJob = (batchId: string, run: number) => ({
  name: 'finalize_batch',
  data: { batchId, run } satisfies BatchJobData,
  opts: { ...batchJobOptions, jobId: batchJobId(batchId, run), priority: PRIORITY_NUMBER.high },
});

/** One stage of one document, without its place in the flow. */
export interface StageJob {
  name: Stage;
  queueName: QueueName;
  data: StageJobData;
  opts: JobsOptions & { jobId: string };
}

/**
 * A stage that fails for good fails the rest of its document (`failParentOnFailure`); the last one, or one alone, does
 * not fail the batch (`ignoreDependencyOnFailure`).
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
