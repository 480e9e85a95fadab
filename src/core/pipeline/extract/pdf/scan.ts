/** Takes the pixels of a scanned page directly from its picture, without rendering the page. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfiumModule } from './module.ts';
import type { GrayPicture } from './picture.ts';

const POINTS_PER_INCH = 72;
/** fpdf_edit.h: FPDF_PAGEOBJ_IMAGE. */
const OBJECT_IMAGE = 3;
/** fpdfview.h: FPDFBitmap_Gray, BGR, BGRx; other formats have transparency. */
const GRAY = 1;
const BGR = 2;
const BGRX = 3;
/** The resolution may exceed the wanted one by this share, and differ across and down by it. */
const NEAR = 0.1;
/** OCR reads no better from an enlarged picture when the scan has at least this resolution. */
const ENOUGH_DPI = 145;
/** The edges of the picture may be off the edges of the page by this share of the side. */
const EDGE = 0.01;

/**
 * Returns the picture of a page that shows only one picture, upright, edge to edge and sharp enough for OCR.
 * Rendering such a page takes twice the time and gives the same pixels, resampled.
 * @param wantedDpi the resolution to render pages at; sharper pictures are left to the renderer
 * @returns null for any other page, which must be rendered
 */
export function scannedPicture(module: PdfiumModule, page: number, wantedDpi: number): GrayPicture | null {
  if (module._FPDFPage_CountObjects(page) !== 1) return null;
  if (module._FPDFPage_GetAnnotCount(page) !== 0 || module._FPDFPage_GetRotation(page) !== 0) return null;
  const object = module._FPDFPage_GetObject(page, 0);
  if (module._FPDFPageObj_GetType(object) !== OBJECT_IMAGE) return null;
  if (module._FPDFPageObj_HasTransparency(object) !== 0 || !fillsPage(module, page, object)) return null;
  // A clip may hide part of the picture, and a mark may put it on a hidden layer.
  if (module._FPDFClipPath_CountPaths(module._FPDFPageObj_GetClipPath(object)) > 0) return null;
  if (module._FPDFPageObj_CountMarks(object) > 0) return null;
  const bitmap = module._FPDFImageObj_GetBitmap(object);
  if (bitmap === 0) return null;
  try {
    const width = module._FPDFBitmap_GetWidth(bitmap);
    const height = module._FPDFBitmap_GetHeight(bitmap);
    const across = (width / module._FPDF_GetPageWidthF(page)) * POINTS_PER_INCH;
    const down = (height / module._FPDF_GetPageHeightF(page)) * POINTS_PER_INCH;
    if (Math.min(across, down) < ENOUGH_DPI || Math.max(across, down) > wantedDpi * (1 + NEAR)) return null;
    if (Math.abs(across / down - 1) > NEAR) return null;
    const pixels = grayPixels(module, bitmap, width, height);
    return pixels === null ? null : { width, height, dpi: Math.round(across), pixels };
  } finally {
    module._FPDFBitmap_Destroy(bitmap);
  }
}

/** Returns true when the matrix of the object places the unit square upright over the whole page. */
function fillsPage(module: PdfiumModule, page: number, object: number): boolean {
  const buffer = module.wasmExports.malloc(10 * 4);
  if (buffer === 0) throw new DocumentError('worker_lost', 'Redwell ran out of memory for a page of the PDF');
  try {
    if (module._FPDFPageObj_GetMatrix(object, buffer) === 0) return false;
    if (module._FPDF_GetPageBoundingBox(page, buffer + 24) === 0) return false;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, left = 0, top = 0, right = 0, bottom = 0] =
      new Float32Array(module.HEAPU8.buffer, buffer, 10);
    const width = right - left;
    const height = top - bottom;
    const near = (x: number, y: number, side: number): boolean => Math.abs(x - y) <= side * EDGE;
    return (
      width > 0 &&
      height > 0 &&
      near(b, 0, width) &&
      near(c, 0, height) &&
      near(a, width, width) &&
      near(d, height, height) &&
      near(e, left, width) &&
      near(f, bottom, height)
    );
  } finally {
    module.wasmExports.free(buffer);
  }
}

/** Returns one byte per pixel, rows without padding, or null for a format with transparency. */
function grayPixels(module: PdfiumModule, bitmap: number, width: number, height: number): Uint8Array | null {
  const format = module._FPDFBitmap_GetFormat(bitmap);
  const step = format === GRAY ? 1 : format === BGR ? 3 : format === BGRX ? 4 : 0;
  if (step === 0) return null;
  const stride = module._FPDFBitmap_GetStride(bitmap);
  const start = module._FPDFBitmap_GetBuffer(bitmap);
  const heap = module.HEAPU8;
  const pixels = new Uint8Array(width * height);
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    const row = start + y * stride;
    if (step === 1) {
      pixels.set(heap.subarray(row, row + width), to);
      to += width;
      continue;
    }
    // ITU-R BT.601 luma with PDFium's whole-number weights.
    for (let from = row, end = row + width * step; from < end; from += step, to += 1)
      pixels[to] = ((heap[from] ?? 0) * 11 + (heap[from + 1] ?? 0) * 59 + (heap[from + 2] ?? 0) * 30) / 100;
  }
  return pixels;
}
