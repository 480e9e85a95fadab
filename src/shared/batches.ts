/** Batches: identity, status, progress, and the equation that always holds. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';
import { stageSchema } from './stages.ts';

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** `outbox`: accepted while Redis is away and submitted when it returns. `submitting`: its jobs are being added. */
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
/** Returns whether the batch has ended. Only a retry or a rerun changes it after that. */
export const isTerminal = (status: BatchStatus): boolean => TERMINAL.has(status);

/**
 * received = completed + duplicates + excluded + exceptions + pending.
 * `pending` counts every document that has not ended. Documents that the operator canceled count as `excluded`.
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
  /** Results that came from the cache. */
  cached: z.number().int(),
  /** Running time of all finished attempts, ms. */
  totalMs: z.number(),
});
export type StageProgress = z.infer<typeof stageProgressSchema>;

/** The expected end as a range, Unix ms. */
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
  /** Time not paused: so far, or in all once the batch has ended. ms */
  durationMs: z.number().nullable(),
  equation: equationSchema,
  running: z.number().int(),
  warnings: z.number().int(),
  stages: z.record(stageSchema, stageProgressSchema),
  /** Completed stage runs as a share of all, 0-100. It goes back only on a retry. */
  percent: z.number(),
  bytes: z.number(),
  bytesDone: z.number(),
  pages: z.number().int(),
  pagesOcr: z.number().int(),
  characters: z.number(),
  entities: z.number().int(),
  cacheHits: z.number().int(),
  cacheMisses: z.number().int(),
  /** Running time that cached results saved, ms; each result is stored with the time it took. */
  savedMs: z.number(),
  /**
   * How many of the batch's distinct contents (`of`) had results on this computer that were put into the cache
   * before the batch ran; absent when there were none.
   */
  warmed: z.object({ contents: z.number().int(), of: z.number().int() }).optional(),
  /** Documents per minute over the last few minutes; null before the first document ends. */
  throughput: z.number().nullable(),
  eta: etaSchema.nullable(),
  causes: z.array(
    z.object({ stage: stageSchema.nullable(), code: exceptionCodeSchema, count: z.number().int() }),
  ),
  /** Who paused the batch, while it is paused. `stop_loss`: Redwell did, because too many documents failed. */
  pausedBy: z.enum(['operator', 'stop_loss']).nullable().default(null),
  /** Documents whose jobs have been added so far. */
  submitted: z.number().int(),
  /** Whether the numbers come from Redis, or from history because Redis is away or has forgotten the batch. */
  source: z.enum(['live', 'history']),
});
export type Batch = z.infer<typeof batchSchema>;
