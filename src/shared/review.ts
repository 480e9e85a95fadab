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
