/** What a page asks about drops, from the first file to the submission. */
import { z } from 'zod';
import { attentionKeySchema } from './attention.ts';
import { id, none, page, pageOf, passwords } from './bridge-fields.ts';
import { dropEntrySchema, dropSchema, passwordReportSchema, skippedFileSchema } from './intake.ts';

/** Another copy of a document, for this item of what needs a person. The drop must be one file. */
const replaces = attentionKeySchema.optional();

export const INTAKE_REQUESTS = {
  'intake.begin': {
    /** `paths`: folders or files on this computer (needs localPaths). `upload`: a folder tree that the page streams. */
    input: z.discriminatedUnion('kind', [
      z
        .object({
          kind: z.literal('paths'),
          paths: z.array(z.string().min(1).max(32768)).min(1).max(10000),
          replaces,
        })
        .strict(),
      z.object({ kind: z.literal('upload'), name: z.string().min(1).max(500), replaces }).strict(),
    ]),
    output: dropSchema,
  },
  /** Sent after the last file of an upload. `skipped` lists the files that the browser could not read. */
  'intake.uploaded': {
    input: z
      .object({
        dropId: id,
        files: z.number().int().min(0),
        skipped: z.array(skippedFileSchema).max(10000),
      })
      .strict(),
    output: dropSchema,
  },
  'intake.pick': { input: none, output: dropSchema.nullable() },
  'intake.list': { input: none, output: z.array(dropSchema) },
  'intake.get': { input: z.object({ dropId: id }).strict(), output: dropSchema },
  'intake.entries': {
    input: z
      .object({
        dropId: id,
        filter: z.enum(['all', 'problems', 'duplicates', 'excluded']).default('all'),
        ...page,
      })
      .strict(),
    output: pageOf(dropEntrySchema),
  },
  'intake.discard': { input: z.object({ dropId: id }).strict(), output: none },
  /** The encrypted files of a drop whose inventory is built. */
  'intake.locked': { input: z.object({ dropId: id }).strict(), output: passwordReportSchema },
  /** Tries these passwords and the earlier ones on the encrypted files. No reply ever contains a password. */
  'intake.passwords': {
    input: z.object({ dropId: id, passwords }).strict(),
    output: passwordReportSchema,
  },
} as const;
