/** Recognizes the language of a text. */
import { francAll } from 'franc-min';

/** Shorter texts, in letters, do not tell. */
const MIN_LETTERS = 200;
/** Letters that are looked at; more do not change the answer. */
const MAX_LETTERS = 1200;
/** The second most likely language must be less likely than this; the first has 1. */
const CLEAR = 0.95;

/**
 * English has one "the" in 90 characters on average and one "of" in 150. No other language has both words half as often,
 * so that the trigrams of such a text need not be counted.
 */
const A_THE = 180;
const AN_OF = 400;

function isEnglish(text: string): boolean {
  return text.split(' the ').length > text.length / A_THE && text.split(' of ').length > text.length / AN_OF;
}

/** Returns the language of most of a text as ISO 639-3, or null if the text is too short or the language unclear. */
export function languageOf(text: string): string | null {
  const start = text.slice(0, MAX_LETTERS * 2);
  if (start.length >= MAX_LETTERS && isEnglish(start)) return 'eng';
  const letters =
    start
      .match(/\p{L}+/gu)
      ?.join(' ')
      .slice(0, MAX_LETTERS) ?? '';
  if (letters.length < MIN_LETTERS) return null;
  const [first, second] = francAll(letters);
  if (first === undefined || first[0] === 'und' || (second !== undefined && second[1] > CLEAR)) return null;
  return first[0];
}
