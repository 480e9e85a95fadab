/** What a page asks about one document that somebody looks at: how it looks, where it came from, and its original. */
import { z } from 'zod';
import { id } from './bridge-fields.ts';
import { textDifferencesSchema } from './differences.ts';
import { renderingViewSchema } from './rendering.ts';
import { custodySchema, originalCheckSchema } from './review.ts';
import { similarDocumentsSchema } from './similar.ts';

const document = z.object({ documentId: id }).strict();

export const REVIEW_REQUESTS = {
  /** The document as it looks, without anything that could act; for types without pages. */
  'documents.rendering': { input: document, output: renderingViewSchema },
  /** The documents that say nearly the same, and the thread of a mail. */
  'documents.similar': { input: document, output: similarDocumentsSchema },
  /** How the text of one document differs from that of another one. */
  'documents.differences': {
    input: z.object({ firstId: id, secondId: id }).strict(),
    output: textDifferencesSchema,
  },
  /** The text that came with a document's load file; null if it is not there any more as it came. */
  'documents.statedText': { input: document, output: z.object({ text: z.string().nullable() }) },
  'documents.custody': { input: document, output: custodySchema },
  /** Reads the original again and compares it with its fingerprint. */
  'documents.verify': { input: document, output: originalCheckSchema },
  /** Opens a proven copy in the program of its type. Only a desktop window can; files that may run are only shown. */
  'documents.open': { input: document, output: z.object({ opened: z.boolean(), path: z.string() }) },
  /** Shows a proven copy in the file manager. Only a desktop window can. */
  'documents.reveal': { input: document, output: z.object({ path: z.string() }) },
} as const;
