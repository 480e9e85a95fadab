/**
 * Reads what annotations show on a page, which is not part of its text layer: the words of a stamp or of a signature,
 * and a field in the form in which it is shown. PDFium gives them once it has painted the annotations into the page.
 */
import { eachAnnotation, rectangleOf } from './annotations.ts';
import { type Box, type PageChar, upright } from './chars.ts';
import type { PdfiumModule } from './module.ts';

/** fpdf_annot.h: FPDF_ANNOT_FREETEXT, _LINE, _SQUARE, _CIRCLE, _POLYGON, _POLYLINE and _STAMP. */
const PAINTED: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 13]);
/** Places and heights of the same character differ by less than this many points. */
const SAME = 0.5;

/** Returns where annotations with words of their own may be, on the page as shown. Fields are not among them. */
export function paintedBoxes(module: PdfiumModule, page: number): Box[] {
  const rotation = module._FPDFPage_GetRotation(page);
  return eachAnnotation(module, page, (annotation, kind) =>
    PAINTED.has(kind) ? upright(rectangleOf(module, annotation), rotation) : null,
  );
}

/**
 * Returns the words that annotations show in each box; empty for a box without any.
 * @param before the characters of the page alone
 * @param after the characters of the page with its annotations painted into it
 */
export function shownWords(
  boxes: readonly Box[],
  before: readonly PageChar[],
  after: readonly PageChar[],
): string[] {
  const own = new Map<string, number>();
  for (const char of before) if (char.box !== null) own.set(keyOf(char), (own.get(keyOf(char)) ?? 0) + 1);
  const words = boxes.map(() => '');
  let gap = '';
  for (const char of after) {
    if (char.box === null) {
      gap = gap === '\n' || /[\r\n]/.test(char.text) ? '\n' : ' ';
      continue;
    }
    const left = own.get(keyOf(char)) ?? 0;
    own.set(keyOf(char), left - 1);
    const at = left > 0 ? -1 : boxAround(char.box, boxes);
    if (at >= 0) words[at] = `${words[at] === '' ? '' : `${words[at]}${gap}`}${char.text}`;
    gap = '';
  }
  return words;
}

function keyOf({ text, box, base }: PageChar): string {
  return `${text}/${Math.round((box?.x0 ?? 0) / SAME)}/${Math.round(base / SAME)}`;
}

function boxAround(char: Box, boxes: readonly Box[]): number {
  const x = (char.x0 + char.x1) / 2;
  const y = (char.y0 + char.y1) / 2;
  return boxes.findIndex(({ x0, x1, y0, y1 }) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
}
