import { hasLower, pattern } from '../letters.ts';
import { isOrdinary } from './common-words.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon.ts';

const BETWEEN_WORDS = pattern(String.raw`[^\p{L}'’]+`, 'u');

const SMALL = new Set(['of', 'the', 'and', 'for', 'in', 'to', 'a', 'on', 'by', 'with']);
/** A caption names its court in capitals, so that is no heading. */
const COURT = /\bCOURT\b/;

/**
 * Returns true for a heading such as `TERMS & CONDITIONS` or `CERTIFICATE OF SERVICE`, which looks like an
 * organization: all capitals, only ordinary words, and no ending of a name (`FIRST NATIONAL BANK`).
 */
export function isHeading(name: string): boolean {
  if (hasLower(name) || COURT.test(name) || /^\p{Lu}+&\p{Lu}+$/u.test(name)) return false;
  const words = name
    .toLowerCase()
    // `N.A.` is one word, which ends the name of a bank.
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');
  if (words.length < 2 || !words.every((word) => SMALL.has(word) || isOrdinary(word))) return false;
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (COMPANY_FORMS.has(last) && !SMALL.has(before)) return false;
  return !(ORGANIZATION_HEADS.has(last) && !SMALL.has(before) && !name.includes('&'));
}
