/** Results of a reconcile: whether a batch's counters are exact, and whether every unfinished document has a job. */
import { z } from 'zod';
import { stageSchema } from './stages.ts';

/**
 * Why an unfinished document has no job that will finish it.
 * `job_missing`: BullMQ does not have the job. `job_failed`: the job failed outside our processor (stalled too
 * often, lock lost, parent failed). `job_done`: BullMQ reports the job as done but the document is not. `blocked`:
 * the job waits for another job that will never run. `parked`: a pause parked the job and the resume missed it.
 */
export const ORPHAN_CAUSES = ['job_missing', 'job_failed', 'job_done', 'blocked', 'parked'] as const;
export const orphanCauseSchema = z.enum(ORPHAN_CAUSES);
export type OrphanCause = z.infer<typeof orphanCauseSchema>;

export const ORPHAN_LABEL: Readonly<Record<OrphanCause, string>> = {
  job_missing: 'Its job is missing',
  job_failed: 'Its job failed outside a worker',
  job_done: 'Its job finished without a result',
  blocked: 'Its job waits for another job that will never run',
  parked: 'Its job was not resumed after a pause',
};

export const orphanSchema = z.object({
  documentId: z.string(),
  stage: stageSchema,
  cause: orphanCauseSchema,
  /** BullMQ's own message; may be empty. */
  detail: z.string(),
});
export type Orphan = z.infer<typeof orphanSchema>;

/** The job at the end of a batch, which builds the canonical entities, when that job can no longer run. */
export const lostEndingSchema = z.object({
  cause: orphanCauseSchema,
  /** BullMQ's own message; may be empty. */
  detail: z.string(),
  /** Whether the repair scheduled the job again. */
  repaired: z.boolean(),
});
export type LostEnding = z.infer<typeof lostEndingSchema>;

/** Most orphans that a result lists per batch; `orphaned` counts all of them. */
export const LISTED_ORPHANS = 200;

export const reconciledSchema = z.object({
  batchId: z.string(),
  /** Documents that were recounted. */
  checked: z.number().int(),
  drift: z.array(z.object({ counter: z.string(), stored: z.number(), recomputed: z.number() })),
  orphaned: z.number().int(),
  orphans: z.array(orphanSchema),
  /** Orphans that continue after the repair. */
  repaired: z.number().int(),
  /** Orphans that became exceptions because they were lost too often. */
  givenUp: z.number().int(),
  /** null: the job at the end has run or will run. */
  ending: lostEndingSchema.nullable(),
  /** Names of the keys that another program has overwritten. A repair moves them aside. */
  overwritten: z.array(z.string()).optional(),
});
export type Reconciled = z.infer<typeof reconciledSchema>;

/** Returns whether the counters match and every expected job exists. */
export const isExact = ({ drift, orphaned, ending, overwritten = [] }: Reconciled): boolean =>
  drift.length + orphaned + overwritten.length === 0 && ending === null;

/** The last check of the counters, of all active batches or of a stalled one. */
export const reconcileReportSchema = z.object({
  at: z.number(),
  /** What started the check: the operator, or a batch that had stalled. */
  by: z.enum(['operator', 'stalled']),
  repair: z.boolean(),
  batches: z.array(reconciledSchema.extend({ name: z.string() })),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
