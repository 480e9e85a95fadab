/** Handing over: what leaves Redwell, what was planned for it, and the record of it. */
import { z } from 'zod';
import { resolutionSchema } from './entities.ts';
import { choiceCountsSchema } from './export-choice.ts';

export const EXPORT_KINDS = ['loadfile', 'lists', 'report', 'bag', 'evidence'] as const;
export const exportKindSchema = z.enum(EXPORT_KINDS);
export type ExportKind = z.infer<typeof exportKindSchema>;

/** `interrupted`: the process was killed, or the machine stopped. Its parts are gone, or another export took them over. */
export const EXPORT_OUTCOMES = ['completed', 'canceled', 'failed', 'interrupted'] as const;
export const exportOutcomeSchema = z.enum(EXPORT_OUTCOMES);
export type ExportOutcome = z.infer<typeof exportOutcomeSchema>;

/** Why a document, its original or its text is not in an export. */
export const LEFT_OUT_REASONS = [
  'duplicate',
  'excluded',
  'canceled',
  'no_original',
  'original_missing',
  'original_altered',
  'original_unreadable',
  'text_altered',
  'page_not_drawn',
  'pages_not_counted',
] as const;
export const leftOutReasonSchema = z.enum(LEFT_OUT_REASONS);
export type LeftOutReason = z.infer<typeof leftOutReasonSchema>;

/** The sentence for each reason, as lists and reports say it. */
export const LEFT_OUT_TEXT: Readonly<Record<LeftOutReason, string>> = {
  duplicate:
    'The document has the same content as another one, which is exported. Its path is listed with that one.',
  excluded: 'The document was excluded when it was received: it is a system file.',
  canceled: 'The document was canceled before it was processed.',
  no_original: 'Redwell never received the bytes of this document, so there is no original.',
  original_missing:
    'The original is missing. Restore it from a backup, or ask the custodian for it again, then export once more.',
  original_altered:
    'The original is no longer the file that was received. Restore it from a backup, then export once more.',
  original_unreadable:
    'The original could not be read. Check its drive and its permissions, then export once more.',
  text_altered: 'The stored text was altered or damaged. Run the batch again, then export once more.',
  page_not_drawn: 'The page could not be drawn, so a slip sheet takes its place. Its original is exported.',
  pages_not_counted:
    'The original has more pages than were counted when it was processed, and those have no image. Its original is exported.',
};

/** Why a report has no PDF. */
export const NOT_PRINTED_TEXT =
  'The report could not be printed as PDF, because no Chromium on this computer could do it. Open report.html in a browser and print it.';

/** Reasons that somebody has to look into. The others are decisions. */
export const FAULTS: ReadonlySet<LeftOutReason> = new Set([
  'original_missing',
  'original_altered',
  'original_unreadable',
  'text_altered',
  'page_not_drawn',
  'pages_not_counted',
]);

/** Something that is not in an export. */
export const leftOutSchema = z.object({
  documentId: z.string(),
  path: z.string(),
  what: z.enum(['document', 'original', 'text', 'image']),
  reason: leftOutReasonSchema,
  /** The first page that it is about, and what else is known. */
  detail: z.string().optional(),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

const countSchema = z.number().int().min(0);

/** How much is left out for each reason; reasons without a case are absent. */
export const leftOutCountsSchema = z.partialRecord(leftOutReasonSchema, countSchema);
export type LeftOutCounts = z.infer<typeof leftOutCountsSchema>;

/** What an export will write, before anything is written. */
export const exportPlanSchema = z.object({
  batchId: z.string(),
  kind: exportKindSchema,
  /** The folder that the export will be. */
  target: z.string(),
  /** Documents that the export holds or lists. */
  documents: countSchema,
  /** Originals that it copies, and their size in bytes. Texts and lists come on top and are small beside them. */
  originals: countSchema,
  bytes: countSchema,
  /** Known before the originals are read. More may turn up when they are. */
  leftOut: leftOutCountsSchema,
  /** The first and the last control number, and the volumes; null unless the export has a load file. */
  numbering: z.object({ first: z.string(), last: z.string(), volumes: countSchema }).nullable(),
  /** What came of a filter or a selection; null: the whole batch. */
  choice: choiceCountsSchema.nullable(),
  /** Characters of the longest path that the export can have. Many Windows programs open no path of more than 259. */
  longestPath: countSchema,
  /** Page images, and how many of them are slip sheets for documents without pages; absent if there are none. */
  images: z.object({ pages: countSchema, slipSheets: countSchema }).optional(),
  /** Whether it holds the privilege list, which names the documents that may be privileged; absent if not. */
  privilege: z.literal(true).optional(),
  /** How far an interrupted export of the same plan was, which this one goes on with; null: from the beginning. */
  resume: z
    .object({ startedAt: z.number(), documents: countSchema, bytes: countSchema })
    .nullable()
    .default(null),
  /** Free bytes on the disk that the export goes to; null if its file system does not say. */
  freeBytes: z.number().nullable(),
});
export type ExportPlan = z.infer<typeof exportPlanSchema>;

/** How far an export is. */
export const exportProgressSchema = z.object({
  exportId: z.string(),
  batchId: z.string(),
  phase: z.enum(['documents', 'lists', 'sealing']),
  documents: countSchema,
  totalDocuments: countSchema,
  bytes: countSchema,
  totalBytes: countSchema,
});
export type ExportProgress = z.infer<typeof exportProgressSchema>;

/** Values that could not be written as they are. Nothing is changed without being named here. */
export const CHANGE_KINDS = [
  'line_break_sign',
  'invalid_character',
  'separator_inside',
  'delimiter_inside',
  'cell_cut',
  'too_many_rows',
  'not_indexed',
  'not_printed',
] as const;
export const changeKindSchema = z.enum(CHANGE_KINDS);
export type ChangeKind = z.infer<typeof changeKindSchema>;

export const changeCountsSchema = z.partialRecord(changeKindSchema, countSchema);

/** One export, as history keeps it. */
export const exportRecordSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  kind: exportKindSchema,
  target: z.string(),
  /** Unix ms. */
  startedAt: z.number(),
  /** Null while it runs, and after a crash until the next export looks. */
  endedAt: z.number().nullable(),
  outcome: exportOutcomeSchema.nullable(),
  documents: countSchema,
  originals: countSchema,
  leftOut: countSchema,
  bytes: countSchema,
  /** SHA-256 of the tag manifest, in hexadecimal; null unless it is a bag or an evidence pack. */
  rootHash: z.string().nullable(),
  error: z.string().nullable(),
});
export type ExportRecord = z.infer<typeof exportRecordSchema>;

/** The result of an export that is whole. */
export const exportReportSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  kind: exportKindSchema,
  target: z.string(),
  documents: countSchema,
  originals: countSchema,
  /** Size of everything that was written. */
  files: countSchema,
  bytes: countSchema,
  leftOut: leftOutCountsSchema,
  changes: changeCountsSchema,
  numbering: z.object({ first: z.string(), last: z.string(), volumes: countSchema }).nullable(),
  /** What came of a filter or a selection; null: the whole batch. Earlier versions had no choice. */
  choice: choiceCountsSchema.nullable().default(null),
  /**
   * From how many documents the lists of entities and relationships are; null if there are no such lists, because they
   * are not part of the export, because documents were chosen, or because the names of the batch were not matched.
   */
  resolution: resolutionSchema.pick({ documents: true, missing: true }).nullable(),
  rootHash: z.string().nullable(),
  /** What it took over from an interrupted export; null if it started from the beginning. Earlier versions always did. */
  resumed: z.object({ documents: countSchema, bytes: countSchema }).nullable().default(null),
});
export type ExportReport = z.infer<typeof exportReportSchema>;

/** How a pack differs from what was handed over. */
export const DIFFERENCE_KINDS = [
  'not_a_pack',
  'root',
  'order',
  'listed_twice',
  'unsafe_path',
  'missing',
  'altered',
  'added',
  'unreadable',
  'log',
] as const;
export const packDifferenceSchema = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  /** Path inside the pack, with `/`. */
  path: z.string(),
  message: z.string(),
});
export type PackDifference = z.infer<typeof packDifferenceSchema>;

/** The result of verifying a bag or an evidence pack. */
export const packCheckSchema = z.object({
  /** Whether everything is as it was handed over. */
  whole: z.boolean(),
  /** SHA-256 of the tag manifest as it is now; null if there is none. */
  rootHash: z.string().nullable(),
  /** Files that were compared until the first difference. */
  files: countSchema,
  bytes: countSchema,
  /** The operator log in the pack, proven entry by entry: its entries about the batch. Null if the pack has none. */
  log: z.object({ entries: countSchema, head: z.string() }).nullable(),
  difference: packDifferenceSchema.nullable(),
});
export type PackCheck = z.infer<typeof packCheckSchema>;

/**
 * What became of an export. `running`: also in another process. `gone`: it was whole, and is not in its folder any more,
 * or its drive does not answer.
 */
export const EXPORT_STATES = ['running', 'whole', 'gone', 'canceled', 'failed', 'interrupted'] as const;
export const exportStateSchema = z.enum(EXPORT_STATES);
export type ExportState = z.infer<typeof exportStateSchema>;

/** An export as pages list it. */
export const listedExportSchema = exportRecordSchema.extend({
  state: exportStateSchema,
  /** How far it is; null unless this console runs it. */
  progress: exportProgressSchema.nullable(),
  /** What the export says of itself; null unless it is whole and in its folder. */
  report: exportReportSchema.nullable(),
  /** What to do about its error, for as long as this console runs. */
  action: z.string().nullable(),
  /** Until when the parts of an interrupted export wait for another one that goes on, Unix ms; null: there are none. */
  keptUntil: z.number().nullable(),
});
export type ListedExport = z.infer<typeof listedExportSchema>;
