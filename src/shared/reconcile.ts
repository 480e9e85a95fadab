/** Whether a batch's figures are exact, and whether every document that is not done has a job that will do it. */
import { z } from 'zod';
import { stageSchema } from './stages.ts';

/**
 * `job_missing`: BullMQ does not have the job. `job_failed`: it failed without our processor (stalled too often,
 * lock lost, parent failed). `job_done`: BullMQ holds it for done, the document does not. `blocked`: it waits for
 * a job that will not come. `parked`: a pause put it aside and the resume did not find it.
 */
export const ORPHAN_CAUSES = ['job_missing', 'job_failed', 'job_done', 'blocked', 'parked'] as const;
export const orphanCauseSchema = z.enum(ORPHAN_CAUSES);
export type OrphanCause = z.infer<typeof orphanCauseSchema>;

export const ORPHAN_LABEL: Readonly<Record<OrphanCause, string>> = {
  job_missing: 'Its job is gone',
  job_failed: 'Its job failed outside a worker',
  job_done: 'Its job ended without a result',
  blocked: 'Its job waits for one that will not come',
  parked: 'Its job was parked and forgotten',
};

export const orphanSchema = z.object({
  documentId: z.string(),
  stage: stageSchema,
  cause: orphanCauseSchema,
  /** What BullMQ says; may be empty. */
  detail: z.string(),
});
export type Orphan = z.infer<typeof orphanSchema>;

/** The work at the end of a batch, its canonical entities, where it would never come. */
export const lostEndingSchema = z.object({
  cause: orphanCauseSchema,
  /** What BullMQ says; may be empty. */
  detail: z.string(),
  /** Whether it comes now. */
  repaired: z.boolean(),
});
export type LostEnding = z.infer<typeof lostEndingSchema>;

/** At most so many orphans of a batch are listed; `orphaned` counts all of them. */
export const LISTED_ORPHANS = 200;

export const reconciledSchema = z.object({
  batchId: z.string(),
  /** Documents counted again. */
  checked: z.number().int(),
  drift: z.array(z.object({ counter: z.string(), stored: z.number(), recomputed: z.number() })),
  orphaned: z.number().int(),
  orphans: z.array(orphanSchema),
  /** Orphans that go on now. */
  repaired: z.number().int(),
  /** Orphans that became exceptions, because they were lost too often. */
  givenUp: z.number().int(),
  /** null: it has come, or will. */
  ending: lostEndingSchema.nullable(),
});
export type Reconciled = z.infer<typeof reconciledSchema>;

/** Nothing differs, and nothing that is still to come would stay away. */
export const isExact = ({ drift, orphaned, ending }: Reconciled): boolean =>
  drift.length + orphaned === 0 && ending === null;

/** The last check of the figures of every batch that is active, or was checked by itself. */
export const reconcileReportSchema = z.object({
  at: z.number(),
  /** Who asked: the operator, or the console because a batch stood still. */
  by: z.enum(['operator', 'standstill']),
  repair: z.boolean(),
  batches: z.array(reconciledSchema.extend({ name: z.string() })),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
