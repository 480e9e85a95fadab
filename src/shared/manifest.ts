/** The manifest: the list of a batch's documents, written at submission and never changed afterwards. */
import { z } from 'zod';
import { prioritySchema } from './batches.ts';
import { documentExceptionSchema } from './documents.ts';
import { fileTypeSchema } from './file-types.ts';
import { statedRecordSchema } from './load-file-record.ts';
import { manifestReplacesSchema } from './replacement.ts';

/**
 * One document as received. `path` is relative to the drop and uses `/`; a member of a mail or archive is
 * `parent path/member name`. An excluded document has bytes if it belongs to another one, by a load file. Only documents whose `status` is `pending` get jobs.
 */
export const manifestDocumentSchema = z.object({
  /** `<batchId>-d<5+ digits>`, numbered from 1 in path order, or in that of a load file. It is safe inside a BullMQ job id. */
  id: z.string(),
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  type: fileTypeSchema,
  /** Last modification of the source file, Unix ms; null for members without one. */
  modifiedAt: z.number().nullable(),
  parentId: z.string().nullable(),
  duplicateOf: z.string().nullable(),
  status: z.enum(['pending', 'duplicate', 'excluded', 'exception']),
  /** Why the document is excluded, as a sentence. Only for excluded documents, and not in manifests of 0.2.0 and before. */
  excluded: z.string().optional(),
  exception: documentExceptionSchema.nullable(),
  /** Problems found at intake that do not stop the document, e.g. `extension_mismatch`. */
  warnings: z.array(documentExceptionSchema),
  pages: z.number().int().nullable(),
  pagesToOcr: z.number().int().nullable(),
  /** Absolute path of the bytes: in the vault, or the source file when originals stay in place. */
  location: z.string(),
  /** What a load file from somebody else states about the document. */
  stated: statedRecordSchema.optional(),
});
export type ManifestDocument = z.infer<typeof manifestDocumentSchema>;

export const manifestSchema = z.object({
  batchId: z.string(),
  name: z.string(),
  matter: z.string(),
  custodian: z.string(),
  priority: prioritySchema,
  createdAt: z.number(),
  /** Set when the batch is another copy of a document of an earlier batch. */
  replaces: manifestReplacesSchema.optional(),
  documents: z.array(manifestDocumentSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
