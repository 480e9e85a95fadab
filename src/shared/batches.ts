/** Batches: identity, control, progress, and the equation that must always hold. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';
import { stageSchema } from './stages.ts';

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** `outbox`: accepted while Redis is away, goes when it returns. `submitting`: slices are being added. */
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
/** Whether nothing more will happen to the batch unless somebody retries it. */
export const isTerminal = (status: BatchStatus): boolean => TERMINAL.has(status);

/**
 * received = completed + duplicates + excluded + exceptions + pending.
 * `pending` is everything not terminal; documents canceled by the operator count as `excluded`.
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

export const stageProgressSchema = z.object({
  waiting: z.number().int(),
  running: z.number().int(),
  retrying: z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** Results of this stage that came from the cache. */
  cached: z.number().int(),
  /** Running time over all finished attempts, ms. */
  totalMs: z.number(),
});
export type StageProgress = z.infer<typeof stageProgressSchema>;

/** Expected end as a range; null while too little is known. Unix milliseconds. */
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
  /** Active time so far or in all, ms. */
  durationMs: z.number().nullable(),
  equation: equationSchema,
  running: z.number().int(),
  warnings: z.number().int(),
  stages: z.record(stageSchema, stageProgressSchema),
  /** Completed stage runs over all stage runs, 0-100; never goes back except on retry. */
  percent: z.number(),
  bytes: z.number(),
  bytesDone: z.number(),
  pages: z.number().int(),
  pagesOcr: z.number().int(),
  characters: z.number(),
  entities: z.number().int(),
  cacheHits: z.number().int(),
  cacheMisses: z.number().int(),
  /** Running time that cached results saved, ms, from the durations stored with them. */
  savedMs: z.number(),
  /**
   * Of so many different contents (of all there are in it) this computer had kept results, and the cache had
   * them before the batch ran, put there where it did not; absent when there were none.
   */
  warmed: z.object({ contents: z.number().int(), of: z.number().int() }).optional(),
  /** Documents per minute over the last minutes; null before the first one ends. */
  throughput: z.number().nullable(),
  eta: etaSchema.nullable(),
  causes: z.array(
    z.object({ stage: stageSchema.nullable(), code: exceptionCodeSchema, count: z.number().int() }),
  ),
  /** Who paused it, while it is paused: the operator, or the stop-loss because too many documents failed. */
  pausedBy: z.enum(['operator', 'stop_loss']).nullable().default(null),
  /** Slices still to be added, as documents submitted so far. */
  submitted: z.number().int(),
  /** Where the figures come from: Redis while it is there, history otherwise. */
  source: z.enum(['live', 'history']),
});
export type Batch = z.infer<typeof batchSchema>;
