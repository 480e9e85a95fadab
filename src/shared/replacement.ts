/** Another copy of a document that could not be read: what is recorded about it, and what a page shows before. */
import { z } from 'zod';
import { EXCEPTIONS, type ExceptionCode, exceptionCodeSchema } from './exceptions.ts';
import { type FileType, fileTypeSchema } from './file-types.ts';

/** Problems of this computer. Another copy of the file would have them too. */
const NOT_OF_THE_FILE: ReadonlySet<ExceptionCode> = new Set([
  'infrastructure',
  'attempts_exhausted',
  'record_lost',
]);
/** Warnings about content that is not there, which a better copy may have. */
const INCOMPLETE: ReadonlySet<ExceptionCode> = new Set([
  'low_or_no_text',
  'partial_pages',
  'part_not_read',
  'picture_not_read',
  'low_confidence',
  'attachment_missing',
  'placeholder',
  'stated_hash_differs',
  'original_missing',
]);

/** Whether another copy of the file can help with a problem. */
export const canBeReplaced = (code: ExceptionCode): boolean =>
  EXCEPTIONS[code].severity === 'error' ? !NOT_OF_THE_FILE.has(code) : INCOMPLETE.has(code);

/** Problems of which the file itself is the cure: the original was lost or altered after it was received. */
export const wantsTheOriginal = (code: ExceptionCode): boolean =>
  code === 'altered' || code === 'source_missing';

/** Whether a type says what kind of document a file is. */
const isKind = (type: FileType): boolean => !['empty', 'unknown', 'other'].includes(type);

/** Whether a copy is of another type than the file it is for, where that file had a type at all. */
export const isOtherType = (replaced: FileType, copy: FileType): boolean =>
  isKind(replaced) && replaced !== copy;

/** What the manifest of a replacement says about the document that it replaces. It never changes. */
export const manifestReplacesSchema = z.object({
  documentId: z.string(),
  batchId: z.string(),
  path: z.string(),
  sha256: z.string().nullable(),
  type: fileTypeSchema,
  code: exceptionCodeSchema,
  reason: z.string(),
  /** The account of the computer that Redwell ran under. */
  by: z.string(),
  /** Unix ms. */
  at: z.number(),
});
export type ManifestReplaces = z.infer<typeof manifestReplacesSchema>;

const file = z.object({
  path: z.string(),
  type: fileTypeSchema,
  bytes: z.number(),
  sha256: z.string().nullable(),
  pages: z.number().nullable(),
});

/** A copy beside the document that it is for, before it is handed in. */
export const replacementLookSchema = z.object({
  code: exceptionCodeSchema,
  batchName: z.string(),
  replaced: file,
  copy: file,
  /** `original`: the very file that was received, which goes back into its place. */
  outcome: z.enum(['replaces', 'original', 'refused']),
  /** Why it is refused, and what to do. */
  refusal: z.object({ message: z.string(), action: z.string() }).nullable(),
  /** The copy is of another type, which must be confirmed. */
  otherType: z.boolean(),
  /** What intake found about the copy that does not refuse it; empty if nothing. */
  notes: z.array(z.string()),
});
export type ReplacementLook = z.infer<typeof replacementLookSchema>;
