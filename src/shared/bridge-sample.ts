/** What a page asks about a sample: what another run would change in some documents of a batch. Nothing is stored. */
import { z } from 'zod';
import { id, none } from './bridge-fields.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';
import { entityKindSchema } from './mentions.ts';
import { MOST_SAMPLED, USUAL_SAMPLE } from './sample-size.ts';
import { stageSchema } from './stages.ts';

const nameSchema = z.object({ kind: entityKindSchema, name: z.string() });

/** How many there are: all of them, and the first of them by name. */
const namesSchema = z.object({ count: z.number().int(), first: z.array(nameSchema) });

/** What is different in a document. `words` is null where the text is not read again. */
export const sampleDifferenceSchema = z.object({
  /** Words of the text then and now; how many are gone and how many are new. `changed` may be true with neither. */
  words: z
    .object({
      before: z.number().int(),
      after: z.number().int(),
      gone: z.number().int(),
      added: z.number().int(),
      changed: z.boolean(),
    })
    .nullable(),
  /** Names that came, went, or are mentioned in other places; null where they are not found again. */
  names: z.object({ came: namesSchema, went: namesSchema, changed: z.number().int() }).nullable(),
  relationships: z
    .object({ came: z.number().int(), went: z.number().int(), changed: z.number().int() })
    .nullable(),
  /** Null where they were not found again. */
  warnings: z.object({ came: z.array(exceptionCodeSchema), went: z.array(exceptionCodeSchema) }).nullable(),
});
export type SampleDifference = z.infer<typeof sampleDifferenceSchema>;

/**
 * `same`, `changed`: it completes now as before. `mended`: it was an exception and completes now. `broken`: it completed
 * and is an exception now. `failing`: an exception then and now. `not_run`: nothing to run it on, see `detail`.
 */
export const SAMPLE_OUTCOMES = ['same', 'changed', 'mended', 'broken', 'failing', 'not_run'] as const;
export const sampledDocumentSchema = z.object({
  documentId: z.string(),
  path: z.string(),
  type: fileTypeSchema,
  outcome: z.enum(SAMPLE_OUTCOMES),
  /** The exception then and now; null: none. */
  before: exceptionCodeSchema.nullable(),
  after: exceptionCodeSchema.nullable(),
  /** What a failure says, or why the document was not run. */
  detail: z.string(),
  difference: sampleDifferenceSchema.nullable(),
  /** How long the stages that ran took then (null: they came from the cache, or nobody knows) and now, ms. */
  msBefore: z.number().nullable(),
  msAfter: z.number().nullable(),
});
export type SampledDocument = z.infer<typeof sampledDocumentSchema>;

export const sampleSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  /** The first stage whose new version is tried. */
  stage: stageSchema,
  state: z.enum(['running', 'done', 'canceled', 'failed']),
  /** Documents of the sample, and of the batch that another run would process. */
  size: z.number().int(),
  of: z.number().int(),
  /** How many documents of each kind the batch has, and how many of them are in the sample. */
  kinds: z.array(
    z.object({
      type: fileTypeSchema,
      isException: z.boolean(),
      of: z.number().int(),
      sampled: z.number().int(),
    }),
  ),
  documents: z.array(sampledDocumentSchema),
  /** Unix ms. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Why it failed. */
  error: z.object({ message: z.string(), action: z.string().nullable() }).nullable(),
});
export type Sample = z.infer<typeof sampleSchema>;

const sampleId = z.object({ sampleId: id }).strict();

export const SAMPLE_REQUESTS = {
  /**
   * Runs a stage, and those after it, on a sample of an ended batch. One sample at a time. It ends by itself when nobody
   * has asked for it for a minute.
   */
  'sample.start': {
    input: z
      .object({
        batchId: id,
        stage: stageSchema.default('ocr'),
        size: z.number().int().min(1).max(MOST_SAMPLED).default(USUAL_SAMPLE),
      })
      .strict(),
    output: sampleSchema,
  },
  'sample.get': { input: sampleId, output: sampleSchema },
  /** Stops a sample; its parsers end. Does nothing for one that has ended. */
  'sample.cancel': { input: sampleId, output: none },
} as const;
