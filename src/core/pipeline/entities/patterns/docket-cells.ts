/** Finds docket numbers by their place: alone in a line, a column or a bracket of a caption. */
import { type EntityMatch, findAll } from '../match.ts';
import { isCourtPaper, kindOfNumber } from './docket-label.ts';
import { docket, isMixed, isNumber } from './docket-values.ts';

const START = String.raw`(?<=(?:^|[\t)§:|*(}] ?))`;
const END = String.raw`(?=[ \t.]*(?:$|[\t):;§|*}]))`;
/** One number or several. What they are is looked at afterwards, since a list of choices in a pattern takes long to fail. */
const FILLED = String.raw`[A-Z]{0,3}-?\d(?:[A-Za-z\d,;&/-]| (?! )|\.[A-Z]){2,200}?`;
const CELL = new RegExp(String.raw`${START}(N[Oo][Ss]?\. )?(${FILLED})${END}`, 'gm');
/** After the name of the court below. */
const BELOW = /(?<=\((?:CC|CA|SC) )[A-Z\d-]{7,14}(?=\))/g;
const BETWEEN = /, (?:and )?| ?& | and |; /;
/** A number in whatever form the court has: `2020-CA-001727-B`, `20 MA 0125`, `21 CAA 04 0020`, `140A24`. */
const OWN =
  /^(?:(?:[A-Z]{1,3}|[A-Z]{0,3}\d{1,6}[A-Z]{0,3}\d{0,6})(?:[-/][A-Z0-9]{1,8}){1,4}(?: [A-Z]{1,2}){0,2}|\d{2}(?:\d{2})? [A-Z]{2} \d{4,5}|\d{2} [A-Z]{2,3} \d{2} \d{4}|\d{1,3}P?A\d{2}(?:-\d)?)$/;
/** `No. 8015-21` and `Nos. 110534 & 110535`, which may be anything in running text. */
const NUMBERED = /^[A-Z]{0,4}\d[A-Za-z0-9]{0,11}(?:[-/][A-Za-z0-9]{1,8}){0,4}$/;

/**
 * Returns the numbers that fill a cell.
 * @param text the text for patterns
 * @param caption the first pages of the same text, with every line on a line of its own
 */
export function findCells(text: string, caption: string): EntityMatch[] {
  const below = findAll(caption, BELOW, (m) => (isMixed(m[0]) ? docket(m.index, m[0]) : null));
  const cells = [...caption.matchAll(CELL)].flatMap(({ 0: whole, 1: label, 2: written = '', index }) => {
    const parts = written.split(BETWEEN);
    const fits = (part: string): boolean =>
      label === undefined ? OWN.test(part) && isMixed(part) : NUMBERED.test(part) && isNumber(part);
    if (!parts.every(fits) || (label !== undefined && !isOfCourts(text, index))) return [];
    let end = index + whole.length - written.length;
    return parts.map((part) => {
      const start = caption.indexOf(part, end);
      end = start + part.length;
      return docket(start, part);
    });
  });
  return [...below, ...cells].filter(({ start }) => isCourtPaper(text, start));
}

/** The word at the end of the line above is no thing that has numbers: `Judge Hill`. */
const isOfCourts = (text: string, at: number): boolean => kindOfNumber(text, at) !== 'other';

/** The caption of a short paper. */
const HEAD = 1_500;
const ONLY = new RegExp(
  String.raw`${START}(?:(?:Case|Docket|Appeal) )?N[Oo]\. (\d{2,5})(?=[ \t.]*(?:$|[\t)§|]))`,
  'gm',
);
/**
 * Returns the number of two to five digits that is alone in its line, if a caption has parties and one such number. For papers
 * without any other docket number: `Docket No. 214` is a paper in the docket where a case has a number.
 */
export function findOnlyNumber(text: string, lines: string): EntityMatch[] {
  const head = lines.slice(0, HEAD);
  if (!/\bv\. |\bv\.$|^(?:In re|Matter of) /m.test(head) || !/\b(?:Court|Appeals?|Tribunal)\b/i.test(head))
    return [];
  const found = findAll(head, ONLY, (m) =>
    isOfCourts(text, m.index) ? docket(m.index + m[0].length - (m[1]?.length ?? 0), m[1] ?? '') : null,
  );
  return found.length === 1 ? found : [];
}
