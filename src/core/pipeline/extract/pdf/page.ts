/** One page of a PDF: its text layer, its drawings, and its picture for OCR. */
import { DocumentError } from '../../../documents/errors.ts';
import { attachmentOn, attachmentsOn, commentsOf, hasMedia } from './annotations.ts';
import { paintedBoxes, shownWords } from './appearances.ts';
import type { EmbeddedFile } from './attachment.ts';
import { type PageChar, type Box as PointBox, readChars } from './chars.ts';
import { type ColorPicture, drawColor, type LayerWord, layerWords } from './draw.ts';
import type { Field } from './fields.ts';
import { looksOutOfOrder } from './file-order.ts';
import type { PdfForm } from './form.ts';
import { layoutOf } from './layout.ts';
import type { PdfiumModule } from './module.ts';
import { type Box, frameOf, hasDrawings, hasText, paintedItems } from './page-items.ts';
import { type PageKind, pageKind } from './page-kind.ts';
import { linesAround, shownBox } from './page-part.ts';
import type { GrayPicture } from './picture.ts';
import { scannedPicture } from './scan.ts';
import { unmappedOf } from './unmapped.ts';

const POINTS_PER_INCH = 72;
/** A page that would have more pixels is rendered at a lower resolution. */
const MAX_PIXELS = 40_000_000;

/** fpdfview.h: FPDFBitmap_Gray; FPDF_ANNOT | FPDF_GRAYSCALE. */
const BITMAP_GRAY = 1;
const RENDER_FLAGS = 0x01 | 0x08;
/** fpdf_flatten.h: FLAT_NORMALDISPLAY. */
const FLAT_DISPLAY = 0;
const WHITE = 0xffffffff;
const WHOLE: Box = { left: 0, bottom: 0, right: 1, top: 1 };

/** The text layer of a page. */
export interface Layer {
  /** Empty when there is none. */
  text: string;
  /** Whether the file may give it out of the order of reading. */
  apart: boolean;
  /** How many letters in words have no meaning; they are U+FFFD. */
  lost: number;
  /** Lines whose letters may be others than those on the page. */
  suspect: readonly string[];
}

const NO_LAYER: Layer = { text: '', apart: false, lost: 0, suspect: [] };

export class PdfPage {
  readonly #module: PdfiumModule;
  readonly #handle: number;
  readonly #form: PdfForm;
  readonly #load: () => number;
  /** The page loaded with its annotations painted into it; 0 if nothing asked for that. */
  #painted = 0;

  /** @param load loads the page once more; returns 0 if that fails */
  constructor(module: PdfiumModule, handle: number, form: PdfForm, load: () => number) {
    this.#module = module;
    this.#handle = handle;
    this.#form = form;
    this.#load = load;
  }

  close(): void {
    if (this.#painted !== 0) this.#module._FPDF_ClosePage(this.#painted);
    this.#form.leave(this.#handle);
    this.#module._FPDF_ClosePage(this.#handle);
  }

  /** Returns where annotations other than fields may show words of their own. */
  paintedBoxes(): PointBox[] {
    return paintedBoxes(this.#module, this.#handle);
  }

  /**
   * Returns the words that annotations show in each box. This paints the annotations into the page, so nothing can be
   * read from them afterwards, and `kind` then counts what they show.
   */
  shownIn(boxes: readonly PointBox[]): string[] {
    const before = this.chars() ?? [];
    this.#module._FPDFPage_Flatten(this.#handle, FLAT_DISPLAY);
    this.#painted = this.#load();
    const after = this.#painted === 0 ? null : readChars(this.#module, this.#painted);
    return after === null ? boxes.map(() => '') : shownWords(boxes, before, after);
  }

  /** Returns the comments on the page. */
  comments(): string[] {
    return commentsOf(this.#module, this.#handle);
  }

  /** Returns true when the page plays sound or film, or shows a 3D model. */
  hasMedia(): boolean {
    return hasMedia(this.#module, this.#handle);
  }

  /** Returns how many files are attached to places on the page. */
  attachmentCount(): number {
    return attachmentsOn(this.#module, this.#handle);
  }

  /**
   * Returns a file attached to a place on the page.
   * @param index 0 is the first
   * @param maxBytes a larger file is refused without being unpacked
   * @throws DocumentError corrupt, container_limit
   */
  attachment(index: number, maxBytes: number): EmbeddedFile {
    return attachmentOn(this.#module, this.#handle, index, maxBytes);
  }

  /** Returns the form fields on the page that hold something, and every button. */
  fields(): Field[] {
    return this.#form.fields(this.#handle);
  }

  /** Returns the characters of the text layer with their places, or null when there are none or far too many. */
  chars(): PageChar[] | null {
    return readChars(this.#module, this.#handle);
  }

  /** Returns the text layer, and what may be wrong with it. */
  layer(): Layer {
    return this.#withText(NO_LAYER, (handle) => {
      const { text, ...unmapped } = unmappedOf(
        this.#module,
        handle,
        this.#module._FPDFText_CountChars(handle),
      );
      const whole = text ?? this.#textOf(handle);
      return {
        ...unmapped,
        text: whole,
        apart: looksOutOfOrder(this.#module, handle, linesOf(whole)),
      };
    });
  }

  #withText<T>(none: T, use: (text: number) => T): T {
    const text = this.#module._FPDFText_LoadPage(this.#handle);
    if (text === 0) return none;
    try {
      return use(text);
    } finally {
      this.#module._FPDFText_ClosePage(text);
    }
  }

  #textOf(page: number): string {
    const module = this.#module;
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
  }

  /**
   * Returns how to read the page.
   * @param layer its text layer
   * @param pictures false when the file has no pictures, so that a full page of text need not be searched for them
   */
  kind(layer: Layer, pictures = true): PageKind {
    const page = this.#painted === 0 ? this.#handle : this.#painted;
    const { left, bottom, right, top } = frameOf(this.#module, page);
    const size = { width: (right - left) / POINTS_PER_INCH, height: (top - bottom) / POINTS_PER_INCH };
    return pageKind({ ...layer, painted: layer.text === '' && hasText(this.#module, page) }, size, (few) =>
      (few || pictures) && hasDrawings(this.#module, page, few)
        ? layoutOf(paintedItems(this.#module, page))
        : null,
    );
  }

  /** Returns the lines of text above and below a part of the page. */
  linesAround(part: Box): { above: string[]; below: string[] } {
    return linesAround(this.#module, this.#handle, part);
  }

  /** Returns the picture for OCR: the pixels of the scan if the page has nothing else, otherwise the rendered page. */
  picture(wantedDpi: number): GrayPicture {
    return scannedPicture(this.#module, this.#handle, wantedDpi) ?? this.render(wantedDpi);
  }

  /** Draws the page in color, as it is shown. @param width of the picture, pixels */
  drawn(width: number): ColorPicture {
    return drawColor(this.#module, this.#handle, width);
  }

  /** Returns the width of the page as it is shown, inches; 0 if it is damaged. */
  widthInches(): number {
    return Math.max(0, this.#module._FPDF_GetPageWidthF(this.#handle) / POINTS_PER_INCH);
  }

  /** Returns the words of the text layer with their places on the page as it is shown. */
  words(): LayerWord[] {
    return layerWords(this.#module, this.#handle);
  }

  /** Renders the page, or a part of it, with the rotation of the page applied. */
  render(wantedDpi: number, part: Box = WHOLE): GrayPicture {
    const module = this.#module;
    const widthInches = module._FPDF_GetPageWidthF(this.#handle) / POINTS_PER_INCH;
    const heightInches = module._FPDF_GetPageHeightF(this.#handle) / POINTS_PER_INCH;
    if (!(widthInches > 0 && heightInches > 0))
      throw new DocumentError('corrupt', 'The page is damaged: it has no size');
    const dpi = Math.min(wantedDpi, Math.sqrt(MAX_PIXELS / (widthInches * heightInches)));
    const page = {
      width: Math.max(1, Math.round(widthInches * dpi)),
      height: Math.max(1, Math.round(heightInches * dpi)),
    };
    const shown = shownBox(part, module._FPDFPage_GetRotation(this.#handle));
    const left = Math.round(shown.x * page.width);
    const top = Math.round(shown.y * page.height);
    const width = Math.max(1, Math.round(shown.width * page.width));
    const height = Math.max(1, Math.round(shown.height * page.height));
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
      module._FPDF_RenderPageBitmap(
        bitmap,
        this.#handle,
        -left,
        -top,
        page.width,
        page.height,
        0,
        RENDER_FLAGS,
      );
      return { width, height, dpi: Math.round(dpi), pixels: module.HEAPU8.slice(buffer, buffer + size) };
    } finally {
      if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
      module.wasmExports.free(buffer);
    }
  }
}

function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
