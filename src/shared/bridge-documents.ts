/** What a page asks about the documents of a batch. */
import { z } from 'zod';
import { id, page, pageOf } from './bridge-fields.ts';
import {
  documentDetailSchema,
  documentRowSchema,
  documentStatusSchema,
  fileTypeSchema,
} from './documents.ts';
import { entityKeySchema } from './entities.ts';
import { exceptionCodeSchema } from './exceptions.ts';
import { stageSchema } from './stages.ts';

export const DOCUMENT_REQUESTS = {
  'documents.list': {
    input: z
      .object({
        batchId: id,
        status: documentStatusSchema.nullable().default(null),
        type: fileTypeSchema.nullable().default(null),
        code: exceptionCodeSchema.nullable().default(null),
        stage: stageSchema.nullable().default(null),
        /** Only documents with a warning, whatever their status. */
        warned: z.boolean().default(false),
        /** Only documents that mention this entity of the batch. */
        entity: entityKeySchema.optional(),
        search: z.string().max(200).default(''),
        ...page,
      })
      .strict(),
    output: pageOf(documentRowSchema),
  },
  'documents.get': { input: z.object({ documentId: id }).strict(), output: documentDetailSchema },
} as const;
