/** Similar texts and threads of mails, on both sides of the bridge. Decision 36 says how they are found. */
import { z } from 'zod';

/**
 * The place of a document in a family of similar texts. `percent` says how much its text resembles the pivot's: shared
 * runs of three words of all runs of both, rounded down; 100 only for the same words in the same order.
 */
export const similarPlaceSchema = z.object({
  /** Id of the longest text of the family, with which all others were compared. */
  pivot: z.string(),
  percent: z.number().int(),
  /** Documents of the family. */
  documents: z.number().int(),
});
export type SimilarPlace = z.infer<typeof similarPlaceSchema>;

export const threadPlaceSchema = z.object({
  /** Id of the first mail of the thread. */
  thread: z.string(),
  /** Place by the time of sending, from 0. */
  place: z.number().int(),
  /** Whether no other mail of the thread contains everything that this one says and has attached. */
  inclusive: z.boolean(),
  /** A mail that contains all of it. */
  containedIn: z.string().nullable(),
  /** Mails of the thread. */
  documents: z.number().int(),
});
export type ThreadPlace = z.infer<typeof threadPlaceSchema>;

const member = { id: z.string(), path: z.string(), batchId: z.string(), batchName: z.string() };

/** A document's id, as the lists and searches name it. */
const ID = /^[\w-]{1,100}$/;
const RELATED_KINDS = ['similar', 'thread', 'inclusive'] as const;

/**
 * Which documents of a list belong together: those with similar ones, mails of threads, mails that no other mail of their
 * thread contains; or `similar:ID` and `thread:ID`, the family or the thread of one document.
 */
export const relatedSchema = z.string().refine((value) => relationOf(value) !== null, {
  message: `Write ${RELATED_KINDS.join(', ')}, similar:ID or thread:ID.`,
});

/** Returns what a value of `related` means; null for none. */
export function relationOf(
  value: string,
): { kind: (typeof RELATED_KINDS)[number]; documentId: string | null } | null {
  const [name = '', documentId] = value.split(/:(.*)/s);
  const kind = RELATED_KINDS.find((one) => one === name);
  if (kind === undefined) return null;
  if (documentId === undefined) return { kind, documentId: null };
  return kind === 'inclusive' || !ID.test(documentId) ? null : { kind, documentId };
}

export const similarDocumentsSchema = z.object({
  /**
   * `waiting`: not compared with all others yet. `too_short`: the text has too few words to compare, but a mail can be in a
   * thread. `no_text`: there is nothing to compare.
   */
  state: z.enum(['compared', 'waiting', 'too_short', 'no_text']),
  place: similarPlaceSchema.nullable(),
  /** The pivot first, then the most similar; 200 at most. Empty for a text without similar ones. */
  family: z.array(z.object({ ...member, percent: z.number().int(), pivot: z.boolean() })),
  threadPlace: threadPlaceSchema.nullable(),
  /** By the time of sending; 200 at most. */
  thread: z.array(
    z.object({
      ...member,
      parentId: z.string().nullable(),
      inclusive: z.boolean(),
      containedIn: z.string().nullable(),
      subject: z.string().nullable(),
      sender: z.string().nullable(),
      sent: z.string().nullable(),
    }),
  ),
});
export type SimilarDocuments = z.infer<typeof similarDocumentsSchema>;
