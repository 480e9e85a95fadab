/** Finds docket numbers in the forms US courts use. */
import { type EntityMatch, findAll } from '../match.ts';

// Federal district courts (CM/ECF): division, year, type, number and judges' initials.
const FEDERAL =
  /(?<![\w:-])(?:(\d{1,2}):)?(\d{2}|\d{4})[- ]?(cv|cr|mc|md|mj|civ|cr|ap|bk|po|mdl|sw)\.?[- ]?(\d{3,6})((?:[-–][A-Z]{1,5}(?:\d)?){0,3})(?: ?\(([A-Z]{2,4})\)(?: ?\([A-Z]{2,4}\))?)?(?![\w-])/gi;
// After a label such as `Case No.`, the number may have almost any form.
const LABELED =
  /\b(?:(?:Case|Docket|Civil|Criminal|Cause|Index|Appeal|Bankr\.|Adv\.|MDL|Civ\.|Cv\.|Crim\.|App\.|File|Court File|Action)(?: (?:Action|Case|Pro(?:c(?:eeding)?)?\.?|File|Docket))? )(?:No|Nos|Number|#)\.?:? {0,2}([A-Z0-9][A-Z0-9:/.–-]{2,30}[A-Z0-9](?: \([A-Z]{2,4}\))?)/gi;
// Some state courts (Arizona, Oklahoma, Ohio): type, year and number.
const STATE = /(?<![\w-])(?:CV|CR|CIV|CJ|CF|PB|FC|DR|JV)-?\d{2,4}-\d{3,7}(?![\w-])/g;
// Appeals: two-digit year and number.
const APPEAL = /\bNos?\. (\d{2}-\d{2,6}(?:-[A-Za-z]{2,4})?)(?![\w-])(?!\/)/g;
const APPEAL_NEXT =
  /(?<=\bNos\. \d{2}-\d{2,6},(?: and)? |\bNos\. \d{2}-\d{2,6} and )(\d{2}-\d{2,6})(?![\w-])/g;

/** Returns the docket numbers. Their normal form has no label; federal numbers are written as CM/ECF prints them. */
export function findDockets(text: string): EntityMatch[] {
  const find = (m: RegExpExecArray, group: string, normal: string): EntityMatch => {
    const start = m.index + m[0].lastIndexOf(group);
    return { kind: 'docket_number', start, end: start + group.length, normal };
  };
  return [
    ...findAll(text, FEDERAL, (m) => find(m, m[0], federal(m))),
    ...findAll(text, LABELED, (m) => {
      const number = m[1] ?? '';
      return (number.match(/\d/g)?.length ?? 0) < 3 ? null : find(m, number, number.toUpperCase());
    }),
    ...findAll(text, STATE, (m) => find(m, m[0], m[0])),
    ...findAll(text, APPEAL, (m) => find(m, m[0], m[1] ?? '')),
    ...findAll(text, APPEAL_NEXT, (m) => find(m, m[0], m[0])),
  ];
}

function federal(m: RegExpExecArray): string {
  const [, division, year = '', type = '', number = '', initials = '', bracketed] = m;
  const kind = type.toLowerCase() === 'civ' ? 'cv' : type.toLowerCase();
  const judges = bracketed === undefined ? initials.toUpperCase() : `-${bracketed.toUpperCase()}`;
  return `${division === undefined ? '' : `${division}:`}${year.slice(-2)}-${kind}-${number.padStart(5, '0')}${judges}`;
}
