/**
 * A bundle: many small files in one request, since a browser needs several milliseconds for each request. The length of
 * its head (4 bytes, big endian), the head as JSON, and the files one after the other.
 */
import { z } from 'zod';

/** A larger file is sent by itself, bytes. */
export const BUNDLED_FILE_BYTES = 256 * 1024;
/** A bundle is sent once its files have this many bytes. */
export const BUNDLE_BYTES = 1024 * 1024;
export const BUNDLE_FILES = 64;
/** The head of 64 files with the longest paths fits. */
export const MAX_HEAD_BYTES = 8 * 1024 * 1024;

/** A file's place in a drop, as the browser names it. */
export const uploadedFileSchema = z
  .object({
    /** Relative to the dropped folder's parent, with `/`. */
    path: z
      .string()
      .min(1)
      .max(32768)
      .refine((path) => !path.includes('\0') && !path.startsWith('/'), 'not a relative path')
      .refine((path) => !path.split('/').some((part) => part === '..' || part === '.' || part === ''), {
        message: 'not a plain path',
      }),
    /** Number of the file in the drop: a browser may report two files under one path. */
    item: z.coerce.number().int().min(0).optional(),
    /** Unix ms. A date beyond these is none. */
    modified: z.coerce.number().min(-8.64e15).max(8.64e15).optional(),
  })
  .strict();

export const bundleHeadSchema = z
  .array(uploadedFileSchema.extend({ bytes: z.number().int().min(0).max(BUNDLED_FILE_BYTES) }))
  .min(1)
  .max(BUNDLE_FILES);

export type BundledFile = z.infer<typeof bundleHeadSchema>[number];

/** Returns what stands before the files of a bundle. */
export function bundleHead(files: readonly BundledFile[]): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(files));
  const head = new Uint8Array(4 + json.length);
  new DataView(head.buffer).setUint32(0, json.length);
  head.set(json, 4);
  return head;
}
