/**
 * Finds the characters that a font gives no meaning. PDFium then passes on the number of the glyph, which may be the
 * right letter by chance, another letter, or a control character that would vanish from its word.
 */
import type { PdfiumModule } from './module.ts';

export interface Unmapped {
  /** The text of the page with U+FFFD for the characters that cannot be letters; null if there are none. */
  text: string | null;
  /** How many of these are in words. */
  lost: number;
  /** Lines with so many numbers in place of letters that they may say something else on the page. */
  suspect: string[];
}

const NOTHING: Unmapped = { text: null, lost: 0, suspect: [] };
/** A line is suspect with this many characters of doubt, and this share of them. */
const MIN_DOUBTED = 3;
const DOUBTED_SHARE = 0.2;
/** Numbers of glyphs up to here are mostly the letters themselves; beyond they are mostly others. */
const LAST_PLAIN = 0xff;
const LOST = '\uFFFD';
/** A lost character after a letter or digit, before a small letter, or beside another. Others may be bullets. */
const IN_WORD = /(?<=[\p{L}\p{N}\uFFFD])\uFFFD|\uFFFD(?=[\p{Ll}\uFFFD])/gu;
/** PDFium's mark for a hyphen at a line end, which is not part of the text. */
const LINE_END_HYPHEN = 2;

/** @param text PDFium's handle of the text of the page */
export function unmappedOf(module: PdfiumModule, text: number, count: number): Unmapped {
  let first = -1;
  for (let i = 0; i < count && first < 0; i += 1)
    if (module._FPDFText_HasUnicodeMapError(text, i) === 1) first = i;
  if (first < 0) return NOTHING;
  const characters: string[] = [];
  const doubted: boolean[] = [];
  for (let i = 0; i < count; i += 1) {
    const code = module._FPDFText_GetUnicode(text, i);
    const isUnmapped = i >= first && module._FPDFText_HasUnicodeMapError(text, i) === 1;
    if (code === 0 || (code === LINE_END_HYPHEN && !isUnmapped)) continue;
    const isLost = isUnmapped && (isControl(code) || !isCharacter(code));
    if (!isLost && !isCharacter(code)) continue;
    characters.push(isLost ? LOST : String.fromCodePoint(code));
    doubted.push(isUnmapped && !isLost && code > LAST_PLAIN);
  }
  const all = characters.join('');
  return {
    text: all.includes(LOST) ? all : null,
    lost: all.match(IN_WORD)?.length ?? 0,
    suspect: suspectLines(characters, doubted),
  };
}

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

/** Returns false for what PDFium makes of numbers beyond Unicode. */
const isCharacter = (code: number): boolean =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);

function suspectLines(characters: readonly string[], doubted: readonly boolean[]): string[] {
  const suspect: string[] = [];
  let from = 0;
  for (let i = 0; i <= characters.length; i += 1) {
    if (i < characters.length && characters[i] !== '\n' && characters[i] !== '\r') continue;
    const line = characters.slice(from, i).join('').trim();
    const doubts = doubted.slice(from, i).filter(Boolean).length;
    if (doubts >= MIN_DOUBTED && doubts >= line.replace(/\s/g, '').length * DOUBTED_SHARE) suspect.push(line);
    from = i + 1;
  }
  return suspect;
}
