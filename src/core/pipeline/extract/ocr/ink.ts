/** Tells a blank page from one with something on it that OCR could not read. */
import type { PageNote } from '../pages.ts';
import { fromPgm } from './pgm.ts';
import type { OcrText } from './tsv.ts';

/** A page has ink when this share of its pixels is dark. Holes and specks of dust on a blank page have less. */
const INK_SHARE = 0.004;
/** A dark pixel is darker by this much than the usual gray of the page, 0-255. */
const CONTRAST = 60;
/** About this many pixels are looked at. */
const SAMPLES = 200_000;
const FEW_LETTERS = 3;
/** Fewer words with a lower confidence are strokes that look like letters. */
const FEW_WORDS = 5;
const UNLIKELY = 40;

const NO_WORDS: PageNote = {
  code: 'picture_not_read',
  detail: 'The page shows a picture or writing in which OCR found no words',
};

/** Returns a note when OCR found no words on a page that is not blank. @param pgm the page as written by `toPgm` */
export function noteOfNoWords(read: OcrText, pgm: Buffer): PageNote[] {
  const letters = read.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const none = letters < FEW_LETTERS || (read.words < FEW_WORDS && (read.confidence ?? 0) < UNLIKELY);
  return none && hasInk(fromPgm(pgm).pixels) ? [NO_WORDS] : [];
}

function hasInk(pixels: Uint8Array): boolean {
  const counts = new Uint32Array(256);
  const step = Math.max(1, Math.floor(pixels.length / SAMPLES));
  let total = 0;
  for (let i = 0; i < pixels.length; i += step, total += 1) {
    const gray = pixels[i] ?? 0;
    counts[gray] = (counts[gray] ?? 0) + 1;
  }
  let seen = 0;
  let usual = 0;
  while (usual < 255 && seen + (counts[usual] ?? 0) < total / 2) seen += counts[usual++] ?? 0;
  let dark = 0;
  for (let gray = 0; gray < usual - CONTRAST; gray += 1) dark += counts[gray] ?? 0;
  return dark > total * INK_SHARE;
}
