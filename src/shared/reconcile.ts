/** The result of reconciling a batch: do its counters match its documents, and does every open document have a job? */
import { z } from 'zod';
import { stageSchema } from './stages.ts';

/**
 * Why an open document will not continue. `job_missing`: BullMQ does not have its job. `job_failed`: the job failed
 * outside Redwell's code (stalled too often, lock lost, parent failed). `job_done`: BullMQ says the job is done, but
 * the document has no result. `blocked`: it waits for a job that does not exist. `parked`: a pause parked the job and
 * resuming did not release it.
 */
export const ORPHAN_CAUSES = ['job_missing', 'job_failed', 'job_done', 'blocked', 'parked'] as const;
export const orphanCauseSchema = z.enum(ORPHAN_CAUSES);
export type OrphanCause = z.infer<typeof orphanCauseSchema>;

export const ORPHAN_LABEL: Readonly<Record<OrphanCause, string>> = {
  job_missing: 'Its job is missing',
  job_failed: 'Its job failed outside a worker',
  job_done: 'Its job ended without a result',
  blocked: 'Its job waits for a job that does not exist',
  parked: 'Its job was parked and forgotten',
};

export const orphanSchema = z.object({
  documentId: z.string(),
  stage: stageSchema,
  cause: orphanCauseSchema,
  /** BullMQ's message; may be empty. */
  detail: z.string(),
});
export type Orphan = z.infer<typeof orphanSchema>;

/** The final work of a batch, merging its entities, when its job was lost. */
export const lostEndingSchema = z.object({
  cause: orphanCauseSchema,
  /** BullMQ's message; may be empty. */
  detail: z.string(),
  /** Whether it will be done now. */
  repaired: z.boolean(),
});
export type LostEnding = z.infer<typeof lostEndingSchema>;

/** The most orphans listed per batch; `orphaned` counts all of them. */
export const LISTED_ORPHANS = 200;

export const reconciledSchema = z.object({
  batchId: z.string(),
  /** Documents that were counted. */
  checked: z.number().int(),
  drift: z.array(z.object({ counter: z.string(), stored: z.number(), recomputed: z.number() })),
  orphaned: z.number().int(),
  orphans: z.array(orphanSchema),
  /** Orphans that continue now. */
  repaired: z.number().int(),
  /** Orphans that became exceptions because their jobs were lost too often. */
  givenUp: z.number().int(),
  /** null: the final work is done, or its job is there. */
  ending: lostEndingSchema.nullable(),
});
export type Reconciled = z.infer<typeof reconciledSchema>;

/** Returns whether the counters match and nothing is lost. */
export const isExact = ({ drift, orphaned, ending }: Reconciled): boolean =>
  drift.length + orphaned === 0 && ending === null;

/** The last check of the active batches. */
export const reconcileReportSchema = z.object({
  at: z.number(),
  /** Who asked for it: the operator, or Redwell because a batch had stalled. */
  by: z.enum(['operator', 'stalled']),
  repair: z.boolean(),
  batches: z.array(reconciledSchema.extend({ name: z.string() })),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
