/**
 * The shapes of a child's answers. A child may be taken over by what it reads, so nothing else gets past them. They are
 * strict, because a field that is missing here would otherwise be lost in silence.
 */
import { z } from 'zod';
import { documentMetadataSchema } from '../../shared/documents.ts';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { entityKindSchema, entitySchema, relationshipSchema } from '../../shared/mentions.ts';
import type { Stage } from '../../shared/stages.ts';
import { WARNING_CODES } from '../../shared/warnings.ts';
import type {
  DrawnSheets,
  Expansion,
  Inspection,
  PageImage,
  PlacedWord,
  Sheet,
  StageOutput,
  StageResults,
} from '../documents/types.ts';

const MAX_LINE = 10_000;
const MAX_NAME = 4096;
const count = z.number().int().nonnegative();
const page = count.nullable();

const warningSchema = z.strictObject({
  code: z.enum(WARNING_CODES),
  detail: z.string().max(MAX_LINE),
  pages: z.array(count).optional(),
});

const RESULTS: { [S in Stage]: z.ZodType<StageResults[S]> } = {
  ocr: z.strictObject({
    text: z.string(),
    pages: z.array(
      z.strictObject({
        page: count,
        start: count,
        end: count,
        source: z.enum(['text', 'ocr', 'none']),
        confidence: z.number().nullable(),
        reason: z.string().max(MAX_LINE).optional(),
      }),
    ),
    metadata: documentMetadataSchema.strict(),
    warnings: z.array(warningSchema),
  }) as z.ZodType<StageResults['ocr']>,
  chunking: z.strictObject({ chunks: z.array(z.strictObject({ start: count, end: count, page })) }),
  entity_extraction: z.strictObject({
    mentions: z.array(
      z.strictObject({
        kind: entityKindSchema,
        text: z.string(),
        start: count,
        end: count,
        page,
        normal: z.string(),
        antecedent: z.string().optional(),
      }),
    ),
  }) as z.ZodType<StageResults['entity_extraction']>,
  entity_resolution: z.strictObject({
    entities: z.array(entitySchema.strict()),
    canonical: z.array(
      z.strictObject({ kind: entityKindSchema, name: z.string(), mentions: z.array(count) }),
    ),
  }),
  relationship_building: z.strictObject({ relationships: z.array(relationshipSchema.strict()) }),
  finalization: z.strictObject({
    pages: page,
    pagesOcr: count,
    characters: count,
    entities: count,
    relationships: count,
    warnings: z.array(warningSchema),
  }) as z.ZodType<StageResults['finalization']>,
};

export const outputSchema = <S extends Stage>(stage: S): z.ZodType<StageOutput<S>> =>
  z.strictObject({
    result: RESULTS[stage],
    engine: z.string().max(MAX_LINE).nullable(),
  }) as unknown as z.ZodType<StageOutput<S>>;

const problemSchema = z.strictObject({ code: exceptionCodeSchema, detail: z.string().max(MAX_LINE) });

export const inspectionSchema: z.ZodType<Inspection> = z.strictObject({
  pages: page,
  pagesToOcr: page,
  encrypted: z.boolean(),
  problem: problemSchema.nullable(),
  attachments: count.optional(),
});

/** Whether a member's name can leave no folder and hides nothing: what `safeName` returns. */
const isSafeName = (name: string): boolean =>
  name !== '' &&
  !/[\p{Cc}\\]/u.test(name) &&
  !name.startsWith('/') &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

export const expansionSchema: z.ZodType<Expansion> = z.strictObject({
  members: z.array(
    z.strictObject({
      name: z.string().max(MAX_NAME).refine(isSafeName, 'The name is not safe'),
      file: z.string(),
      bytes: count,
      modifiedAt: z.number().nullable(),
    }),
  ),
  problems: z.array(
    problemSchema.extend({
      name: z.string().max(MAX_NAME),
      renamedTo: z.string().max(MAX_NAME).optional(),
    }),
  ),
});

/** Names and versions of engines. */
export const enginesSchema = z.record(z.string().max(MAX_LINE), z.string().max(MAX_LINE));

const MAX_IMAGE_CHARACTERS = 64 * 1024 * 1024;
const MAX_WORDS = 100_000;
const MAX_WORD = 60_000;

export const pageImageSchema: z.ZodType<PageImage> = z.strictObject({
  pages: count,
  width: count,
  height: count,
  // "RIFF" in base64, then nothing that could leave an address in a page.
  webp: z
    .string()
    .max(MAX_IMAGE_CHARACTERS)
    .regex(/^UklGR[A-Za-z0-9+/]*={0,2}$/),
});

/** What each format begins with, in base64: a child cannot pass off anything else as a picture. */
const SHEET_START = { tiff: /^(SUkqA|TU0AK)/, png: /^iVBORw0KGgo/, jpeg: /^\/9j\// } as const;
const MAX_SIDE = 100_000;

export const sheetSchema: z.ZodType<Sheet> = z
  .strictObject({
    format: z.enum(['tiff', 'png', 'jpeg']),
    width: count.min(1).max(MAX_SIDE),
    height: count.min(1).max(MAX_SIDE),
    dpi: z.number().min(1).max(MAX_SIDE),
    data: z
      .string()
      .max(MAX_IMAGE_CHARACTERS)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/),
  })
  .refine(({ format, data }) => SHEET_START[format].test(data), 'The picture has another format');

const MAX_SHEETS = 100;

export const drawnSheetsSchema: z.ZodType<DrawnSheets> = z.strictObject({
  pages: count,
  drawn: z
    .array(
      z.union([
        z.strictObject({ page: count, sheet: sheetSchema }),
        z.strictObject({ page: count, problem: z.string().max(MAX_LINE) }),
      ]),
    )
    .max(MAX_SHEETS),
});

export const placedWordsSchema: z.ZodType<PlacedWord[]> = z
  .array(
    z.strictObject({
      text: z.string().max(MAX_WORD),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      confidence: z.number().min(0).max(100).nullable(),
    }),
  )
  .max(MAX_WORDS);
