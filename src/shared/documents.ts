/** The document types that both sides of the bridge share. */
import { z } from 'zod';
import { exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';
import { statedDetailSchema } from './load-file-record.ts';
import { entitySchema, relationshipSchema } from './mentions.ts';
import { replacementSchema } from './replacement-record.ts';
import { similarPlaceSchema, threadPlaceSchema } from './similar.ts';
import { stageSchema, stageStatusSchema } from './stages.ts';

/**
 * The status of one document. `pending` has not started; `running` has started its first stage and not ended.
 * `excluded` never enters the pipeline (system files, the operator's choice). A `duplicate` is represented by
 * the first document with the same content.
 */
export const DOCUMENT_STATUSES = [
  'pending',
  'running',
  'completed',
  'exception',
  'canceled',
  'duplicate',
  'excluded',
] as const;
export const documentStatusSchema = z.enum(DOCUMENT_STATUSES);
export type DocumentStatus = z.infer<typeof documentStatusSchema>;

export const documentExceptionSchema = z.object({
  code: exceptionCodeSchema,
  stage: stageSchema.nullable(),
  /** The unchanged message of the engine or operating system, at most 2,000 characters. */
  detail: z.string(),
  /** The attempt that ended this way, (run - 1) * 100 + n; 0 if found at intake. */
  attempt: z.number().int(),
  /** The affected pages, counted from 1; only for `partial_pages`. */
  pages: z.array(z.number().int()).optional(),
});
export type DocumentException = z.infer<typeof documentExceptionSchema>;

export const stageSummarySchema = z.object({
  status: stageStatusSchema,
  /** Number of attempts that were started. */
  attempts: z.number().int(),
  /** Running time of the last attempt, ms; null before the first one ends. */
  durationMs: z.number().nullable(),
  /** Whether the result came from the cache. */
  cached: z.boolean(),
});
export type StageSummary = z.infer<typeof stageSummarySchema>;

export const stagesSchema = z.record(stageSchema, stageSummarySchema);

/** One row of a document list. */
export const documentRowSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  /** Path inside the submitted folder, with `/`; a family member is `parent/member`. */
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  type: fileTypeSchema,
  status: documentStatusSchema,
  parentId: z.string().nullable(),
  /** For a duplicate: the processed document with the same content. */
  duplicateOf: z.string().nullable(),
  exception: documentExceptionSchema.nullable(),
  /** Why the document was left out, as a sentence; absent if it was not, and where an earlier version did not say it. */
  excluded: z.string().optional(),
  /** Its number in the load file that it came with; absent if it came with none. */
  control: z.string().optional(),
  /** Problems that did not stop the document. */
  warnings: z.array(documentExceptionSchema),
  pages: z.number().nullable(),
  characters: z.number().nullable(),
  entities: z.number().nullable(),
  stages: stagesSchema,
});
export type DocumentRow = z.infer<typeof documentRowSchema>;

/** One attempt at one stage; it is never deleted. Times are Unix ms. */
export const attemptSchema = z.object({
  stage: stageSchema,
  attempt: z.number().int(),
  /**
   * The run that it belongs to, counted over the runs that this document had: 1 for the first. History adds it, except
   * for a document of whose record some is lost.
   */
  run: z.number().int().optional(),
  /** Its number within that run and stage, from 1. History adds it. */
  number: z.number().int().optional(),
  startedAt: z.number(),
  endedAt: z.number(),
  /** Time from ready to started, ms, including the wait for a free parser. */
  waitedMs: z.number(),
  worker: z.string(),
  outcome: z.enum(['completed', 'failed', 'canceled']),
  cached: z.boolean(),
  /** Name and version of the software that did the work, e.g. `tesseract 5.3.0`. */
  engine: z.string().nullable(),
  error: z.object({ code: exceptionCodeSchema, detail: z.string() }).nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

const mailAddressSchema = z.object({ name: z.string(), address: z.string() });
export type MailAddress = z.infer<typeof mailAddressSchema>;

/**
 * What a document states about itself. A field is absent if the format or the file has none. Times are ISO 8601, in UTC
 * where the document names a time zone, else as written.
 */
export const documentMetadataSchema = z
  .object({
    title: z.string(),
    author: z.string(),
    created: z.string(),
    modified: z.string(),
    /** ISO 639-3, of most of the text; absent where the text is too short to tell. */
    language: z.string(),
    sent: z.string(),
    received: z.string(),
    from: z.array(mailAddressSchema),
    to: z.array(mailAddressSchema),
    cc: z.array(mailAddressSchema),
    bcc: z.array(mailAddressSchema),
    subject: z.string(),
    messageId: z.string(),
    inReplyTo: z.string(),
    /** The same for all mails of a conversation. */
    conversation: z.string(),
    /** Names of the attached files, as written. */
    attachments: z.array(z.string()),
  })
  .partial();
export type DocumentMetadata = z.infer<typeof documentMetadataSchema>;

/**
 * Whether a stored text is what Redwell read: its checksum `matches`, or it `differs` and is not shown. `unknown`: an
 * earlier version stored it, without a checksum.
 */
export const textCheckSchema = z.enum(['matches', 'differs', 'unknown']);
export type TextCheck = z.infer<typeof textCheckSchema>;

/** What to tell people about a text whose checksum differs. */
export const TEXT_DIFFERS =
  'The text that Redwell stored for this document has been altered or damaged since, so it is not shown. Run the batch again to read the original once more. If it happens again, check the disk.';

/** The document that a duplicate's content is shown from: the one that was processed. */
export const twinSchema = z.object({
  id: z.string(),
  path: z.string(),
  status: documentStatusSchema,
  /** Why the twin has no content, if it has none. */
  exception: documentExceptionSchema.nullable(),
});
export type Twin = z.infer<typeof twinSchema>;

/**
 * All data of one document; `text` is null until it has been read, and when its checksum differs. Of a duplicate, what its
 * content tells (text, pages, metadata, names, relationships, warnings, attempts) is that of `contentOf`.
 */
export const documentDetailSchema = documentRowSchema.extend({
  metadata: documentMetadataSchema,
  /** When the original file was last changed, Unix ms; null if nobody knows. */
  modifiedAt: z.number().nullable(),
  /** From whom it was collected, as its load file says or else for its batch; empty if nobody said. */
  custodian: z.string(),
  text: z.string().nullable(),
  /** Null while there is no text. */
  textCheck: textCheckSchema.nullable(),
  /** The offsets of each page in `text`, and how Redwell read the page. */
  pageMap: z.array(
    z.object({
      page: z.number().int(),
      start: z.number().int(),
      end: z.number().int(),
      source: z.enum(['text', 'ocr', 'none']),
      /** Mean word confidence, 0-100; null for a text layer. */
      confidence: z.number().nullable(),
      /** Why Redwell read the page this way; absent if the text layer was enough. */
      reason: z.string().optional(),
    }),
  ),
  entityList: z.array(entitySchema),
  relationships: z.array(relationshipSchema),
  attempts: z.array(attemptSchema),
  family: z.array(
    z.object({ id: z.string(), path: z.string(), relation: z.enum(['parent', 'child', 'sibling']) }),
  ),
  /** `custodian`: where a load file states one for the copy. */
  duplicates: z.array(z.object({ id: z.string(), path: z.string(), custodian: z.string().optional() })),
  /** Set for a duplicate: whose content this is. */
  contentOf: twinSchema.nullable().optional(),
  /** Among similar texts and in a thread of mails; null if there is none, or not yet. */
  similar: similarPlaceSchema.nullable().optional(),
  thread: threadPlaceSchema.nullable().optional(),
  /** What the load file states that it came with; absent if it came with none. */
  stated: statedDetailSchema.optional(),
  /** Copies that were handed in for this document, and the document that this one is a copy for; the oldest first. */
  replacements: z.array(replacementSchema).optional(),
});
export type DocumentDetail = z.infer<typeof documentDetailSchema>;
/** Everything about a document but how it was processed. */
export type DocumentContent = Omit<DocumentDetail, 'attempts' | 'stages'>;
