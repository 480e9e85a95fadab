/** One page of a PDF: its text layer, its drawings, and its picture for OCR. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfForm } from './form.ts';
import type { PdfiumModule } from './module.ts';
import type { GrayPicture } from './picture.ts';
import { scannedPicture } from './scan.ts';

const POINTS_PER_INCH = 72;
/** A page that would have more pixels is rendered at a lower resolution. */
const MAX_PIXELS = 40_000_000;

/** fpdfview.h: FPDFBitmap_Gray; FPDF_ANNOT | FPDF_GRAYSCALE. */
const BITMAP_GRAY = 1;
const RENDER_FLAGS = 0x01 | 0x08;
const WHITE = 0xffffffff;

/** fpdf_edit.h: FPDF_PAGEOBJ_*. */
const OBJECT_PATH = 2;
const OBJECT_IMAGE = 3;
const OBJECT_FORM = 5;
/** Further objects are not counted, because these are enough to decide about OCR. */
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

  /** Returns the form values and comments on the page. */
  added(): string[] {
    return this.#form.words(this.#handle);
  }

  /** Returns the text layer; empty when there is none. */
  text(): string {
    const module = this.#module;
    const page = module._FPDFText_LoadPage(this.#handle);
    if (page === 0) return '';
    try {
      const count = module._FPDFText_CountChars(page);
      if (count <= 0) return '';
      // A character outside the basic plane takes two units; FPDFText_GetText counts units.
      const buffer = module.wasmExports.malloc((count + 1) * 2);
      if (buffer === 0)
        throw new DocumentError('worker_lost', 'Redwell ran out of memory for the text of a page');
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

  /** Counts pictures and paths. A form object may contain pictures, so it counts as a picture. */
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

  /** Returns the picture for OCR: the pixels of the scan if the page has nothing else, otherwise the rendered page. */
  picture(wantedDpi: number): GrayPicture {
    return scannedPicture(this.#module, this.#handle, wantedDpi) ?? this.render(wantedDpi);
  }

  /** Renders the page with its own rotation applied. */
  render(wantedDpi: number): GrayPicture {
    const module = this.#module;
    const widthInches = module._FPDF_GetPageWidthF(this.#handle) / POINTS_PER_INCH;
    const heightInches = module._FPDF_GetPageHeightF(this.#handle) / POINTS_PER_INCH;
    if (!(widthInches > 0 && heightInches > 0))
      throw new DocumentError('corrupt', 'The page is damaged: it has no size');
    const dpi = Math.min(wantedDpi, Math.sqrt(MAX_PIXELS / (widthInches * heightInches)));
    const width = Math.max(1, Math.round(widthInches * dpi));
    const height = Math.max(1, Math.round(heightInches * dpi));
    const size = width * height;
    const buffer = module.wasmExports.malloc(size);
    if (buffer === 0)
      throw new DocumentError(
        'worker_lost',
        `Redwell ran out of memory for a page of ${width} x ${height} pixels`,
      );
    const bitmap = module._FPDFBitmap_CreateEx(width, height, BITMAP_GRAY, buffer, width);
    try {
      if (bitmap === 0) throw new DocumentError('corrupt', 'The page could not be rendered for OCR');
      module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      module._FPDF_RenderPageBitmap(bitmap, this.#handle, 0, 0, width, height, 0, RENDER_FLAGS);
      return { width, height, dpi: Math.round(dpi), pixels: module.HEAPU8.slice(buffer, buffer + size) };
    } finally {
      if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
      module.wasmExports.free(buffer);
    }
  }
}
