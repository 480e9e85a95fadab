/** Compares the words of a text layer with the words that OCR read from the same page. */

/** Shorter words agree by chance. */
const MIN_WORD = 3;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.filter((word) => word.length >= MIN_WORD) ?? [];

/** Returns the share of the words of `text` that `other` has too, 0-1; null when `text` has no words. */
export function sharedWords(text: string, other: string): number | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const known = new Set(wordsOf(other));
  return words.filter((word) => known.has(word)).length / words.length;
}

/** Returns the number of words of `text` that `other` does not have, repeated words counted each time. */
export function ownWords(text: string, other: string): number {
  const known = new Set(wordsOf(other));
  return wordsOf(text).filter((word) => !known.has(word)).length;
}

/**
 * Returns how far the lines of a text layer agree with OCR, 0-1: the share of their characters, without blanks and
 * repeated signs, that are in words of OCR. Symbols in place of letters are in none.
 */
export function agreement(lines: string, read: string): number {
  const known = new Set(wordsOf(read));
  const found = wordsOf(lines).reduce((sum, word) => sum + (known.has(word) ? word.length : 0), 0);
  const characters = lines.replace(/\s+/g, '').replace(/([^\p{L}\p{N}])\1+/gu, '$1').length;
  return characters === 0 ? 0 : Math.min(1, found / characters);
}
