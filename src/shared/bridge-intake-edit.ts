/** What a page asks about a drop between its inventory and its submission. */
import { z } from 'zod';
import { id, none, page, pageOf } from './bridge-fields.ts';
import { dropSchema } from './intake.ts';
import { choiceSchema, entryFilterSchema, folderRowSchema } from './intake-edit.ts';
import { loadFileProblemSchema } from './load-file-record.ts';
import { preflightSchema } from './preflight.ts';

/** A folder of a drop. With a filter or a search, what passes them below it, on all levels. */
const view = {
  /** Path in the drop; empty for the drop itself. A mail or an archive is a folder too. */
  folder: z.string().max(32_768).default(''),
  filter: entryFilterSchema.default('all'),
  search: z.string().max(200).default(''),
};

export const INTAKE_EDIT_REQUESTS = {
  /**
   * Leaves out (`out`) or takes back parts of a drop. `found` means everything that a filter or a search finds. Answered
   * when the change would survive a crash; the drop has the new counts.
   */
  'intake.edit': {
    input: z
      .object({
        dropId: id,
        out: z.boolean(),
        choices: z.array(choiceSchema).max(10_000).default([]),
        found: z.object(view).strict().optional(),
      })
      .strict(),
    output: dropSchema,
  },
  /** Lists one folder of a drop, or what is found below it. */
  'intake.folder': {
    input: z.object({ dropId: id, ...view, ...page }).strict(),
    output: pageOf(folderRowSchema),
  },
  /** Takes a drop as its load file says, or as plain files. Answered when the choice would survive a crash. */
  'intake.loadFile': {
    input: z.object({ dropId: id, taken: z.boolean() }).strict(),
    output: dropSchema,
  },
  /** Lists what is wrong with the load file of a drop. `total` also counts problems that are too many to be kept. */
  'intake.loadFileProblems': {
    input: z.object({ dropId: id, ...page }).strict(),
    output: pageOf(loadFileProblemSchema),
  },
  /** Makes one drop of several, which are gone then. What was left out of them stays left out. */
  'intake.join': {
    input: z.object({ dropIds: z.array(id).min(2).max(100) }).strict(),
    output: dropSchema,
  },
  'intake.preflight': { input: z.object({ dropId: id }).strict(), output: preflightSchema },
  /** Matters with their custodians as earlier batches have them, the last one first. */
  'intake.labels': {
    input: none,
    output: z.array(z.object({ matter: z.string(), custodian: z.string(), usedAt: z.number() })),
  },
} as const;
