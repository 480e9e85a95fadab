/** Measures how similar two texts are: whether they have the same words, and in the same order. */
import { distance } from 'fastest-levenshtein';

/** The order is compared over this many words from the start of both texts. */
const MAX_WORDS = 60_000;
/** Each distinct word becomes one code unit from here, so that words can be compared as characters. */
const FIRST_UNIT = 0x20;
const UNITS = 0xd800 - FIRST_UNIT;

export interface Likeness {
  /** Dice's coefficient of the two multisets of words: 2 x common / (words of one + words of the other). */
  words: number;
  /** 1 - edit distance of the two word sequences / length of the longer. */
  order: number;
}

/**
 * Returns the words: runs of letters, digits and marks in NFKC, lower case. Each Han, kana or Hangul character is a
 * word, because no spaces separate them. Words hyphenated at the end of a line are joined.
 */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/\u00ad/g, '')
      .replace(/(\p{L})[-\u2010]\s*\n\s*(\p{Ll})/gu, '$1$2')
      .toLowerCase()
      .match(
        /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{N}\p{M}]+/gu,
      ) ?? []
  );
}

/** Compares two texts. Two empty texts are equal. */
export function likeness(one: string, other: string): Likeness {
  const a = wordsOf(one);
  const b = wordsOf(other);
  if (a.length === 0 && b.length === 0) return { words: 1, order: 1 };
  const counts = new Map<string, number>();
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of b) {
    const left = counts.get(word) ?? 0;
    if (left > 0) {
      common += 1;
      counts.set(word, left - 1);
    }
  }
  return { words: (2 * common) / (a.length + b.length), order: orderOf(a, b) };
}

/** Returns 1 - edits / words of the longer text, over the first `MAX_WORDS`. */
function orderOf(a: readonly string[], b: readonly string[]): number {
  const units = new Map<string, number>();
  const encode = (words: readonly string[]): string =>
    words
      .slice(0, MAX_WORDS)
      .map((word) => {
        const unit = units.get(word) ?? units.size;
        units.set(word, unit);
        return String.fromCharCode(FIRST_UNIT + (unit % UNITS));
      })
      .join('');
  const [x, y] = [encode(a), encode(b)];
  return 1 - distance(x, y) / Math.max(1, x.length, y.length);
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

export interface Accuracy {
  characters: number;
  words: number;
}

/** Returns 1 - edit distance / length of the true text, with all white space alike; never below 0. */
export function accuracy(truth: string, read: string): Accuracy {
  const [t, r] = [spaced(truth), spaced(read)];
  const units = new Map<string, number>();
  const encode = (text: string): string =>
    text
      .split(' ')
      .map((word) => {
        const unit = units.get(word) ?? units.size;
        units.set(word, unit);
        return String.fromCharCode(FIRST_UNIT + unit);
      })
      .join('');
  const [tw, rw] = [encode(t), encode(r)];
  return {
    characters: Math.max(0, 1 - distance(t, r) / Math.max(1, t.length)),
    words: Math.max(0, 1 - distance(tw, rw) / Math.max(1, tw.length)),
  };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};
