/** Writes a line as a person reads it: one kind of blank and hyphen, whole words, columns parted by tabs. */
// cspell:ignore LMER OBERT EACH
import { pattern } from '../letters.ts';
import { isOrdinary } from '../names/common-words.ts';
import type { Builder } from './builder.ts';
import { BLANK } from './lines.ts';

const APART = pattern(String.raw`(?<!\S)\p{Lu} \p{Lu}`, 'u');
const SMALL_CAPITALS = pattern(String.raw`(?<!\S)\p{Lu} \p{Lu}{2}`, 'u');

/** Characters that are not seen: soft hyphens, joiners, marks of direction. */
const UNSEEN = String.raw`[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]`;
/** Longer runs of blanks are taken in several pieces, because a regular expression keeps a place for each repetition. */
const MOST_BLANKS = 500;
/** Dots between a title and its page in a table of contents; four with blanks are an ellipsis. */
const LEADERS = String.raw`\.{5,}|(?:\. ){5,}\.?|…{2,}|_{5,}`;
const special = (most: number): string =>
  `${BLANK}(?:${UNSEEN}{0,${most}}${BLANK}){1,${most}}|(?! )${BLANK}|${UNSEEN}|[\\u2010\\u2011]|${LEADERS}`;
const SPECIAL = new RegExp(special(MOST_BLANKS), 'g');
const IS_SPECIAL = new RegExp(special(1));
const IS_UNSEEN = new RegExp(`^${UNSEEN}`);
/** As many blanks as this, or a tab, part columns. */
const COLUMN_GAP = 4;
/** A line of prose has at least this many words. */
const MIN_WORDS = 6;
/** Letters with a blank after each: `C O M P L A I N T`. Between words are more blanks. */
const SPACED = pattern(String.raw`(?<!\S)\p{Lu}(?: \p{Lu}){1,40}(?!\S)`, 'gu');
/** Fewer letters are initials, or the columns of a table. */
const MIN_SPACED = 4;
// cspell:ignore USTICE REYER
/** Small capitals whose first letter may have been read as a word of its own: `J USTICE B REYER`. */
const PAIR = pattern(String.raw`(?<![^\s(“"])(\p{Lu}) (\p{Lu}{2,20})(?![\p{L}])`, 'gu');

/**
 * A blank that belongs to no word, as some programs and scans have it: `Acme , Inc. ( the “ Seller ” )`. A parenthesis that
 * closes nothing is the border of a caption.
 */
const LOOSE = pattern(
  String.raw`(?<=[^\s,;]) (?=[,;](?: |$)|['’]s(?: |$)|”(?![\p{L}\p{N}]))|(?<=[(“]) (?=[^\s)])| (?=\))(?<=\( ?[^()]{1,200} )`,
  'gu',
);
const MAY_BE_LOOSE = / [,;)”]|[(“] | ['’]s/;

/** A part of a line, and where it is in the text. */
type Piece = readonly [words: string, origin: number];

export interface Tidied {
  text: string;
  pieces: readonly Piece[];
}

/** Returns the words of a line, and where they came from. @param small whether the document has names in small capitals */
export function tidyLine(text: string, start: number, end: number, small = false): Tidied {
  const line = text.slice(start, end);
  if (!IS_SPECIAL.test(line)) return apart(line, start, [[line, start]], small);
  const pieces: Piece[] = [];
  const isProse = proseTest(line);
  let from = 0;
  for (const { 0: found, index } of line.matchAll(SPECIAL)) {
    if (index > from) pieces.push([line.slice(from, index), start + from]);
    pieces.push([replacement(text, found, start + index, () => isProse(index)), start + index]);
    from = index + found.length;
  }
  if (from < line.length) pieces.push([line.slice(from), start + from]);
  return apart(
    line,
    start,
    pieces.filter(([words]) => words !== ''),
    small,
  );
}

/** Joins letters that stand apart, and signs with the words that they belong to. */
function apart(line: string, start: number, pieces: readonly Piece[], small: boolean): Tidied {
  const removed = new Set(APART.test(line) ? [...spacedLetters(line), ...smallCapitals(line, small)] : []);
  if (MAY_BE_LOOSE.test(line)) for (const { index } of line.matchAll(LOOSE)) removed.add(index);
  if (removed.size === 0) return { text: pieces.map(([words]) => words).join(''), pieces };
  const left: Piece[] = [];
  for (const [words, origin] of pieces) {
    let from = 0;
    for (let i = 0; i <= words.length; i += 1) {
      if (i < words.length && !removed.has(origin + i - start)) continue;
      if (i > from) left.push([words.slice(from, i), origin + from]);
      from = i + 1;
    }
  }
  return { text: left.map(([words]) => words).join(''), pieces: left };
}

/** Returns the blanks inside the words of a heading in spaced letters. */
function spacedLetters(line: string): number[] {
  const found = [...line.matchAll(SPACED)];
  if (!found.some(([letters]) => letters.length >= 2 * MIN_SPACED - 1)) return [];
  return found.flatMap(({ 0: letters, index }) =>
    Array.from({ length: (letters.length - 1) / 2 }, (_, i) => index + 2 * i + 1),
  );
}

/** Returns the blanks inside the words of small capitals. One word that makes sense only when joined shows them. */
function smallCapitals(line: string, small: boolean): number[] {
  const pairs = [...line.matchAll(PAIR)].map(([, first = '', rest = ''], i, all) => ({
    at: (all[i]?.index ?? 0) + 1,
    isWord: isOrdinary(rest.toLowerCase()),
    isJoined: isOrdinary((first + rest).toLowerCase()),
    article: /^[AI]$/.test(first),
  }));
  const shown = pairs.some((pair) => pair.isJoined && !pair.isWord) || (small && pairs.length > 1);
  if (!shown) return [];
  return pairs.filter((pair) => !(pair.article && pair.isWord)).map((pair) => pair.at);
}

/** As many lines show that a document has names in small capitals too: `E LMER R OBERT K EACH`. */
const SMALL_LINES = 2;

/** Returns true where several lines of a document have small capitals whose first letter stands apart. */
export function hasSmallCapitals(text: string, lines: readonly { start: number; end: number }[]): boolean {
  let shown = 0;
  for (const { start, end } of lines) {
    if (!SMALL_CAPITALS.test(text.slice(start, Math.min(end, start + 200)))) continue;
    if (smallCapitals(text.slice(start, end), false).length > 0) shown += 1;
    if (shown >= SMALL_LINES) return true;
  }
  return false;
}

/** Adds a line to a text. */
export function addLine(builder: Builder, { pieces }: Tidied): void {
  for (const [words, origin] of pieces) builder.add(words, origin);
}

/** Returns what tells, for a place in a line, whether a wide gap there only fills the line. */
function proseTest(line: string): (at: number) => boolean {
  let justified: boolean | undefined;
  let prose = false;
  return (at) => {
    if (justified === undefined) {
      const words = line.split(/\s+/);
      const gaps = line.match(/\S\s+(?=\S)/g) ?? [];
      prose =
        words.length >= MIN_WORDS &&
        words.filter((word) => /^["“(]?\p{Ll}/u.test(word)).length >= words.length * 0.4;
      justified = prose && gaps.filter((gap) => gap.length > 2).length >= gaps.length * 0.4;
    }
    return justified || (prose && /[.?!]["”)]?$/.test(line.slice(Math.max(0, at - 2), at)));
  };
}

function replacement(text: string, found: string, at: number, isProse: () => boolean): string {
  // Some writers set a soft hyphen for a hyphen: `06-March-2020`.
  if (found === '\u00AD') {
    const around = text.slice(Math.max(0, at - 1), at + 2);
    return /^(?:\d.[\p{L}\d]|\p{L}.\d)$/u.test(around) ? '-' : '';
  }
  if (IS_UNSEEN.test(found)) return '';
  if (found === '\u2010' || found === '\u2011') return '-';
  if (/[._…]/.test(found)) return '\t';
  return blank(found, isProse);
}

/** Returns a blank, or a tab where the gap parts columns. A justified line has wide gaps between its words. */
function blank(found: string, isProse: () => boolean): string {
  if (found.includes('\t')) return '\t';
  return found.length < COLUMN_GAP || isProse() ? ' ' : '\t';
}
