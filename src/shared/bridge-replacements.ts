/** What a page asks about a copy that is handed in for a document. `intake.begin` with `replaces` starts it. */
import { z } from 'zod';
import { batchSchema } from './batches.ts';
import { id, typedText } from './bridge-fields.ts';
import { replacementLookSchema } from './replacement.ts';

export const REPLACEMENT_REQUESTS = {
  /** Compares the copy, once it has been read, with the document that it is for. */
  'replacements.look': { input: z.object({ dropId: id }).strict(), output: replacementLookSchema },
  /**
   * Hands the copy in. As a rule it becomes a batch of its own, and the item leaves the list; `decision` undoes that. The
   * very file that was received goes back into the vault instead, and its document runs again (`retried`, 0 while
   * processing is offline). `otherType` confirms that the copy is of another type.
   */
  'replacements.submit': {
    input: z
      .object({ dropId: id, reason: typedText(500).min(1), otherType: z.boolean().default(false) })
      .strict(),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('replaced'), decision: z.string(), batch: batchSchema }),
      z.object({ kind: z.literal('restored'), retried: z.number().int() }),
    ]),
  },
} as const;
