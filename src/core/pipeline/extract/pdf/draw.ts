/** Draws a page in color, for people to look at. */
import { DocumentError } from '../../../documents/errors.ts';
import { type Box, join, readChars, upright, type Word, wordsOf } from './chars.ts';
import type { PdfiumModule } from './module.ts';
import { frameOf } from './page-items.ts';

/** fpdfview.h: FPDFBitmap_BGRx; FPDF_ANNOT | FPDF_REVERSE_BYTE_ORDER, which puts red first. */
const BITMAP_BGRX = 3;
const FLAGS = 0x01 | 0x10;
const WHITE = 0xffffffff;
/** A strip of paper many times longer than wide is drawn narrower. */
const MAX_PIXELS = 16_000_000;

/** Red, green, blue and an unused byte per pixel, rows without padding. */
export interface ColorPicture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** A word of the text layer, with its place as shares of the page as it is shown: x to the right, y down. */
export interface LayerWord {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Draws the page as it is shown, with its annotations and fields. @param wanted the width, pixels */
export function drawColor(module: PdfiumModule, page: number, wanted: number): ColorPicture {
  const across = module._FPDF_GetPageWidthF(page);
  const down = module._FPDF_GetPageHeightF(page);
  if (!(across > 0 && down > 0)) throw new DocumentError('corrupt', 'The page is damaged: it has no size');
  const width = Math.max(1, Math.round(Math.min(wanted, Math.sqrt((MAX_PIXELS * across) / down))));
  const height = Math.max(1, Math.round((width * down) / across));
  const size = width * height * 4;
  const buffer = module.wasmExports.malloc(size);
  if (buffer === 0)
    throw new DocumentError(
      'worker_lost',
      `Redwell ran out of memory for a page of ${width} x ${height} pixels`,
    );
  const bitmap = module._FPDFBitmap_CreateEx(width, height, BITMAP_BGRX, buffer, width * 4);
  try {
    if (bitmap === 0) throw new DocumentError('corrupt', 'The page could not be drawn');
    module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    module._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
    return { width, height, pixels: module.HEAPU8.slice(buffer, buffer + size) };
  } finally {
    if (bitmap !== 0) module._FPDFBitmap_Destroy(bitmap);
    module.wasmExports.free(buffer);
  }
}

/** Returns the words of the text layer in the order of the file; none when there are far too many. */
export function layerWords(module: PdfiumModule, page: number): LayerWord[] {
  const chars = readChars(module, page);
  if (chars === null) return [];
  const { left, bottom, right, top } = frameOf(module, page);
  const frame = upright({ x0: left, y0: bottom, x1: right, y1: top }, module._FPDFPage_GetRotation(page));
  const across = frame.x1 - frame.x0;
  const down = frame.y1 - frame.y0;
  const share = ({ x0, y0, x1, y1 }: Box) => ({
    x: (x0 - frame.x0) / across,
    y: (frame.y1 - y1) / down,
    width: (x1 - x0) / across,
    height: (y1 - y0) / down,
  });
  return joinSideways(wordsOf(chars)).map(({ text, box }) => ({ text, ...share(box) }));
}

/** A gap of this many character heights divides words of a line that runs up or down. */
const SIDEWAYS_GAP = 0.5;

/** Joins the letters of lines that run up or down the page: in an upright reading each of them is a word of its own. */
function joinSideways(letters: readonly Word[]): Word[] {
  const words: Word[] = [];
  for (const letter of letters) {
    const last = words.at(-1);
    if (last !== undefined && last.end === letter.start && isBelowOrAbove(last.box, letter.box)) {
      last.text += letter.text;
      last.end = letter.end;
      last.box = join(last.box, letter.box);
    } else words.push({ ...letter });
  }
  return words;
}

function isBelowOrAbove(word: Box, letter: Box): boolean {
  const across = Math.min(word.x1 - word.x0, letter.x1 - letter.x0);
  const sameColumn = Math.abs(word.x0 + word.x1 - letter.x0 - letter.x1) <= across;
  const gap = Math.min(Math.abs(word.y0 - letter.y1), Math.abs(letter.y0 - word.y1));
  return sameColumn && gap <= across * SIDEWAYS_GAP;
}
