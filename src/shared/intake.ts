/** A drop: the files that a person adds at once, from the folder walk to the inventory that they confirm. */
import { z } from 'zod';
import { attentionKeySchema } from './attention.ts';
import { wireErrorSchema } from './errors.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';
import { loadFileSummarySchema } from './load-file-record.ts';

export const DROP_STATUSES = [
  'receiving',
  'walking',
  'reading',
  'ready',
  'submitting',
  'submitted',
  'failed',
  'discarded',
] as const;
export const dropStatusSchema = z.enum(DROP_STATUSES);
export type DropStatus = z.infer<typeof dropStatusSchema>;

/** Counts over one drop. `files` are documents on disk; `members` come from inside mails and archives. */
export const inventorySchema = z.object({
  files: z.number().int(),
  members: z.number().int(),
  bytes: z.number(),
  duplicates: z.number().int(),
  excluded: z.number().int(),
  encrypted: z.number().int(),
  unsupported: z.number().int(),
  empty: z.number().int(),
  unreadable: z.number().int(),
  byType: z.array(z.object({ type: fileTypeSchema, count: z.number().int(), bytes: z.number() })),
  /** Pages counted before the run; `pagesToOcr` of them have no text layer. */
  pages: z.number().int(),
  pagesToOcr: z.number().int(),
  /** What the operator left out, with the documents inside it, and the size on disk. */
  leftOut: z.object({ documents: z.number().int(), bytes: z.number() }).optional(),
  /**
   * What can be left out by type: documents on disk and in archives, how many of them are left out, and their size.
   * `attached` are documents of this type that go with their mail instead.
   */
  choices: z
    .array(
      z.object({
        type: fileTypeSchema,
        documents: z.number().int(),
        leftOut: z.number().int(),
        bytes: z.number(),
        attached: z.number().int(),
      }),
    )
    .optional(),
  /** Files that belong to another document by a load file, such as its text; among `files` and `excluded`. */
  companions: z.number().int().optional(),
  /** Expected running time in ms, based on earlier documents here; null while there are too few of them. */
  predictedMs: z.number().nullable(),
});
export type Inventory = z.infer<typeof inventorySchema>;

/** A file that the browser could not read, and why. */
export const skippedFileSchema = z.object({
  path: z.string().max(32_768),
  code: z.enum(['access_restricted', 'source_missing', 'infrastructure']),
  /** The reason as a sentence. */
  reason: z.string().max(500),
});
export type SkippedFile = z.infer<typeof skippedFileSchema>;

export const dropSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(['path', 'upload']),
  status: dropStatusSchema,
  createdAt: z.number(),
  /**
   * Files found on disk or received so far, and how many of them have been read. `total` is null until the walk ends, and
   * stays as it is while the files are opened. Once `ready`, all three count documents, with those inside others.
   */
  found: z.number().int(),
  read: z.number().int(),
  readBytes: z.number(),
  total: z.number().int().nullable(),
  /** Documents found inside files so far. Nobody knows how many there will be. */
  members: z.number().int().optional(),
  inventory: inventorySchema.nullable(),
  /** Folders or files that could not be opened, each with a sentence; at most 100. */
  problems: z.array(z.object({ path: z.string(), code: exceptionCodeSchema, message: z.string() })),
  batchId: z.string().nullable(),
  error: wireErrorSchema.nullable(),
  /** Set if the drop has a load file. */
  loadFile: loadFileSummarySchema.optional(),
  /** Set for another copy of a document: the item that it is handed in for. */
  replaces: attentionKeySchema.optional(),
});
export type Drop = z.infer<typeof dropSchema>;

/** An encrypted file of a drop. The counts are of members for an archive, and of the file itself otherwise. */
export const lockedFileSchema = z.object({
  path: z.string(),
  type: fileTypeSchema,
  bytes: z.number(),
  /** Items that no password opens yet, and items that one of the passwords opens. */
  locked: z.number().int(),
  opened: z.number().int(),
  /** A sentence about why the item is still locked. */
  detail: z.string(),
});
export type LockedFile = z.infer<typeof lockedFileSchema>;

/** The result of trying the passwords of a drop. Passwords never leave the app; only their number does. */
export const passwordReportSchema = z.object({
  /** Passwords that the app holds in memory for this drop. */
  offered: z.number().int(),
  /** When the app started, Unix ms. Passwords entered before that are lost. */
  since: z.number(),
  /** At most 500 files, locked ones first. */
  files: z.array(lockedFileSchema),
  /** Totals over all files. */
  locked: z.number().int(),
  opened: z.number().int(),
  /**
   * Positions, from 0, of the passwords in the request that opened nothing. Absent where nobody tried each by itself: when
   * none was given, or too many.
   */
  useless: z.array(z.number().int()).optional(),
});
export type PasswordReport = z.infer<typeof passwordReportSchema>;

/** One entry of the inventory list. */
export const dropEntrySchema = z.object({
  path: z.string(),
  bytes: z.number(),
  type: fileTypeSchema,
  sha256: z.string().nullable(),
  pages: z.number().int().nullable(),
  pagesToOcr: z.number().int().nullable(),
  duplicateOf: z.string().nullable(),
  parent: z.string().nullable(),
  excluded: z.boolean(),
  /** Excluded by the operator. */
  leftOut: z.boolean().optional(),
  exception: exceptionCodeSchema.nullable(),
  detail: z.string(),
});
export type DropEntry = z.infer<typeof dropEntrySchema>;
