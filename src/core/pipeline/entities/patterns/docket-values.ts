/** What the characters of a docket number tell from those of dates, telephones and stamps. */
import type { EntityMatch } from '../match.ts';

export const docket = (
  start: number,
  value: string,
  normal = value.toUpperCase().replace(' OF ', ' of '),
): EntityMatch => ({
  kind: 'docket_number',
  start,
  end: start + value.length,
  normal,
});

/** Returns false for words, for dates and for numbers of telephones and social security. */
export const isNumber = (value: string): boolean =>
  (value.match(/\d/g)?.length ?? 0) >= 3 &&
  /^[A-Za-z]{0,6}[-:/. ]?[A-Za-z]{0,5}[-:/. ]?\d/.test(value) &&
  // The rest of `1:21-cv-____` is left blank.
  !/^\d{1,2}:\d{2}-[a-z]{2}$/i.test(value) &&
  !/^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$|^\d{3}[-.]\d{3}[-.]\d{4}$|^\d{3}-\d{2}-\d{4}$/.test(value);

/** Returns true for letters and digits as courts mix them. Stamps on pages have zeros instead: `ABC-0012345`. */
export const isMixed = (value: string): boolean =>
  (value.match(/\d/g)?.length ?? 0) >= 4 &&
  /[A-Za-z]|\d{4,}[-/]\d{2,}|\d{2,}[-/]\d{3,}/.test(value) &&
  !NOT_MIXED.test(value);
/** Stamps, dates, telephones, social security, ZIP codes, ranges, opinions (`2022-NCSC-1`) and exhibits. */
const NOT_MIXED =
  /^[A-Z]{2,}[-_ ]?0\d{4,}$|^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$|^\d{3}-\d{2,3}-\d{4}$|^\d{5}-\d{4}$|^\d{5,}-\d{5,}$|^\d{4}-(?:[A-Z]{2}(?:SC|CA|COA|CERT)|Ohio)-\d+$|^\d{3}-\d{4}(?: [A-Z]{1,2})*$|^\d{1,4}[/-]\d{1,3}$|^(?:EX|PX|DX|GX|JX|TX|CX|RX)\b/;
