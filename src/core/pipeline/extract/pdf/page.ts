/** One page of a PDF: its text layer, what is drawn on it, and its picture for OCR. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfForm } from './form.ts';
import type { PdfiumModule } from './module.ts';
import type { GrayPicture } from './picture.ts';
import { scannedPicture } from './scan.ts';

const POINTS_PER_INCH = 72;
/** A page larger than this at the wanted resolution is rendered at a lower one. */
const MAX_PIXELS = 40_000_000;

/** fpdfview.h: FPDFBitmap_Gray; FPDF_ANNOT | FPDF_GRAYSCALE. */
const BITMAP_GRAY = 1;
const RENDER_FLAGS = 0x01 | 0x08;
const WHITE = 0xffffffff;

/** fpdf_edit.h: FPDF_PAGEOBJ_*. */
const OBJECT_PATH = 2;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
/** More objects than this are not looked at: the answer is known by then. */
const MAX_OBJECTS = 2000;

export class PdfPage {
  readonly #module: PdfiumModule;
  readonly #handle: number;
  readonly #form: PdfForm;

  constructor(module: PdfiumModule, handle: number, form: PdfForm) {
    this.#module = module;
    this.#handle = handle;
    this.#form = form;
  }

  /** What was filled in or noted on the page. */
  added(): string[] {
    return this.#form.words(this.#handle);
  }

  text(): string {
    const module = this.#module;
    const page = module._FPDFText_LoadPage(this.#handle);
    if (page === 0) return '';
    try {
      const count = module._FPDFText_CountChars(page);
      if (count <= 0) return '';
      // A character outside the basic plane takes two units; FPDFText_GetText counts units.
      const buffer = module.wasmExports.malloc((count + 1) * 2);
      if (buffer === 0) throw new DocumentError('worker_lost', 'No memory for the text of a page in PDFium');
      try {
        const units = module._FPDFText_GetText(page, 0, count, buffer) - 1;
        if (units <= 0) return '';
        return Buffer.from(module.HEAPU8.buffer, buffer, units * 2).toString('utf16le');
      } finally {
        module.wasmExports.free(buffer);
      }
    } finally {
      module._FPDFText_ClosePage(page);
    }
  }

  /** What is on the page besides text. A form may hold pictures, so it counts as one. */
  drawn(): { images: number; paths: number } {
    const module = this.#module;
    const count = Math.min(module._FPDFPage_CountObjects(this.#handle), MAX_OBJECTS);
    let images = 0;
    let paths = 0;
    for (let i = 0; i < count; i += 1) {
      const type = module._FPDFPageObj_GetType(module._FPDFPage_GetObject(this.#handle, i));
      if (type === OBJECT_IMAGE || type === OBJECT_FORM) images += 1;
      else if (type === OBJECT_PATH) paths += 1;
    }
    return { images, paths };
  }

  /** What OCR shall read: the scan's own pixels where the page is nothing else, or the page rendered. */
  picture(wantedDpi: number): GrayPicture {
    return scannedPicture(this.#module, this.#handle, wantedDpi) ?? this.render(wantedDpi);
  }

  /** The page as it is shown, its own rotation applied. */
  render(wantedDpi: number): GrayPicture {
    const module = this.#module;
    const widthInches = module._FPDF_GetPageWidthF(this.#handle) / POINTS_PER_INCH;
    const heightInches = module._FPDF_GetPageHeightF(this.#handle) / POINTS_PER_INCH;
    if (!(widthInches > 0 && heightInches > 0)) throw new DocumentError('corrupt', 'The page has no size');
    const dpi = Math.min(wantedDpi, Math.sqrt(MAX_PIXELS / (widthInches * heightInches)));
    const width = Math.max(1, Math.round(widthInches * dpi));
    const height = Math.max(1, Math.round(heightInches * dpi));
    const size = width * height;
    const buffer = module.wasmExports.malloc(size);
    if (buffer === 0)
      throw new DocumentError('worker_lost', `No memory for a page of ${width} x ${height} pixels`);
    const bitmap = module._FPDFBitmap_CreateEx(width, height, BITMAP_GRAY, buffer, width);
    try {
      if (bitmap === 0) throw new DocumentError('corrupt', 'PDFium made no bitmap for the page');
      module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      module._FPDF_RenderPageBitmap(bitmap, this.#handle, 0, 0, width, height, 0, RENDER_FLAGS);
      return { width, height, dpi: Math.round(dpi), pixels: module.HEAPU8.slice(buffer, buffer + size) };
    } finally {
      if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
      module.wasmExports.free(buffer);
    }
  }
}
