/** How two texts differ, word by word, on both sides of the bridge. */
import { z } from 'zod';

/** Characters of each text that are compared. */
export const MOST_COMPARED = 1_000_000;

const piece = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  /** As the text has it, with its blanks; `same` as the second text has it. */
  text: z.string(),
  words: z.number().int(),
});
export type DifferencePiece = z.infer<typeof piece>;

const side = z.object({
  id: z.string(),
  path: z.string(),
  batchId: z.string(),
  batchName: z.string(),
});

export const textDifferencesSchema = z.object({
  first: side,
  second: side,
  /** `blanks`: the same words, with other blanks, line breaks or pages between them. */
  state: z.enum(['same', 'blanks', 'different']),
  /** In the order of the texts. Empty when the texts are the same. */
  pieces: z.array(piece),
  /** Words that both texts have, that only the first has, and that only the second has. */
  words: z.object({ same: z.number().int(), removed: z.number().int(), added: z.number().int() }),
  /** Only the first million characters of each text were compared. */
  cut: z.boolean(),
  /** Some parts differ so much that they are shown as replaced as a whole. */
  coarse: z.boolean(),
});
export type TextDifferences = z.infer<typeof textDifferencesSchema>;
