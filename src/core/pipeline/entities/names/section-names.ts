/** Tells the letter and heading of a section from an initial and a surname. */
// cspell:ignore Exhs
// cspell:ignore bility ments sions ances ences ities
import { pattern } from '../letters.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';

/** Endings of what is done or is so, which no surname has. */
const ABSTRACT = pattern(
  String.raw`^\p{Ll}{2,}(?:bility|ments?|tions?|sions?|ness|ances?|ences?|ities)$`,
  'u',
);

/** Returns true for `K. Severability`, `E. Third-Party` and `A. Non-Competition`. @param words in lower case */
export function isSectionName([letter = '', word = '', ...more]: readonly string[]): boolean {
  if (!/^\p{Ll}\.?$/u.test(letter) || word === '' || more.length > 0) return false;
  const { lastName, organization } = lookUp(word);
  if (lastName) return false;
  return ABSTRACT.test(word) || organization || (word.includes('-') && word.split('-').some(isOrdinary));
}

/** Before a letter that numbers an exhibit: `Ex. V. Hill Dep.` cites two papers. */
export const EXHIBIT = /\b(?:Exs?|Exhs?|Exhibits?|App|Tab)\.? $/;
