/**
 * Tells which words of a page's text stand where. The text and the words come from two readings of the same page, which
 * may differ in their order (columns), in blanks and in single characters.
 */
/** Offsets into the document's text, UTF-16 code units. */
export interface TextSpan {
  start: number;
  end: number;
}

/** Characters that two places must have in common to be taken for the same: about two words. */
const SEED = 8;
/** A candidate is not compared beyond this many characters. */
const LONGEST_RUN = 256;
/** Further places with the same characters are not compared. */
const MAX_CANDIDATES = 200;
/** A word is found when this share of its characters is. */
const MOSTLY = 0.6;

/** Characters without blanks, folded, and for each of them where it comes from and where that ends. */
interface Letters {
  letters: string[];
  from: number[];
  to: number[];
}

/**
 * Finds each word in the text of its page.
 * @param text the document's text
 * @param page where the page stands in it
 * @returns for each word its place in the text, or null when that is not certain
 */
export function placeWords(
  text: string,
  page: TextSpan,
  words: readonly { text: string }[],
): (TextSpan | null)[] {
  const shown = lettersOfText(text, page);
  const seen = lettersOfWords(words);
  const found = matchLetters(shown.letters, seen.letters);
  return spansOf(shown, seen, found, words.length);
}

const folded = (character: string): string => character.normalize('NFKC').toLowerCase();
const BLANK = /^[\s\u00ad\u200b-\u200d\ufeff]$/u;

function lettersOfText(text: string, { start, end }: TextSpan): Letters {
  const all: Letters = { letters: [], from: [], to: [] };
  for (let at = start; at < end; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    add(all, character, at, at + character.length);
    at += character.length;
  }
  return all;
}

function lettersOfWords(words: readonly { text: string }[]): Letters {
  const all: Letters = { letters: [], from: [], to: [] };
  words.forEach(({ text }, index) => {
    for (const character of text) add(all, character, index, index);
  });
  return all;
}

function add({ letters, from, to }: Letters, character: string, at: number, end: number): void {
  if (BLANK.test(character)) return;
  for (const letter of folded(character)) {
    letters.push(letter);
    from.push(at);
    to.push(end);
  }
}

/** Returns for each letter of `seen` the index of its letter in `shown`, or -1. */
function matchLetters(shown: readonly string[], seen: readonly string[]): Int32Array {
  const found = new Int32Array(seen.length).fill(-1);
  const seed = Math.min(SEED, shown.length, seen.length);
  if (seed === 0) return found;
  const places = seedsOf(seen, seed);
  const runFrom = (i: number, j: number): number => {
    let length = 0;
    while (
      length < LONGEST_RUN &&
      i + length < shown.length &&
      j + length < seen.length &&
      shown[i + length] === seen[j + length] &&
      found[j + length] === -1
    )
      length += 1;
    return length;
  };
  let expected = 0;
  for (let i = 0; i + seed <= shown.length; ) {
    let best = { at: expected, length: runFrom(i, expected) };
    if (best.length < LONGEST_RUN)
      for (const at of (places.get(shown.slice(i, i + seed).join('')) ?? []).slice(0, MAX_CANDIDATES)) {
        const length = runFrom(i, at);
        if (length > best.length) best = { at, length };
      }
    if (best.length < seed) {
      i += 1;
      continue;
    }
    for (let k = 0; k < best.length; k += 1) found[best.at + k] = i + k;
    i += best.length;
    expected = best.at + best.length;
  }
  return found;
}

function seedsOf(letters: readonly string[], seed: number): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + seed <= letters.length; at += 1) {
    const key = letters.slice(at, at + seed).join('');
    const list = places.get(key);
    if (list === undefined) places.set(key, [at]);
    else list.push(at);
  }
  return places;
}

function spansOf(shown: Letters, seen: Letters, found: Int32Array, words: number): (TextSpan | null)[] {
  const spans: (TextSpan | null)[] = new Array(words).fill(null);
  for (let from = 0; from < seen.from.length; ) {
    const word = seen.from[from] ?? 0;
    let to = from;
    while (to < seen.from.length && seen.from[to] === word) to += 1;
    spans[word] = spanOf(shown, found.subarray(from, to));
    from = to;
  }
  return spans;
}

/** Returns the place of one word, or null when too few of its letters were found, or not side by side. */
function spanOf({ from, to }: Letters, letters: Int32Array): TextSpan | null {
  const matched = [...letters].filter((at) => at >= 0);
  if (matched.length === 0 || matched.length < letters.length * MOSTLY) return null;
  const first = Math.min(...matched);
  const last = Math.max(...matched);
  if (last - first >= letters.length * 2) return null;
  return { start: from[first] ?? 0, end: to[last] ?? 0 };
}
