/** The manifest: what a batch was made of, fixed at submission and never changed afterwards. */
import { z } from 'zod';
import { prioritySchema } from './batches.ts';
import { documentExceptionSchema, fileTypeSchema } from './documents.ts';

/**
 * One document as received. `path` is relative to the drop with `/`; a member of a mail or archive is
 * `parent path/member name`. `status` says how it enters the batch: only `pending` ones get jobs.
 */
export const manifestDocumentSchema = z.object({
  /** `<batchId>-d<5+ digits>`, numbered in path order from 1: safe as part of a BullMQ job id. */
  id: z.string(),
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  type: fileTypeSchema,
  /** Last change of the source file, Unix ms; null for members without one. */
  modifiedAt: z.number().nullable(),
  parentId: z.string().nullable(),
  duplicateOf: z.string().nullable(),
  status: z.enum(['pending', 'duplicate', 'excluded', 'exception']),
  exception: documentExceptionSchema.nullable(),
  /** Found at intake and no reason to stop, e.g. `extension_mismatch`. */
  warnings: z.array(documentExceptionSchema),
  pages: z.number().int().nullable(),
  pagesToOcr: z.number().int().nullable(),
  /** Absolute path where the bytes are: in the vault, or the source under `reference in place`. */
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
