/** What a page asks about a drop between its inventory and its submission. */
import { z } from 'zod';
import { id, none, page, pageOf } from './bridge-fields.ts';
import { dropSchema } from './intake.ts';
import { choiceSchema, folderRowSchema } from './intake-edit.ts';
import { preflightSchema } from './preflight.ts';

const path = z.string().max(32_768);

export const INTAKE_EDIT_REQUESTS = {
  /**
   * Leaves out (`out`) or takes back parts of a drop. `found` means everything that a search finds in a folder. Answered
   * when the change would survive a crash; the drop has the new counts.
   */
  'intake.edit': {
    input: z
      .object({
        dropId: id,
        out: z.boolean(),
        choices: z.array(choiceSchema).max(10_000).default([]),
        found: z
          .object({ folder: path, search: z.string().min(1).max(200) })
          .strict()
          .optional(),
      })
      .strict(),
    output: dropSchema,
  },
  /** One folder of a drop; a mail or an archive is one too. With `search`, what is found below it on all levels. */
  'intake.folder': {
    input: z
      .object({ dropId: id, folder: path.default(''), search: z.string().max(200).default(''), ...page })
      .strict(),
    output: pageOf(folderRowSchema),
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
