/** The pages of a document as they look. */
import { z } from 'zod';

export const pageViewSchema = z.object({
  /** How many pages the document has. */
  pages: z.number().int(),
  /** Pixels. */
  width: z.number().int(),
  height: z.number().int(),
  /** The picture as WebP, in base64. */
  webp: z.string(),
});
export type PageView = z.infer<typeof pageViewSchema>;

export const pageWordsSchema = z.object({
  /** Words of the page's text with their places, as shares of the page as it is shown: x to the right, y down. */
  words: z.array(
    z.object({
      /** Offsets into the document's text. */
      start: z.number().int(),
      end: z.number().int(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      /** How certain OCR was, 0-100; null for a text layer. */
      confidence: z.number().nullable(),
    }),
  ),
  /** The share of the page's text that was located, 0-1. */
  located: z.number(),
});
export type PageWords = z.infer<typeof pageWordsSchema>;
export type LocatedWord = PageWords['words'][number];

/** How a document came here and what Redwell knows about its original. Times are Unix ms. */
export const custodySchema = z.object({
  received: z.object({
    /** When it was added, and under which name; null if that is no longer known. */
    drop: z.object({ id: z.string(), name: z.string(), at: z.number() }).nullable(),
    /** `path`: from a folder of this computer. `upload`: sent by a browser, which does not tell where a file is. */
    by: z.enum(['path', 'upload']).nullable(),
    /** Where the file was on this computer, of a member the container; null if unknown. */
    from: z.string().nullable(),
    /** The document that it was inside of. */
    container: z.object({ id: z.string(), path: z.string() }).nullable(),
  }),
  /** When the batch was written with its list of fingerprints; null without a manifest. */
  frozenAt: z.number().nullable(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  /** `vault`: Redwell has its own copy. `source`: the original stayed where it was. */
  kept: z.enum(['vault', 'source']).nullable(),
  /** When the bytes were last compared with the fingerprint for processing; null if Redwell has no record of it. */
  readAt: z.number().nullable(),
});
export type Custody = z.infer<typeof custodySchema>;

export const ORIGINAL_STATES = ['intact', 'missing', 'altered', 'unreadable', 'unproven'] as const;
export const originalCheckSchema = z.object({
  /** `unproven`: there is no fingerprint to compare with. */
  state: z.enum(ORIGINAL_STATES),
  checkedAt: z.number(),
});
export type OriginalCheck = z.infer<typeof originalCheckSchema>;
