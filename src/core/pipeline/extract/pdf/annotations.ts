/** Reads what is attached to a page: comments, files, sound and film. Form fields are in `form.ts`. */
import { type EmbeddedFile, readAttachment } from './attachment.ts';
import type { Box } from './chars.ts';
import { allocate, type PdfiumModule, readString } from './module.ts';

/** fpdf_annot.h: FPDF_ANNOT_*; the comments are all kinds of mark-up that may have words. */
const COMMENTS: ReadonlySet<number> = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17]);
const FILE_ATTACHMENT = 17;
/** Sound, Movie, 3D, RichMedia. */
const MEDIA: ReadonlySet<number> = new Set([18, 19, 25, 26]);
/** Further annotations on a page are ignored. */
const MAX_ANNOTATIONS = 5000;

/** Returns what a function makes of each annotation of a page, in the order of the file, without the nulls. */
export function eachAnnotation<T>(
  module: PdfiumModule,
  page: number,
  read: (annotation: number, kind: number) => T | null,
): T[] {
  const count = Math.min(module._FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS);
  const found: T[] = [];
  for (let i = 0; i < count; i += 1) {
    const annotation = module._FPDFPage_GetAnnot(page, i);
    if (annotation === 0) continue;
    try {
      const item = read(annotation, module._FPDFAnnot_GetSubtype(annotation));
      if (item !== null) found.push(item);
    } finally {
      module._FPDFPage_CloseAnnot(annotation);
    }
  }
  return found;
}

/** Lends the name of an entry, as PDFium wants it, to a function. */
export function withKey<T>(module: PdfiumModule, key: string, use: (name: number) => T): T {
  const name = allocate(module, new TextEncoder().encode(`${key}\0`));
  try {
    return use(name);
  } finally {
    module.wasmExports.free(name);
  }
}

/** Returns an entry of an annotation that is a string or a name; empty when there is none. */
export function entryOf(module: PdfiumModule, annotation: number, key: string): string {
  return withKey(module, key, (name) =>
    readString(module, (buffer, size) => module._FPDFAnnot_GetStringValue(annotation, name, buffer, size)),
  );
}

/** Returns the place of an annotation, before the rotation of the page. */
export function rectangleOf(module: PdfiumModule, annotation: number): Box {
  const buffer = allocate(module, new Uint8Array(16));
  try {
    module._FPDFAnnot_GetRect(annotation, buffer);
    // PDFium gives left, top, right, bottom.
    const [x0 = 0, y1 = 0, x1 = 0, y0 = 0] = new Float32Array(module.HEAPU8.buffer, buffer, 4);
    return { x0: Math.min(x0, x1), x1: Math.max(x0, x1), y0: Math.min(y0, y1), y1: Math.max(y0, y1) };
  } finally {
    module.wasmExports.free(buffer);
  }
}

/** Returns the comments on a page. */
export function commentsOf(module: PdfiumModule, page: number): string[] {
  return eachAnnotation(module, page, (annotation, kind) =>
    COMMENTS.has(kind) ? entryOf(module, annotation, 'Contents').trim() || null : null,
  );
}

/** Returns true when a page plays sound or film, or shows a 3D model. */
export function hasMedia(module: PdfiumModule, page: number): boolean {
  return eachAnnotation(module, page, (_annotation, kind) => (MEDIA.has(kind) ? kind : null)).length > 0;
}

/** Returns how many files are attached to places on a page. */
export function attachmentsOn(module: PdfiumModule, page: number): number {
  return eachAnnotation(module, page, (_annotation, kind) => (kind === FILE_ATTACHMENT ? kind : null)).length;
}

/**
 * Returns the name and bytes of a file attached to a place on a page.
 * @param index 0 is the first on the page
 * @param maxBytes a larger file is refused without being unpacked
 * @throws DocumentError corrupt, container_limit, worker_lost
 */
export function attachmentOn(
  module: PdfiumModule,
  page: number,
  index: number,
  maxBytes: number,
): EmbeddedFile {
  let before = 0;
  const [file] = eachAnnotation(module, page, (annotation, kind) => {
    if (kind !== FILE_ATTACHMENT || before++ !== index) return null;
    return readAttachment(module, module._FPDFAnnot_GetFileAttachment(annotation), maxBytes);
  });
  return file ?? readAttachment(module, 0, maxBytes);
}
