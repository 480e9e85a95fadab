/** What a list of documents shows and how it can be sorted, the tags of its documents, and its saved views. */
import { z } from 'zod';
import { typedText } from './bridge-fields.ts';
import { documentRowSchema } from './documents.ts';

/** What a list of documents can be sorted by. `received` is the order of the manifest. */
export const DOCUMENT_SORTS = [
  'path',
  'control',
  'status',
  'stage',
  'type',
  'bytes',
  'pages',
  'entities',
  'date',
  'warnings',
  'exception',
  'attempts',
  'started',
  'ended',
  'duration',
  'hash',
] as const;
export type DocumentSortKey = (typeof DOCUMENT_SORTS)[number];

/**
 * Documents with the same value stay in the order they were received in. Documents without a value come last, whatever
 * the direction. Statuses, types and causes are in the order of their filters.
 */
export const documentSortSchema = z.object({
  by: z.enum(DOCUMENT_SORTS),
  descending: z.boolean(),
});
export type DocumentSort = z.infer<typeof documentSortSchema>;

export const BY_PATH: DocumentSort = { by: 'path', descending: false };

/** The longest name of a tag or a view. */
const NAME_LENGTH = 60;
const name = (what: string) =>
  typedText(1000)
    .min(1, `Give the ${what} a name.`)
    .max(NAME_LENGTH, `The name of a ${what} has at most ${NAME_LENGTH} characters.`);

/** A word that people put on documents. Two tags that differ only in case are the same. */
export const tagSchema = name('tag');

/** One row of the document list of a batch, with what only a list shows. */
export const listedDocumentSchema = documentRowSchema.extend({
  /** As its load file says, or else that of the batch; empty if nobody said. */
  custodian: z.string(),
  /** The day that the document states for itself, such as 20231231; null if it states none, or is not indexed yet. */
  day: z.number().int().nullable(),
  /** The most attempts at any one of its stages that ended; null before the first one. */
  attempts: z.number().int().nullable(),
  /** When its first attempt started and its last run ended, Unix ms. */
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** How long its stages ran, over all attempts, ms; null if none ran, such as when all came from the cache. */
  runningMs: z.number().nullable(),
  /** How much its text resembles the longest of its family, percent; null or absent if no other text is similar. */
  similar: z.number().int().nullable().optional(),
  /** Whether a mail of a thread contains everything that it is about; null or absent if it is in no thread. */
  inclusive: z.boolean().nullable().optional(),
  /** In alphabetical order. */
  tags: z.array(z.string()),
});
export type ListedDocument = z.infer<typeof listedDocumentSchema>;

/** How many documents of a batch have a tag. */
export const tagCountSchema = z.object({ tag: z.string(), documents: z.number().int() });
export type TagCount = z.infer<typeof tagCountSchema>;

/** The lists that can have views. */
export const LISTS = ['documents', 'history'] as const;
export const listNameSchema = z.enum(LISTS);
export type ListName = z.infer<typeof listNameSchema>;

export const viewNameSchema = name('view');

/** A filter, a sort order and columns of a list, under a name. */
export const listViewSchema = z.object({
  name: viewNameSchema,
  /** The parameters of the page's address that state filter and sort order. */
  query: typedText(2000),
  /** Ids of the columns, in their order; null: those that the list shows by default. */
  columns: z.array(typedText(40)).max(40).nullable(),
  /** Whether the list opens with it. At most one view of a list does. */
  isDefault: z.boolean(),
});
export type ListView = z.infer<typeof listViewSchema>;
