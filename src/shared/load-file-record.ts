/** What a load file from somebody else states about a document, kept apart from what Redwell reads in it. */
import { z } from 'zod';

/**
 * What the original of a document is that came with a load file. `pages`: the first of several page images, and the others
 * are attached to it as documents, each a `page`. `none`: nothing came.
 */
const originalKindSchema = z.enum(['native', 'text', 'image', 'pages', 'page', 'none']);

/** The record of a document in a load file, as its manifest keeps it. */
export const statedRecordSchema = z.object({
  /** Path of the load file in the drop, its SHA-256, and the row of the record; the header is row 1. */
  file: z.string(),
  sha256: z.string(),
  row: z.number().int(),
  control: z.string(),
  custodian: z.string(),
  original: originalKindSchema,
  /** The document that is the text of this one as it came; null if none came beside the original. */
  textId: z.string().nullable(),
  /** The column in which the text itself stands; null: none, or it is too long to be kept. Earlier versions kept no such column. */
  textColumn: z.string().nullable().default(null),
  /** The values that are not empty, by the name of their column. */
  fields: z.record(z.string(), z.string()),
});
export type StatedRecord = z.infer<typeof statedRecordSchema>;

/** How the text that came with a document compares with the one that Redwell read. */
export const textComparisonSchema = z.object({
  /** Shared runs of three words of all runs of both, rounded down; 100: the same words in the same order. */
  percent: z.number().int(),
  /** Words, each as often as it occurs, that only one of the texts has. */
  onlyTheirs: z.number().int(),
  onlyOurs: z.number().int(),
});
export type TextComparison = z.infer<typeof textComparisonSchema>;

/** As a document's page shows it. `comparison` is null before the texts were compared. */
export const statedDetailSchema = statedRecordSchema.extend({ comparison: textComparisonSchema.nullable() });
export type StatedDetail = z.infer<typeof statedDetailSchema>;

/** A load file in a drop: what it says, and what is wrong with it. */
export const loadFileSummarySchema = z.object({
  files: z.array(z.object({ path: z.string(), encoding: z.string(), documents: z.number().int() })),
  documents: z.number().int(),
  attached: z.number().int(),
  custodians: z.number().int(),
  /** Documents with an original and with a text, and files that are page images. */
  originals: z.number().int(),
  texts: z.number().int(),
  images: z.number().int(),
  /** Originals whose stated hash was compared. */
  hashesChecked: z.number().int(),
  /** Documents of which a text or page images came in place of an original, and those of which nothing came. */
  substituted: z.number().int(),
  withoutFile: z.number().int(),
  /** Files that no record names. */
  unnamed: z.number().int(),
  problems: z.number().int(),
  /** Problems by which the load file contradicts itself or its files. */
  contradictions: z.number().int(),
  /** Whether its records become the documents; otherwise every file is a document of its own. */
  taken: z.boolean(),
  /** Whether an operator said so. */
  chosen: z.boolean(),
});
export type LoadFileSummary = z.infer<typeof loadFileSummarySchema>;

/** A problem of a load file, with its row; row 0: it is about the file itself. */
export const loadFileProblemSchema = z.object({
  code: z.string(),
  file: z.string(),
  row: z.number().int(),
  control: z.string(),
  message: z.string(),
  contradiction: z.boolean(),
});
export type LoadFileProblem = z.infer<typeof loadFileProblemSchema>;
