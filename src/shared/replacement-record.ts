/** What is on record about a copy that was handed in for a document. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';

const side = z.object({
  id: z.string(),
  path: z.string(),
  batchId: z.string(),
  sha256: z.string().nullable(),
});

/** One replacement, as a document's page shows it on either side. */
export const replacementSchema = z.object({
  replaced: side,
  /** The copy that was handed in. */
  copy: side,
  code: exceptionCodeSchema,
  reason: z.string(),
  by: z.string(),
  at: z.number(),
  /** False once somebody brought the item back: the copy stays a document, and replaces nothing any more. */
  stands: z.boolean(),
  /** Who brought it back; null also where the decision was lost with a damaged history. */
  undone: z.object({ by: z.string(), at: z.number() }).nullable(),
});
export type Replacement = z.infer<typeof replacementSchema>;
