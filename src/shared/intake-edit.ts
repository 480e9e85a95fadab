/** What an operator changes about a drop before submitting it, and the list in which it is changed. */
import { z } from 'zod';
import { fileTypeSchema } from './file-types.ts';
import { dropEntrySchema } from './intake.ts';

/** What to leave out or take back: one type, one folder or file with all that is in it, or everything. */
export const choiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }).strict(),
  z.object({ kind: z.literal('type'), type: fileTypeSchema }).strict(),
  z.object({ kind: z.literal('path'), path: z.string().min(1).max(32_768) }).strict(),
]);
export type Choice = z.infer<typeof choiceSchema>;

/** Parts of an inventory: what needs attention, copies, and what is not processed. */
export const entryFilterSchema = z.enum(['all', 'problems', 'duplicates', 'excluded']);
export type EntryFilter = z.infer<typeof entryFilterSchema>;

/** One row of a folder of a drop. */
export const folderRowSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('folder'),
    path: z.string(),
    name: z.string(),
    /** All documents below, with those inside mails and archives, and the size of the files on disk. */
    documents: z.number().int(),
    bytes: z.number(),
    /** Documents below that can be left out, and how many of them are. */
    selectable: z.number().int(),
    leftOut: z.number().int(),
  }),
  z.object({
    kind: z.literal('file'),
    /** Documents inside it, on all levels. */
    inside: z.number().int(),
    /** Why it cannot be left out or taken back by itself; null if it can. */
    fixed: z.enum(['system', 'attached', 'archive']).nullable(),
    entry: dropEntrySchema,
  }),
]);
export type FolderRow = z.infer<typeof folderRowSchema>;
