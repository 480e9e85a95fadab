/** Runs stage jobs: asks the gate, does the work, and can stop running jobs. */
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { QUEUE_OF_STAGE, type Stage } from '../../../shared/stages.ts';
import { KEEP, STAGE_DEFAULTS, type StageJobData } from '../../batches/jobs.ts';
import type { GateVerdict } from '../../batches/scripts.ts';
import { NO_METRICS } from '../../batches/updates.ts';
import { attemptNumber } from '../../results/store.ts';
import { countDiskWait, DISK_RETRY_MS, WaitsForDisk } from './disk-waits.ts';
import { createHandover } from './handover.ts';
import { isInterruptedTooOften, MAX_INTERRUPTIONS } from './interruptions.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { NextStages } from './next-stages.ts';
import { type StopReason, type WorkContext, workOnStage } from './stage-work.ts';

export interface RunnerOptions extends Omit<WorkContext, 'loaders' | 'handover'> {
  nextStages: NextStages;
}

export interface StageRunner {
  /** BullMQ's processor for every stage queue. */
  process(job: Job<StageJobData>, token: string | undefined): Promise<void>;
  /** Turns the document of a job that BullMQ gave up, because it stalled too often, into an exception. */
  lost(job: Job<StageJobData>): Promise<void>;
  /** Stops the running jobs of a batch. */
  stopBatch(batchId: string): void;
  /** Stops jobs whose locks were lost; another worker may have them now. */
  stopJobs(jobIds: readonly string[]): void;
  running(): { documentId: string; stage: Stage; sinceMs: number }[];
  counts(): { processed: number; failed: number };
}

interface Running {
  data: StageJobData;
  jobId: string | undefined;
  since: number;
  abort: AbortController;
}

/** Delay after which a parked job asks the gate again, in case the resume missed it, ms. */
const PARK_MS = 60_000;

/** Creates the runner that all stage queues of a worker share. */
export function createStageRunner(options: RunnerOptions): StageRunner {
  const context: WorkContext = {
    ...options,
    loaders: createLoaders(options.redis),
    handover: createHandover(),
  };
  const { loaders } = context;
  const { nextStages } = options;
  const running = new Set<Running>();
  let processed = 0;
  let failed = 0;

  const stop = (matches: (entry: Running) => boolean, reason: StopReason): void => {
    for (const entry of running) if (matches(entry)) entry.abort.abort(reason);
  };

  /** @param times how often its workers stopped, in words */
  const giveUp = async (job: Job<StageJobData>, attempt: number, times: string): Promise<void> => {
    failed += 1;
    await recordLost(loaders, options.workerId, job, attempt, times);
  };

  return {
    async process(job, token) {
      const { data } = job;
      // Before anything can fail: BullMQ reads them when the job does. It sets what is not stored to undefined.
      job.opts.backoff ??= STAGE_DEFAULTS.backoff;
      job.opts.stackTraceLimit ??= STAGE_DEFAULTS.stackTraceLimit;
      const { verdict, isFlowWhole } = await loaders.gate({
        ...data,
        job: `${QUEUE_OF_STAGE[data.stage]}|${job.id}`,
        attempt: job.attemptsStarted,
      });
      // A finished job is only needed against a slice that is added again. Afterward the document's state tells.
      job.opts.removeOnComplete = isFlowWhole ? true : KEEP;
      if (!(await obey(verdict, job, token))) {
        // An earlier worker may have died between completing the stage and adding the next ones.
        if (verdict === 'done') await nextStages.enqueue(job);
        return;
      }
      if (isInterruptedTooOften(job)) {
        await giveUp(job, job.attemptsStarted, `${MAX_INTERRUPTIONS} times`);
        throw new UnrecoverableError('worker_lost: its workers stopped too often');
      }
      const entry: Running = { data, jobId: job.id, since: Date.now(), abort: new AbortController() };
      running.add(entry);
      try {
        await workOnStage(context, job, entry.abort.signal);
        await nextStages.enqueue(job);
        processed += 1;
      } catch (error) {
        if (error instanceof WaitsForDisk) await runAgainLater(job, token);
        failed += 1;
        throw error;
      } finally {
        running.delete(entry);
      }
    },
    lost: (job) => giveUp(job, job.attemptsStarted + 1, 'too often'),
    stopBatch: (batchId) => stop((entry) => entry.data.batchId === batchId, 'canceled'),
    stopJobs: (jobIds) =>
      stop((entry) => entry.jobId !== undefined && jobIds.includes(entry.jobId), 'lock lost'),
    running: () =>
      [...running].map(({ data, since }) => ({
        documentId: data.documentId,
        stage: data.stage,
        sinceMs: Date.now() - since,
      })),
    counts: () => ({ processed, failed }),
  };
}

/** @throws DelayedError once the job is delayed */
async function runAgainLater(job: Job<StageJobData>, token: string | undefined): Promise<never> {
  await countDiskWait(job);
  await job.moveToDelayed(Date.now() + DISK_RETRY_MS, token);
  throw new DelayedError();
}

/** Turns a document into an exception because its workers stopped. @param times how often, in words */
async function recordLost(
  loaders: Loaders,
  worker: string,
  { data, processedOn }: Job<StageJobData>,
  attempt: number,
  times: string,
): Promise<void> {
  const now = Date.now();
  const detail = `Processing stopped ${times} while this document was being read`;
  await loaders.record({
    documentId: data.documentId,
    attempt: {
      stage: data.stage,
      attempt: attemptNumber(data.run, attempt),
      startedAt: processedOn ?? now,
      endedAt: now,
      waitedMs: 0,
      worker,
      outcome: 'failed',
      cached: false,
      engine: null,
      error: { code: 'worker_lost', detail },
    },
  });
  await loaders.advance({
    kind: 'stage',
    ...data,
    status: 'failed',
    attempt,
    metrics: { ...NO_METRICS, code: 'worker_lost', detail },
  });
}

/**
 * Acts on the gate's verdict.
 * @returns whether to run the stage
 * @throws DelayedError, UnrecoverableError to end the job
 */
async function obey(
  verdict: GateVerdict,
  job: Job<StageJobData>,
  token: string | undefined,
): Promise<boolean> {
  switch (verdict) {
    case 'run':
      return true;
    case 'done':
    case 'stale':
      return false;
    case 'parked':
      await job.moveToDelayed(Date.now() + PARK_MS, token);
      throw new DelayedError();
    case 'early':
      throw new Error('The previous stage is not recorded as completed');
    case 'canceled':
      throw new UnrecoverableError('The batch was canceled');
    case 'unknown':
      throw new UnrecoverableError('The batch is no longer in Redis');
  }
}
