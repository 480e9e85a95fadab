/** The format of a drop's journal on disk (decision 8). */
import { z } from 'zod';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { fileTypeSchema } from '../../shared/file-types.ts';
import { dropSchema } from '../../shared/intake.ts';
import { choiceSchema } from '../../shared/intake-edit.ts';
import { withPresentCodes, withPresentFields, withPresentMeta } from './old-versions.ts';
import type { FileRecord } from './records.ts';

/** Holds the drop itself and is replaced as a whole. */
export const META = 'drop.json';
/** Holds one JSON object per line and is only ever appended to. */
export const LINES = 'entries.jsonl';

const finding = z.object({ code: exceptionCodeSchema, detail: z.string() });
const fileLine = z.object({
  path: z.string(),
  raw: z.string().nullable(),
  root: z.number().int(),
  file: z.string().nullable(),
  bytes: z.number(),
  modifiedAt: z.number().nullable(),
  sha256: z.string().nullable(),
  type: fileTypeSchema,
  description: z.string(),
  excluded: z.string().nullable(),
  failure: finding.nullable(),
});
const inspection = z.object({
  pages: z.number().nullable(),
  pagesToOcr: z.number().nullable(),
  encrypted: z.boolean(),
  problem: finding.nullable(),
  attachments: z.number().optional(),
});
const expansion = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      bytes: z.number(),
      modifiedAt: z.number().nullable(),
      sha256: z.string(),
      type: fileTypeSchema,
      description: z.string(),
    }),
  ),
  problems: z.array(
    z.object({
      name: z.string(),
      code: exceptionCodeSchema,
      detail: z.string(),
      renamedTo: z.string().optional(),
    }),
  ),
  failure: finding.nullable(),
});
const lineSchema = z.discriminatedUnion('k', [
  /** A walk starts: the file lines before this one belong to an earlier walk. */
  z.object({ k: z.literal('walk') }),
  z.object({ k: z.literal('file'), v: fileLine }),
  z.object({ k: z.literal('inspected'), sha256: z.string(), v: inspection }),
  z.object({ k: z.literal('expanded'), sha256: z.string(), v: expansion }),
  /** Hashes that a load file gives too. */
  z.object({ k: z.literal('hashed'), sha256: z.string(), md5: z.string(), sha1: z.string() }),
  /** The operator left something out, or took it back. */
  z.object({ k: z.literal('edit'), out: z.boolean(), choices: z.array(choiceSchema) }),
]);
export type Line = z.infer<typeof lineSchema>;

const metaSchema = z.object({
  drop: dropSchema,
  roots: z.array(z.object({ location: z.string(), prefix: z.string(), directory: z.boolean() })),
  /** The id of the batch that the drop is being frozen into. It counts only if that batch's manifest exists. */
  freezing: z.string().nullable(),
  /** Drops that became this one, whose folders may still have to move into this drop's folder. */
  joins: z.array(z.string()).default([]),
});
export type JournalMeta = z.infer<typeof metaSchema>;

/** @throws ZodError, SyntaxError when the text is damaged */
export const parseMeta = (text: string): JournalMeta =>
  metaSchema.parse(withPresentMeta(JSON.parse(withPresentCodes(text))));

/** Returns null for a damaged line. */
export function parseLine(text: string): Line | null {
  try {
    return lineSchema.parse(JSON.parse(withPresentFields(withPresentCodes(text))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

export const fileToLine = (record: FileRecord): Line => ({
  k: 'file',
  v: { ...record, raw: record.raw === null ? null : record.raw.toString('base64') },
});

export const lineToFile = ({ raw, ...rest }: z.infer<typeof fileLine>): FileRecord => ({
  ...rest,
  raw: raw === null ? null : Buffer.from(raw, 'base64'),
});
