/** The characters of a page with their places, turned so that the page stands upright. */
import { DocumentError } from '../../../documents/errors.ts';
import type { PdfiumModule } from './module.ts';

/** A rectangle in points; y grows upwards. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** One character, or the value of a form field that stands among them. */
export interface PageChar {
  text: string;
  /** Null for white space, which PDFium often adds by itself. */
  box: Box | null;
  /** Height of the baseline, points. */
  base: number;
}

/** Pages with more characters are drawings or attacks; their text stays as it is. */
const MAX_CHARACTERS = 60_000;

/** Returns a rectangle of the page as it stands when the page is shown. @param rotation quarter turns, clockwise */
export function upright(box: Box, rotation: number): Box {
  switch (rotation) {
    case 1:
      return { x0: box.y0, x1: box.y1, y0: -box.x1, y1: -box.x0 };
    case 2:
      return { x0: -box.x1, x1: -box.x0, y0: -box.y1, y1: -box.y0 };
    case 3:
      return { x0: -box.y1, x1: -box.y0, y0: box.x0, y1: box.x1 };
    default:
      return box;
  }
}

/**
 * Returns the characters of a page in the order of the file, or null when the page has none or far too many.
 * @param page a loaded page, not its text
 */
export function readChars(module: PdfiumModule, page: number): PageChar[] | null {
  const text = module._FPDFText_LoadPage(page);
  if (text === 0) return null;
  const buffer = module.wasmExports.malloc(32);
  if (buffer === 0)
    throw new DocumentError('worker_lost', 'Redwell ran out of memory for the text of a page');
  try {
    const count = module._FPDFText_CountChars(text);
    if (count <= 0 || count > MAX_CHARACTERS) return null;
    const rotation = module._FPDFPage_GetRotation(page);
    const place: Place = { buffer, box: NO_BOX, origin: NO_ORIGIN };
    const chars: PageChar[] = [];
    for (let i = 0; i < count; i += 1) {
      const char = readChar(module, text, i, place, rotation);
      if (char !== null) chars.push(char);
    }
    return chars;
  } finally {
    module.wasmExports.free(buffer);
    module._FPDFText_ClosePage(text);
  }
}

/** Where PDFium writes the box and the origin of a character. */
interface Place {
  readonly buffer: number;
  /** Left, top, right and bottom, in the order in which PDFium writes them. */
  box: Float32Array;
  origin: Float64Array;
}

const NO_BOX = new Float32Array(4);
const NO_ORIGIN = new Float64Array(2);

/** Looks at the memory of the module again when it has grown, which moves it. */
function refresh(place: Place, module: PdfiumModule): void {
  const memory = module.HEAPU8.buffer;
  if (place.box.buffer === memory) return;
  place.box = new Float32Array(memory, place.buffer, 4);
  place.origin = new Float64Array(memory, place.buffer + 16, 2);
}

const isBlank = (code: number): boolean =>
  code <= 126 ? code === 32 || (code >= 9 && code <= 13) : String.fromCodePoint(code).trim() === '';

function readChar(
  module: PdfiumModule,
  text: number,
  index: number,
  place: Place,
  rotation: number,
): PageChar | null {
  const code = module._FPDFText_GetUnicode(text, index);
  if (code === 0 || code > 0x10ffff) return null;
  const written = String.fromCodePoint(code);
  if (isBlank(code)) return { text: written, box: null, base: 0 };
  const { buffer } = place;
  if (module._FPDFText_GetLooseCharBox(text, index, buffer) === 0)
    return { text: written, box: null, base: 0 };
  module._FPDFText_GetCharOrigin(text, index, buffer + 16, buffer + 24);
  refresh(place, module);
  // PDFium gives left, top, right, bottom.
  const x0 = place.box[0] ?? 0;
  const y1 = place.box[1] ?? 0;
  const x1 = place.box[2] ?? 0;
  const y0 = place.box[3] ?? 0;
  const x = place.origin[0] ?? 0;
  const y = place.origin[1] ?? 0;
  const base = rotation === 0 ? y : upright({ x0: x, x1: x, y0: y, y1: y }, rotation).y0;
  const box = { x0: Math.min(x0, x1), x1: Math.max(x0, x1), y0: Math.min(y0, y1), y1: Math.max(y0, y1) };
  return { text: written, box: upright(box, rotation), base };
}

/** A run of characters without white space. */
export interface Word {
  text: string;
  box: Box;
  base: number;
  /** Indexes of its first character and of the one after its last. */
  start: number;
  end: number;
}

/** A gap of this many character heights between two neighbors divides words even without white space. */
const WORD_GAP = 0.9;

/** Returns the words of a page in the order of the file. */
export function wordsOf(chars: readonly PageChar[]): Word[] {
  const words: Word[] = [];
  let word: Word | null = null;
  for (const [i, char] of chars.entries()) {
    const { box } = char;
    if (box === null) {
      word = null;
      continue;
    }
    const height = box.y1 - box.y0;
    if (
      word !== null &&
      Math.abs(char.base - word.base) <= height / 2 &&
      Math.abs(box.x0 - word.box.x1) <= height * WORD_GAP
    ) {
      word.text += char.text;
      word.end = i + 1;
      word.box = join(word.box, box);
    } else {
      word = { text: char.text, box, base: char.base, start: i, end: i + 1 };
      words.push(word);
    }
  }
  return words;
}

/** Returns the smallest box around both. */
export function join(a: Box, b: Box): Box {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}
