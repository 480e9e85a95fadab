/** Batches: identity, control, progress, and the equation that their counters always satisfy. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';
import { STAGES, type Stage, stageSchema } from './stages.ts';

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** `outbox`: accepted while Redis is away, sent when it returns. `submitting`: jobs are being added in slices. */
export const BATCH_STATUSES = [
  'outbox',
  'submitting',
  'running',
  'paused',
  'canceling',
  'completed',
  'completed_with_warnings',
  'completed_with_exceptions',
  'canceled',
  'failed',
] as const;
export const batchStatusSchema = z.enum(BATCH_STATUSES);
export type BatchStatus = z.infer<typeof batchStatusSchema>;

const TERMINAL: ReadonlySet<BatchStatus> = new Set([
  'completed',
  'completed_with_warnings',
  'completed_with_exceptions',
  'canceled',
  'failed',
]);
/** Returns whether the batch has ended. Only a retry or another run can change it then. */
export const isTerminal = (status: BatchStatus): boolean => TERMINAL.has(status);

/**
 * received = completed + duplicates + excluded + exceptions + pending.
 * `pending` is every document that has not ended; documents of a canceled batch count as `excluded`.
 */
export const equationSchema = z.object({
  received: z.number().int(),
  completed: z.number().int(),
  duplicates: z.number().int(),
  excluded: z.number().int(),
  exceptions: z.number().int(),
  pending: z.number().int(),
});
export type Equation = z.infer<typeof equationSchema>;

/** How many documents of a batch have a warning of one kind. A document may have several. */
export const warningCountSchema = z.object({ code: exceptionCodeSchema, count: z.number().int() });
export type WarningCount = z.infer<typeof warningCountSchema>;

export const stageProgressSchema = z.object({
  waiting: z.number().int(),
  running: z.number().int(),
  retrying: z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Results of this stage that came from the cache. */
  cached: z.number().int(),
  /** Running time of all finished attempts, ms. */
  totalMs: z.number(),
});
export type StageProgress = z.infer<typeof stageProgressSchema>;

/** How wrong earlier forecasts were: off by this part of the likely time on average (0.12 is 12%), of so many. */
export const forecastErrorSchema = z.object({ off: z.number(), of: z.number().int() });
export type ForecastError = z.infer<typeof forecastErrorSchema>;

/** The expected end as a range, in Unix ms; null until there is enough data. */
export const etaSchema = z.object({
  earliest: z.number(),
  likely: z.number(),
  latest: z.number(),
  bottleneck: stageSchema,
  /** `past`: from what similar documents took in earlier batches. `pace`: from what this batch has done so far. */
  basis: z.enum(['past', 'pace']).optional(),
  /** Of earlier forecasts with the same basis; absent while there are too few. The range rests on them. */
  pastError: forecastErrorSchema.optional(),
});
export type Eta = z.infer<typeof etaSchema>;

/** What an unfinished batch waits for: other batches whose documents come first. */
export const waitingSchema = z.object({
  /** 1 for the next batch to start, 2 for the one after it. */
  position: z.number().int(),
  /** The batch directly before it. */
  behind: z.object({ id: z.string(), name: z.string() }),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** `first`: the run of the submission. `retry`: failed documents only. `rerun`: every document, from the first stage. */
export const RUN_KINDS = ['first', 'retry', 'rerun'] as const;
export const runKindSchema = z.enum(RUN_KINDS);
export type RunKind = z.infer<typeof runKindSchema>;

/** One run of a batch that has ended. Runs never overwrite each other. */
export const batchRunSchema = z.object({
  /** Grows from run to run, not always by one. */
  run: z.number().int(),
  kind: runKindSchema,
  /** Unix ms; null if nothing in the run had to be processed. */
  startedAt: z.number().nullable(),
  endedAt: z.number(),
  /** Time without pauses, ms. */
  activeMs: z.number(),
  /** How the batch stood at the end of the run. */
  status: batchStatusSchema,
  /** Documents that completed or failed in this run. */
  documents: z.number().int(),
  exceptions: z.number().int(),
});
export type BatchRun = z.infer<typeof batchRunSchema>;

/** A forecast that was shown, and the time that was really left then. */
export const shownForecastSchema = z.object({
  run: z.number().int(),
  /** Unix ms. */
  at: z.number(),
  basis: z.enum(['past', 'pace']),
  /** How far the batch was, 0-100. */
  percent: z.number(),
  /** Active time left: the likely one, and its range, ms. */
  leftMs: z.number(),
  lowMs: z.number(),
  highMs: z.number(),
  /** Null until the run has ended. */
  actualMs: z.number().nullable(),
});
export type ShownForecast = z.infer<typeof shownForecastSchema>;

const spreadSchema = z.object({ p50: z.number(), p95: z.number() });
/** Times of `count` attempts, ms: half of them took no longer than `p50`, 95 of 100 no longer than `p95`. */
export const comparedTimesSchema = z.object({
  count: z.number().int(),
  ran: spreadSchema,
  waited: spreadSchema,
});
export type ComparedTimes = z.infer<typeof comparedTimesSchema>;

/** Running and waiting times of one stage, ms. Results from the cache are left out, because they took no time. */
export const stageComparisonSchema = z.object({
  stage: stageSchema,
  /** Null while no document of this batch has passed the stage. */
  here: comparedTimesSchema.nullable(),
  /**
   * Documents of earlier batches, weighted so that each kind (type, scanned or not) counts as often as in this batch; null
   * if earlier batches had too few of them.
   */
  past: comparedTimesSchema.nullable(),
});
export type StageComparison = z.infer<typeof stageComparisonSchema>;

/** How long a batch took: its runs, its stages beside other batches, and what was forecast. */
export const batchTimesSchema = z.object({
  runs: z.array(batchRunSchema),
  stages: z.array(stageComparisonSchema),
  forecasts: z.array(shownForecastSchema),
  /** Errors of the last forecasts of all batches, by basis; null while there are too few. */
  errors: z.object({ past: forecastErrorSchema.nullable(), pace: forecastErrorSchema.nullable() }),
});
export type BatchTimes = z.infer<typeof batchTimesSchema>;

export const batchSchema = z.object({
  id: z.string(),
  name: z.string(),
  matter: z.string(),
  custodian: z.string(),
  priority: prioritySchema,
  status: batchStatusSchema,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /**
   * Active time, ms: of the last run through all documents and the retries after it, without pauses and without the time
   * between runs. The total if the batch has ended, the time so far otherwise.
   */
  durationMs: z.number().nullable(),
  equation: equationSchema,
  /** Documents that are in a stage at this moment. */
  running: z.number().int(),
  /** Documents that have started and not ended: in a stage, or between two. */
  started: z.number().int().optional(),
  /** Canceled documents, which the equation counts as excluded. */
  canceled: z.number().int().optional(),
  warnings: z.number().int(),
  stages: z.record(stageSchema, stageProgressSchema),
  /** See `percentDone`; it decreases only on a retry. */
  percent: z.number(),
  bytes: z.number(),
  bytesDone: z.number(),
  pages: z.number().int(),
  pagesOcr: z.number().int(),
  characters: z.number(),
  entities: z.number().int(),
  cacheHits: z.number().int(),
  cacheMisses: z.number().int(),
  /** Running time that cached results saved, ms, according to the durations stored with them. */
  savedMs: z.number(),
  /**
   * `contents` of the batch's `of` distinct file contents had results on this computer, and those results were in
   * the cache before the batch ran. Absent if there were none.
   */
  warmed: z.object({ contents: z.number().int(), of: z.number().int() }).optional(),
  /** Documents per minute over the last two minutes; null until the first document ends. */
  throughput: z.number().nullable(),
  eta: etaSchema.nullable(),
  /** Set while the batch has work and does none, because the documents of other batches come first. */
  waiting: waitingSchema.nullable().optional(),
  causes: z.array(
    z.object({ stage: stageSchema.nullable(), code: exceptionCodeSchema, count: z.number().int() }),
  ),
  /** While paused: who paused it, the operator or the stop-loss that reacts to too many failures. */
  pausedBy: z.enum(['operator', 'stop_loss']).nullable().default(null),
  /** Documents submitted so far. */
  submitted: z.number().int(),
  /**
   * Where the numbers come from: Redis while it is connected, history otherwise; `outbox`: the batch has been submitted
   * and is on its way to Redis, so its manifest tells all there is.
   */
  source: z.enum(['live', 'history', 'outbox']),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * Returns the stage runs that were done, or that a failed document no longer needs, as a share of all stage runs, 0-100.
 * What a cancel left undone counts as not done, so a canceled batch is as far as it got.
 */
export function percentDone({
  stages,
  causes,
  canceled = 0,
}: Pick<Batch, 'stages' | 'causes' | 'canceled'>): number {
  const sum = (...terms: (keyof StageProgress)[]): number =>
    Object.values(stages).reduce((all, stage) => all + terms.reduce((n, term) => n + stage[term], 0), 0);
  const done = sum('completed', 'failed');
  const skipped = sum('skipped');
  const all = done + skipped + sum('waiting', 'running', 'retrying');
  if (all === 0) return canceled > 0 ? 0 : 100;
  const afterFailure =
    canceled === 0
      ? skipped
      : causes.reduce((n, { stage, count }) => n + (stage === null ? 0 : count * stagesAfter(stage)), 0);
  return (100 * (done + Math.min(skipped, afterFailure))) / all;
}

const stagesAfter = (stage: Stage): number => STAGES.length - 1 - STAGES.indexOf(stage);
