/** A drop: a folder that the operator added and has not submitted yet, with its inventory. */
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

/** Totals of one drop. `files`: found on disk. `members`: found inside mails, archives and other files. */
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
  /** Pages known before processing, and how many of them have no text layer. */
  pages: z.number().int(),
  pagesToOcr: z.number().int(),
  /** Expected running time, ms, from earlier documents on this computer; null after too few of them. */
  predictedMs: z.number().nullable(),
});
export type Inventory = z.infer<typeof inventorySchema>;

export const dropSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(['path', 'upload']),
  status: dropStatusSchema,
  createdAt: z.number(),
  /** Files found so far, and how many of them are fingerprinted. `total` is null while folders are being walked. */
  found: z.number().int(),
  read: z.number().int(),
  readBytes: z.number(),
  total: z.number().int().nullable(),
  inventory: inventorySchema.nullable(),
  /** Folders and files that could not be read, at most 100. */
  problems: z.array(z.object({ path: z.string(), code: exceptionCodeSchema, message: z.string() })),
  batchId: z.string().nullable(),
  error: wireErrorSchema.nullable(),
});
export type Drop = z.infer<typeof dropSchema>;

/** An encrypted file of a drop. Counts are of members for an archive, and 0 or 1 for any other file. */
export const lockedFileSchema = z.object({
  path: z.string(),
  type: fileTypeSchema,
  bytes: z.number(),
  /** How many are still locked, and how many a password has opened. */
  locked: z.number().int(),
  opened: z.number().int(),
  /** A sentence about how the passwords did. */
  detail: z.string(),
});
export type LockedFile = z.infer<typeof lockedFileSchema>;

/** How the passwords of a drop did. Only their number leaves the app, never a password. */
export const passwordReportSchema = z.object({
  /** How many passwords the app holds in memory for this drop. */
  offered: z.number().int(),
  /** When the app started, Unix ms. Passwords entered before are gone. */
  since: z.number(),
  /** At most 500, locked ones first. */
  files: z.array(lockedFileSchema),
  /** Totals of all files. */
  locked: z.number().int(),
  opened: z.number().int(),
});
export type PasswordReport = z.infer<typeof passwordReportSchema>;

/** One row of the inventory. */
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
