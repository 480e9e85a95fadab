/** Parts that the requests of several subjects have in common. */
import { z } from 'zod';

/** The id of a drop, a batch or a document. */
export const id = z.string().min(1).max(100);
/** An empty list retries the passwords that the app already holds. No validation message repeats a password. */
export const passwords = z.array(z.string().min(1).max(1000)).max(100);
/** Text that a person types and that is stored: SQLite would cut it at a NUL and change half a character. @param most characters */
export const typedText = (most: number) =>
  z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'contains characters that are no text')
    .trim()
    .max(most);
/** A request or a reply without content. */
export const none = z.object({}).strict();
/** Lists are paged: `cursor` is opaque and comes from the previous page. */
export const page = {
  cursor: z.string().max(200).nullable().default(null),
  limit: z.number().int().min(1).max(500).default(100),
};
/** Returns the schema of one page of a list of `item`; `next` is the cursor of the next page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int() });
