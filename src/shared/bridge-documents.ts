/** What a page asks about the documents of a batch. */
import { z } from 'zod';
import { id, page, pageOf } from './bridge-fields.ts';
import { BY_PATH, documentSortSchema, listedDocumentSchema, tagSchema } from './document-list.ts';
import { documentDetailSchema, documentStatusSchema } from './documents.ts';
import { entityKeySchema } from './entities.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { fileTypeSchema } from './file-types.ts';
import { pageViewSchema, pageWordsSchema } from './review.ts';
import { relatedSchema } from './similar.ts';
import { stageSchema } from './stages.ts';

/** 1 is the first. */
const pageNumber = z.number().int().min(1).max(1_000_000);

/** Which documents of a batch a request means. */
export const documentFilter = {
  batchId: id,
  status: documentStatusSchema.nullable().default(null),
  type: fileTypeSchema.nullable().default(null),
  code: exceptionCodeSchema.nullable().default(null),
  stage: stageSchema.nullable().default(null),
  /** Only documents with a warning, whatever their status. */
  warned: z.boolean().default(false),
  /** Only documents that mention this entity of the batch. */
  entity: entityKeySchema.optional(),
  /** Only documents with this tag. */
  tag: tagSchema.nullable().default(null),
  /** Only documents with similar ones, mails of threads, or those of one family or thread. */
  related: relatedSchema.nullable().default(null),
  search: z.string().max(200).default(''),
};

export const DOCUMENT_REQUESTS = {
  'documents.list': {
    input: z.object({ ...documentFilter, sort: documentSortSchema.default(BY_PATH), ...page }).strict(),
    output: pageOf(listedDocumentSchema),
  },
  'documents.get': { input: z.object({ documentId: id }).strict(), output: documentDetailSchema },
  /** The picture of a page, about `width` pixels wide. */
  'documents.page': {
    input: z.object({ documentId: id, page: pageNumber, width: z.number().int().min(50).max(4000) }).strict(),
    output: pageViewSchema,
  },
  /** Where the words of a page's text stand. A page without a text layer is read by OCR for it, which takes seconds. */
  'documents.words': {
    input: z.object({ documentId: id, page: pageNumber }).strict(),
    output: pageWordsSchema,
  },
} as const;
