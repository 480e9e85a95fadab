/** What a page asks about batches, their entities and their counters. */
import { z } from 'zod';
import { BATCH_COLUMNS, BATCH_SORTS, LIST_FORMATS } from './batch-list.ts';
import { batchSchema, batchTimesSchema, prioritySchema, warningCountSchema } from './batches.ts';
import { id, none, page, pageOf, passwords } from './bridge-fields.ts';
import {
  batchEntityRowSchema,
  batchRelationshipRowSchema,
  entityKeySchema,
  resolutionSchema,
} from './entities.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { entityKindSchema } from './mentions.ts';
import { reconciledSchema, reconcileReportSchema } from './reconcile.ts';
import { stageSchema } from './stages.ts';

const column = z.enum(BATCH_COLUMNS);
const batchFilter = {
  search: z.string().max(200).default(''),
  status: z.enum(['all', 'active', 'completed', 'exceptions', 'canceled']).default('all'),
  /** Absent: newest first. */
  sort: z
    .object({ by: z.enum(BATCH_SORTS), descending: z.boolean() })
    .strict()
    .optional(),
};

export const BATCH_REQUESTS = {
  'batches.submit': {
    input: z
      .object({
        dropId: id,
        name: z.string().min(1).max(200),
        matter: z.string().max(200).default(''),
        custodian: z.string().max(200).default(''),
        priority: prioritySchema.default('normal'),
      })
      .strict(),
    output: batchSchema,
  },
  'batches.active': { input: none, output: z.array(batchSchema) },
  'batches.list': {
    input: z.object({ ...batchFilter, ...page }).strict(),
    output: pageOf(batchSchema),
  },
  /**
   * Makes a file of the whole list: as it is filtered and sorted, with these columns. Without a folder the answer holds
   * the file, in base64; a page in a browser can only ask for that.
   */
  'batches.export': {
    input: z
      .object({
        ...batchFilter,
        columns: z.array(column).min(1).max(40),
        format: z.enum(LIST_FORMATS),
        into: z.string().min(1).max(4000).nullable(),
      })
      .strict(),
    output: z.object({
      name: z.string(),
      batches: z.number().int(),
      /** Cells that were too long for a workbook, and were cut. */
      cut: z.number().int(),
      content: z.string().nullable(),
      path: z.string().nullable(),
    }),
  },
  'batches.get': { input: z.object({ batchId: id }).strict(), output: batchSchema },
  'batches.control': {
    input: z.object({ batchId: id, action: z.enum(['pause', 'resume', 'cancel']) }).strict(),
    output: batchSchema,
  },
  'batches.priority': {
    input: z.object({ batchId: id, priority: prioritySchema }).strict(),
    output: batchSchema,
  },
  'batches.retry': {
    /** Retries failed documents only, optionally of one stage, one cause or one document. */
    input: z
      .object({
        batchId: id,
        stage: stageSchema.optional(),
        code: exceptionCodeSchema.optional(),
        documentId: id.optional(),
      })
      .strict(),
    output: z.object({ retried: z.number().int(), batch: batchSchema }),
  },
  /** How many passwords the app holds in memory for a batch, and since when it runs (`since`, Unix ms). */
  'batches.bank': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({ offered: z.number().int(), since: z.number() }),
  },
  /** Adds passwords and retries the batch's encrypted documents with every password the app holds. */
  'batches.passwords': {
    input: z.object({ batchId: id, passwords }).strict(),
    output: z.object({ offered: z.number().int(), retried: z.number().int(), batch: batchSchema }),
  },
  /**
   * Runs every document of an ended batch again from the first stage. `missing` and `altered` count documents whose
   * originals are gone, or are no longer what was received; `paths` has the first of them.
   */
  'batches.rerun': {
    input: z.object({ batchId: id }).strict(),
    output: z.object({
      opened: z.number().int(),
      missing: z.number().int(),
      altered: z.number().int(),
      paths: z.object({ missing: z.array(z.string()), altered: z.array(z.string()) }),
      batch: batchSchema,
    }),
  },
  'batches.reconcile': {
    input: z.object({ batchId: id, repair: z.boolean().default(false) }).strict(),
    output: reconciledSchema,
  },
  /** The last check of the active batches' counters; null before the first one. */
  'reconcile.last': { input: none, output: reconcileReportSchema.nullable() },
  'reconcile.run': {
    input: z.object({ repair: z.boolean().default(false) }).strict(),
    output: reconcileReportSchema,
  },
  /** Canonical entities of a batch, sorted by the number of documents that mention them. */
  'batches.entities': {
    input: z
      .object({
        batchId: id,
        kind: entityKindSchema.nullable().default(null),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    /** `resolution` is null until the batch has ended and its entities have been resolved. */
    output: pageOf(batchEntityRowSchema).extend({ resolution: resolutionSchema.nullable() }),
  },
  /** Relationships of a batch, strongest first, optionally of one entity. */
  'batches.relationships': {
    input: z.object({ batchId: id, entity: entityKeySchema.nullable().default(null), ...page }).strict(),
    output: pageOf(batchRelationshipRowSchema),
  },
  /** How long a batch took, as far as history has it: its runs, its stages beside other batches, its forecasts. */
  'batches.times': { input: z.object({ batchId: id }).strict(), output: batchTimesSchema },
  /** How many documents of a batch have each warning, as far as history has them; the most frequent first. */
  'batches.warnings': { input: z.object({ batchId: id }).strict(), output: z.array(warningCountSchema) },
} as const;
