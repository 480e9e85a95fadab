/** Batches: identity, control, progress, and the equation that their counters always satisfy. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';
import { stageSchema } from './stages.ts';

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

/** The expected end as a range, in Unix ms; null until there is enough data. */
export const etaSchema = z.object({
  earliest: z.number(),
  likely: z.number(),
  latest: z.number(),
  bottleneck: stageSchema,
});
export type Eta = z.infer<typeof etaSchema>;

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
  /** Active time, ms: the total if the batch has ended, the time so far otherwise. */
  durationMs: z.number().nullable(),
  equation: equationSchema,
  running: z.number().int(),
  warnings: z.number().int(),
  stages: z.record(stageSchema, stageProgressSchema),
  /** Completed stage runs as a share of all stage runs, 0-100; it decreases only on a retry. */
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
  causes: z.array(
    z.object({ stage: stageSchema.nullable(), code: exceptionCodeSchema, count: z.number().int() }),
  ),
  /** While paused: who paused it, the operator or the stop-loss that reacts to too many failures. */
  pausedBy: z.enum(['operator', 'stop_loss']).nullable().default(null),
  /** Documents submitted so far. */
  submitted: z.number().int(),
  /** Where the numbers come from: Redis while it is connected, history otherwise. */
  source: z.enum(['live', 'history']),
});
export type Batch = z.infer<typeof batchSchema>;
