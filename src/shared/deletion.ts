/** Deleting a batch as it crosses the bridge. */
import { z } from 'zod';

export const deletionPlanSchema = z.object({
  batchId: z.string(),
  name: z.string(),
  matter: z.string(),
  documents: z.number().int(),
  /** Originals that only this batch needs, and their bytes. */
  originals: z.number().int(),
  bytes: z.number(),
  /** Originals that stay, because other batches have the same file. */
  kept: z.number().int(),
  /** What Redwell does not delete, each with the reason. */
  left: z.array(z.object({ what: z.string(), why: z.string() })),
});
export type DeletionPlan = z.infer<typeof deletionPlanSchema>;

export const deletionReportSchema = deletionPlanSchema.extend({
  /** The file with the hashes of everything that was deleted, and its SHA-256, which the operator log has too. */
  certificate: z.string(),
  certificateHash: z.string(),
});
export type DeletionReport = z.infer<typeof deletionReportSchema>;
