/** Notices from the pieces in which a file writes a page that it may not be in the order of reading. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfiumModule } from './module.ts';

/** Pieces of one line differ in height by at most this many points, and stand apart when the gap is wider. */
const SAME_LINE = 3;
const GAP = 9;
/** This many lines may be columns; fewer are a caption or a short table. */
const MIN_LINES = 6;
/** Further pieces are not looked at. */
const MAX_PIECES = 1500;

/** So many of the first pieces tell whether the file writes the page from the bottom up. */
const FIRST_PIECES = 13;
/** A step up is at least this many points high. */
const STEP_UP = 6;

/**
 * Returns true when many lines of a page have parts that stand apart, or the file writes it from the bottom up.
 * @param text PDFium's handle of the text of the page
 * @param lines how many line ends the text has
 */
export function looksOutOfOrder(module: PdfiumModule, text: number, lines: number): boolean {
  const count = Math.min(module._FPDFText_CountRects(text, 0, -1), MAX_PIECES);
  if (count < MIN_LINES) return false;
  // Nearly all pages have one piece a line.
  const whole = count < MIN_LINES * 2 || (lines >= MIN_LINES && count < lines + MIN_LINES);
  const seen = whole ? Math.min(count, FIRST_PIECES) : count;
  const buffer = module.wasmExports.malloc(32);
  if (buffer === 0)
    throw new DocumentError('worker_lost', 'Redwell ran out of memory for the text of a page');
  try {
    const at = new Float64Array(module.HEAPU8.buffer, buffer, 4);
    let apart = 0;
    let up = 0;
    let down = 0;
    let right = 0;
    let middle = Number.NaN;
    for (let i = 0; i < seen && apart < MIN_LINES; i += 1) {
      module._FPDFText_GetRect(text, i, buffer, buffer + 8, buffer + 16, buffer + 24);
      const height = ((at[1] ?? 0) + (at[3] ?? 0)) / 2;
      if (Math.abs(height - middle) <= SAME_LINE && (at[0] ?? 0) - right > GAP) apart += 1;
      else if (height - middle > STEP_UP) up += 1;
      else if (middle - height > STEP_UP) down += 1;
      right = at[2] ?? 0;
      middle = height;
    }
    return apart >= MIN_LINES || (up >= MIN_LINES - 1 && up > down);
  } finally {
    module.wasmExports.free(buffer);
  }
}
