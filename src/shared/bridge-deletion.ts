/** What a page asks about deleting batches. */
import { z } from 'zod';
import { id } from './bridge-fields.ts';
import { deletionPlanSchema, deletionReportSchema } from './deletion.ts';

export const DELETION_REQUESTS = {
  /** What deleting a batch would remove, and what it would leave. Nothing is changed. */
  'deletion.plan': { input: z.object({ batchId: id }).strict(), output: deletionPlanSchema },
  /** Deletes an ended batch everywhere. `name` is its name as the operator typed it: nobody deletes by a slip. */
  'deletion.run': {
    input: z.object({ batchId: id, name: z.string().max(200) }).strict(),
    output: deletionReportSchema,
  },
} as const;
