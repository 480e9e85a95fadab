/** Tells things that look like people: letters of a unit, headings with a letter, and parks. */
// cspell:ignore HIVX
import { hasLower, isCapitals } from '../letters.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp, titleCase } from './dictionary.ts';
import { bare, type Word } from './runs.ts';
import { EXHIBIT } from './section-names.ts';

const PLACED = /\b(?:in|at|near|outside|around) $/i;

/**
 * Returns true for letters of a unit after an article (`the NORAD SHU`), letters before ordinary words (`EDGAR Documents`),
 * and a park where somebody is (`in Lee Park`), which look like people.
 */
export function isThing(words: readonly Word[], flowing: string): boolean {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return false;
  const before = flowing.slice(Math.max(0, first.start - 10), first.start);
  // A heading in capitals: `B. HILL, ROE AND KESTREL ARE PROTECTED`.
  if (/^[A-HIVX]\.$/.test(first.text) && words.length === 2)
    return (
      EXHIBIT.test(before) ||
      (isCapitals(last.text) && /^,? (?:\p{Lu}{2,},? ){2}/u.test(flowing.slice(last.end, last.end + 40)))
    );
  const capitals = words.every(({ text }) => isCapitals(text));
  if (capitals && last.text.length <= 4 && /\p{Ll} the $/u.test(before))
    return !lookUp(titleCase(first.text)).firstName;
  if (isCapitals(first.text) && !capitals && isOrdinary(bare(last.text)) && !lookUp(bare(last.text)).lastName)
    return hasLower(last.text);
  // `to Sarah Hall` is somebody.
  if (!/^(?:Park|Square|Plaza|Beach|Hall|Lake)$/.test(last.text)) return false;
  if (last.text === 'Hall' && lookUp(first.text).firstName) return false;
  const name = flowing.slice(first.start, last.end);
  return PLACED.test(before) || flowing.includes(` in ${name}`) || flowing.includes(` at ${name}`);
}
