/** Headings in capitals, which look like names of organizations. */

import { isOrdinary } from './common-words.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from './lexicon.ts';

const SMALL = new Set(['of', 'the', 'and', 'for', 'in', 'to', 'a', 'on', 'by', 'with']);
/** Courts are named in capitals at the head of a caption. */
const COURT = /\bCOURT\b/;

/**
 * `TERMS & CONDITIONS`, `CERTIFICATE OF SERVICE`: in capitals, of ordinary words only, and not ending as a name
 * does (`FIRST NATIONAL BANK`).
 */
export function isHeading(name: string): boolean {
  if (/\p{Ll}/u.test(name) || COURT.test(name)) return false;
  const words = name
    .toLowerCase()
    .split(/[^\p{L}'’]+/u)
    .filter((word) => word !== '');
  if (words.length < 2 || !words.every((word) => SMALL.has(word) || isOrdinary(word))) return false;
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (COMPANY_FORMS.has(last) && !SMALL.has(before)) return false;
  return !(ORGANIZATION_HEADS.has(last) && !SMALL.has(before) && !name.includes('&'));
}
