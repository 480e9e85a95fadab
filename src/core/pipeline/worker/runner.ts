/** Runs stage jobs: asks the gate, works, and knows what is running so that it can be stopped. */
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { QUEUE_OF_STAGE, type Stage } from '../../../shared/stages.ts';
import type { StageJobData } from '../../batches/jobs.ts';
import type { GateVerdict } from '../../batches/scripts.ts';
import { NO_METRICS } from '../../batches/updates.ts';
import { attemptNumber } from '../../results/store.ts';
import { createHandover } from './handover.ts';
import { isInterruptedTooOften, MAX_INTERRUPTIONS } from './interruptions.ts';
import { createLoaders } from './loaders.ts';
import type { NextStages } from './next-stages.ts';
import { type StopReason, type WorkContext, workOnStage } from './stage-work.ts';

export interface RunnerOptions extends Omit<WorkContext, 'loaders' | 'handover'> {
  nextStages: NextStages;
}

export interface StageRunner {
  /** BullMQ's processor for every stage queue. */
  process(job: Job<StageJobData>, token: string | undefined): Promise<void>;
  /** A job that BullMQ gave up without running it (its worker died too often). */
  lost(job: Job<StageJobData>, reason: string): Promise<void>;
  /** Stops what runs of a batch. */
  stopBatch(batchId: string): void;
  /** Stops jobs that another worker has taken over. */
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

/** A parked job asks again by itself after this long, should its resume be lost. */
const PARK_MS = 60_000;

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

  const stop = (which: (entry: Running) => boolean, reason: StopReason): void => {
    for (const entry of running) if (which(entry)) entry.abort.abort(reason);
  };

  /** Makes a document an exception because of what became of its workers. */
  const setAside = async (job: Job<StageJobData>, attempt: number, why: string): Promise<void> => {
    failed += 1;
    const { data } = job;
    const now = Date.now();
    const detail = `The worker stopped while reading this document (${why})`;
    await loaders.record({
      documentId: data.documentId,
      attempt: {
        stage: data.stage,
        attempt: attemptNumber(data.run, attempt),
        startedAt: job.processedOn ?? now,
        endedAt: now,
        waitedMs: 0,
        worker: options.workerId,
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
      facts: { ...NO_METRICS, code: 'worker_lost', detail },
    });
  };

  return {
    async process(job, token) {
      const { data } = job;
      const verdict = await loaders.gate({
        ...data,
        job: `${QUEUE_OF_STAGE[data.stage]}|${job.id}`,
        attempt: job.attemptsStarted,
      });
      if (!(await obey(verdict, job, token))) {
        // Its worker may have died after the record and before what follows was added.
        if (verdict === 'done') await nextStages.enqueue(job);
        return;
      }
      if (isInterruptedTooOften(job)) {
        await setAside(job, job.attemptsStarted, `${MAX_INTERRUPTIONS} times`);
        throw new UnrecoverableError('worker_lost: its workers stopped too often');
      }
      const entry: Running = { data, jobId: job.id, since: Date.now(), abort: new AbortController() };
      running.add(entry);
      try {
        await workOnStage(context, job, entry.abort.signal);
        await nextStages.enqueue(job);
        processed += 1;
      } catch (error) {
        failed += 1;
        throw error;
      } finally {
        running.delete(entry);
      }
    },
    lost: (job, reason) => setAside(job, job.attemptsStarted + 1, reason),
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

/** What the gate says other than `run` ends the job here. @returns whether to work */
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
      throw new Error('The stage before this one has not been recorded as completed');
    case 'canceled':
      throw new UnrecoverableError('The batch was canceled');
    case 'unknown':
      throw new UnrecoverableError('The batch is not in Redis any more');
  }
}
