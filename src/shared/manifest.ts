/** The manifest: every document of a batch as received. It is written when the drop is frozen and never changes. */
import { z } from 'zod';
import { prioritySchema } from './batches.ts';
import { documentExceptionSchema, fileTypeSchema } from './documents.ts';

/**
 * One document as received. `path` is relative to the drop, with `/`; an attachment or archive member is
 * `parent path/member name`. Only documents with the status `pending` are processed.
 */
export const manifestDocumentSchema = z.object({
  /** `<batchId>-d<5 or more digits>`, numbered from 1 in path order. Safe as part of a BullMQ job id. */
  id: z.string(),
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  type: fileTypeSchema,
  /** When the source file was last modified, Unix ms; null for members without a date. */
  modifiedAt: z.number().nullable(),
  parentId: z.string().nullable(),
  duplicateOf: z.string().nullable(),
  status: z.enum(['pending', 'duplicate', 'excluded', 'exception']),
  exception: documentExceptionSchema.nullable(),
  /** Found at intake, and not a reason to stop, e.g. `extension_mismatch`. */
  warnings: z.array(documentExceptionSchema),
  pages: z.number().int().nullable(),
  pagesToOcr: z.number().int().nullable(),
  /** Absolute path of the bytes: in the vault, or the original file if Settings leave originals in place. */
  location: z.string(),
});
export type ManifestDocument = z.infer<typeof manifestDocumentSchema>;

export const manifestSchema = z.object({
  batchId: z.string(),
  name: z.string(),
  matter: z.string(),
  custodian: z.string(),
  priority: prioritySchema,
  createdAt: z.number(),
  documents: z.array(manifestDocumentSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
