/** A drop: a folder on its way in, from the walk to the inventory that the operator confirms. */
import { z } from 'zod';
import { fileTypeSchema } from './documents.ts';
import { wireErrorSchema } from './errors.ts';
import { exceptionCodeSchema } from './exceptions.ts';

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

/** Counts over one drop. `files` = documents found on disk; `members` were inside mails and archives. */
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
  /** Pages known before the run, and how many of them have no text layer. */
  pages: z.number().int(),
  pagesToOcr: z.number().int(),
  /** Expected running time, ms, from what documents took here before; null while too few have. */
  predictedMs: z.number().nullable(),
});
export type Inventory = z.infer<typeof inventorySchema>;

export const dropSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(['path', 'upload']),
  status: dropStatusSchema,
  createdAt: z.number(),
  /** Entries found so far and, of them, fingerprinted. `total` is null while the walk goes on. */
  found: z.number().int(),
  read: z.number().int(),
  readBytes: z.number(),
  total: z.number().int().nullable(),
  inventory: inventorySchema.nullable(),
  /** Folders or files that could not be looked at, each with a sentence; at most 100 are kept here. */
  problems: z.array(z.object({ path: z.string(), code: exceptionCodeSchema, message: z.string() })),
  batchId: z.string().nullable(),
  error: wireErrorSchema.nullable(),
});
export type Drop = z.infer<typeof dropSchema>;

/** An encrypted file of a drop. For an archive the members are counted, for any other file the file itself. */
export const lockedFileSchema = z.object({
  path: z.string(),
  type: fileTypeSchema,
  bytes: z.number(),
  /** What no password given so far opens, and what one of them opens. */
  locked: z.number().int(),
  opened: z.number().int(),
  /** How the passwords fared with what is locked, in words. */
  detail: z.string(),
});
export type LockedFile = z.infer<typeof lockedFileSchema>;

/** How the passwords given for a drop fare. They go into the console and never come out: only their number does. */
export const passwordReportSchema = z.object({
  /** Passwords at hand for this drop, in the console's memory. */
  offered: z.number().int(),
  /** When the console started: what was given to one before it is gone. Unix ms. */
  since: z.number(),
  /** At most 500 of them, those that are locked first. */
  files: z.array(lockedFileSchema),
  /** Over all files. */
  locked: z.number().int(),
  opened: z.number().int(),
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
  exception: exceptionCodeSchema.nullable(),
  detail: z.string(),
});
export type DropEntry = z.infer<typeof dropEntrySchema>;
