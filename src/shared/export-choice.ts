/** Which documents of a batch an export is about: all, those that pass a filter, or those that were selected. */
import { z } from 'zod';
import { documentFilter } from './bridge-documents.ts';
import { id } from './bridge-fields.ts';

/** Documents that can be selected for one export. More are chosen with a filter. */
export const MOST_CHOSEN = 100_000;

const { batchId: _batchId, ...filterFields } = documentFilter;

/** The families of the chosen documents are exported with them. */
export const exportChoiceSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('batch') }).strict(),
  z.object({ by: z.literal('filter'), filter: z.object(filterFields).strict() }).strict(),
  z
    .object({
      by: z.literal('selection'),
      documentIds: z
        .array(id)
        .min(1, 'Select at least one document.')
        .max(MOST_CHOSEN, `Select at most ${MOST_CHOSEN} documents, or use a filter.`),
    })
    .strict(),
]);
export type ExportChoice = z.output<typeof exportChoiceSchema>;

export const WHOLE_BATCH: ExportChoice = { by: 'batch' };

const count = z.number().int().min(0);

/** What came of a choice. */
export const choiceCountsSchema = z.object({
  by: z.enum(['filter', 'selection']),
  /** Documents that were chosen. */
  chosen: count,
  /** Documents that were added because a family is never torn apart. */
  added: count,
  /** Documents of the batch that the export does not hold because nobody chose them. */
  notChosen: count,
});
export type ChoiceCounts = z.infer<typeof choiceCountsSchema>;
