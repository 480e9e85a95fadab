/** What a page asks to compare two batches, and about the work of days and months. */
import { z } from 'zod';
import { batchSchema, comparedTimesSchema } from './batches.ts';
import { id, page, pageOf } from './bridge-fields.ts';
import { documentStatusSchema } from './documents.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';
import { entityKindSchema } from './mentions.ts';
import { stageSchema } from './stages.ts';

/**
 * How a document of the second batch stands to one of the first. Each document of either batch is in one row only.
 * `came`, `went`: only in the second batch, only in the first. `changed`: same path, other content. `moved`: same content,
 * other path. `outcome`: same path and content, but it ended in another way. `warnings`: the same, with other warnings.
 * `unknown`: same path, but Redwell never read the content of one of them. `same`: no difference.
 */
export const CHANGE_KINDS = [
  'came',
  'went',
  'changed',
  'moved',
  'outcome',
  'warnings',
  'unknown',
  'same',
] as const;
export const changeKindSchema = z.enum(CHANGE_KINDS);
export type ChangeKind = z.infer<typeof changeKindSchema>;

/** A document of one of the two batches. */
const changeSideSchema = z.object({
  documentId: z.string(),
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  type: fileTypeSchema,
  status: documentStatusSchema,
  /** The exception's code. */
  code: exceptionCodeSchema.nullable(),
  warnings: z.array(exceptionCodeSchema),
});
export type ChangeSide = z.infer<typeof changeSideSchema>;

/** `a` is null for a document that came, `b` for one that went. */
export const changeSchema = z.object({
  kind: changeKindSchema,
  a: changeSideSchema.nullable(),
  b: changeSideSchema.nullable(),
});
export type Change = z.infer<typeof changeSchema>;

const namedEntitySchema = z.object({
  kind: entityKindSchema,
  name: z.string(),
  documents: z.number().int(),
  mentions: z.number().int(),
});

/** Entities that only one of the batches has: how many, and those in most documents. */
const onlyEntitiesSchema = z.object({ count: z.number().int(), top: z.array(namedEntitySchema) });

/** Documents of both batches that have something in common. */
const bothSchema = { a: z.number().int(), b: z.number().int() };

export const comparisonSchema = z.object({
  a: batchSchema,
  b: batchSchema,
  /** When the documents were compared, Unix ms. */
  at: z.number(),
  changes: z.record(changeKindSchema, z.number().int()),
  types: z.array(z.object({ type: fileTypeSchema, ...bothSchema })),
  exceptions: z.array(z.object({ code: exceptionCodeSchema, ...bothSchema })),
  warnings: z.array(z.object({ code: exceptionCodeSchema, ...bothSchema })),
  /** Running and waiting times; null where no document of the batch passed the stage. */
  stages: z.array(
    z.object({ stage: stageSchema, a: comparedTimesSchema.nullable(), b: comparedTimesSchema.nullable() }),
  ),
  /** Null while one of the batches has no canonical entities. */
  entities: z.object({ came: onlyEntitiesSchema, went: onlyEntitiesSchema }).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

const pair = { a: id, b: id };

/** Edges of the intervals that one chart shows. */
const MOST_EDGES = 400;

export const COMPARE_REQUESTS = {
  /** Compares two batches as history has them. A later call compares again only after history changed. */
  'compare.get': { input: z.object(pair).strict(), output: comparisonSchema },
  /** The documents of the last comparison of two batches, by path. `kind: null` leaves out those without a difference. */
  'compare.changes': {
    input: z.object({ ...pair, kind: changeKindSchema.nullable().default(null), ...page }).strict(),
    output: pageOf(changeSchema),
  },
  /**
   * The work between each two edges (Unix ms, ascending; an interval has its lower edge). The page knows the time zone,
   * so it sends the beginnings of its days or months.
   */
  'trends.get': {
    input: z
      .object({
        edges: z
          .array(z.number().int())
          .min(2)
          .max(MOST_EDGES)
          .refine((edges) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge))),
      })
      .strict(),
    output: z.object({
      /** The first recorded end of a document, Unix ms; null if there is none. */
      since: z.number().nullable(),
      intervals: z.array(
        z.object({
          /** The lower edge. */
          at: z.number(),
          completed: z.number().int(),
          exceptions: z.number().int(),
          /** Pages of completed documents. */
          pages: z.number().int(),
        }),
      ),
    }),
  },
} as const;

export type Interval = z.infer<(typeof COMPARE_REQUESTS)['trends.get']['output']>['intervals'][number];
