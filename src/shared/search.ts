/** What a search answers, on both sides of the bridge. `docs/search.md` describes the language. */
import { z } from 'zod';
import { documentStatusSchema, textCheckSchema } from './documents.ts';
import { fileTypeSchema } from './file-types.ts';

export const SEARCH_SORTS = ['relevance', 'date', 'name'] as const;
const searchSortSchema = z.enum(SEARCH_SORTS);
export type SearchSort = z.infer<typeof searchSortSchema>;

const search = z.string().max(4000);

export const searchInputSchema = z
  .object({
    query: search,
    sort: searchSortSchema.default('relevance'),
    /** From the page before; the list then continues as it was, whatever was added since. */
    cursor: z.string().max(200).nullable().default(null),
    limit: z.number().int().min(1).max(500).default(25),
  })
  .strict();
export type SearchInput = z.output<typeof searchInputSchema>;

/** Names the page that asks: a search takes the place of its earlier one. */
const client = z.string().max(40).optional();
export const searchFindInputSchema = searchInputSchema.extend({ client }).strict();
export const searchFacetsInputSchema = z.object({ query: search, client }).strict();
export const searchMarksInputSchema = z
  .object({ query: search, documentId: z.string().min(1).max(100) })
  .strict();

/** A search under a name, from Settings. */
export const savedSearchSchema = z.object({
  name: z.string().min(1).max(100),
  query: z.string().min(1).max(2000),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** A marked place, as UTF-16 offsets into a text; `end` is after it. */
const textMarkSchema = z.object({ start: z.number().int(), end: z.number().int() });
export type TextMark = z.infer<typeof textMarkSchema>;

const excerptSchema = z.object({
  /** Where the excerpt begins in the text of the document. */
  start: z.number().int(),
  /** In one line: each line break is a space. */
  text: z.string(),
  /** Offsets into this excerpt. */
  marks: z.array(textMarkSchema),
  /** Whether the document goes on after it. */
  more: z.boolean(),
});
export type Excerpt = z.infer<typeof excerptSchema>;

const fieldMatchSchema = z.object({ field: z.string(), text: z.string(), marks: z.array(textMarkSchema) });
export type FieldMatch = z.infer<typeof fieldMatchSchema>;

export const searchHitSchema = z.object({
  documentId: z.string(),
  batchId: z.string(),
  batchName: z.string(),
  matter: z.string(),
  custodian: z.string(),
  path: z.string(),
  type: fileTypeSchema,
  status: documentStatusSchema,
  warned: z.boolean(),
  pages: z.number().nullable(),
  /** The day of the document, such as 20231231; null if unknown. */
  day: z.number().int().nullable(),
  /** The subject of a mail, or the title of another document. */
  subject: z.string().nullable(),
  from: z.string().nullable(),
  /** `differs`: the stored text was altered, so no excerpts are shown. */
  textCheck: textCheckSchema.nullable(),
  /** Marked places in the text. */
  marks: z.number().int(),
  excerpts: z.array(excerptSchema),
  /** The path and the headers in which words were found. */
  fields: z.array(fieldMatchSchema),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('results'),
    items: z.array(searchHitSchema),
    next: z.string().nullable(),
    /** Documents of the whole result, exact. */
    total: z.number().int(),
    /** The order that was used. */
    sort: searchSortSchema,
    /** Signs in the search that stand alone and are not searched, such as §. */
    ignored: z.array(z.string()),
    /** Documents whose names, headers and dates are not indexed yet, so that they may be missing. */
    waiting: z.number().int(),
  }),
  z.object({
    kind: z.literal('problem'),
    /** UTF-16 offsets into the search, and a sentence. */
    problem: z.object({ at: z.number().int(), end: z.number().int(), message: z.string() }),
  }),
]);
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

export const FACET_KINDS = [
  'type',
  'custodian',
  'matter',
  'batch',
  'year',
  'person',
  'organization',
  'warning',
] as const;
const facetSchema = z.object({
  kind: z.enum(FACET_KINDS),
  values: z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() })),
  /** How many values were left out; null: some, not counted. */
  more: z.number().int().nullable(),
});
export type Facet = z.infer<typeof facetSchema>;

export const searchFacetsSchema = z.object({ facets: z.array(facetSchema) });
export type SearchFacets = z.infer<typeof searchFacetsSchema>;
export const searchMarksSchema = z.object({ marks: z.array(textMarkSchema) });
export type SearchMarks = z.infer<typeof searchMarksSchema>;
