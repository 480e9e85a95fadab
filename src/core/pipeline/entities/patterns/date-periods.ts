/** Finds the dates of periods and lists that state the year once: `March 5-7, 2021`, `May 1 through June 3, 2019`. */
import type { EntityMatch } from '../match.ts';
import { DAY, dateAt, MONTH, monthNumber, YEAR } from './date-parts.ts';

const JOINT = String.raw`(?: ?[-–—] ?|,? (?:to|through|thru|and|or|until|&) |, )`;
const DAYS = new RegExp(
  String.raw`\b${MONTH} ${DAY}((?:${JOINT}(?:${MONTH} )?${DAY}){1,8}),? ${YEAR}\b`,
  'gi',
);
const NEXT_DAY = new RegExp(String.raw`${JOINT}((?:${MONTH} )?${DAY})`, 'gi');
const MONTHS = new RegExp(
  String.raw`\b${MONTH}(?= ?[-–—] ?${MONTH},? ${YEAR}\b|,? (?:to|through|thru|and|until) ${MONTH},? ${YEAR}\b)`,
  'g',
);

/** Returns one date for each day or month. A period that would end before it starts is left out. */
export function findPeriods(text: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const m of text.matchAll(DAYS)) found.push(...daysOf(m));
  for (const m of text.matchAll(MONTHS)) {
    const [whole, month, , year = m[5]] = m;
    const made = dateAt(m.index, m.index + whole.length, year, monthNumber(month), undefined);
    const last = monthNumber(m[2] ?? m[4]);
    if (made !== null && monthNumber(month) < last) found.push(made);
  }
  return found;
}

function daysOf(m: RegExpExecArray): EntityMatch[] {
  const [whole, firstMonth = '', firstDay = '', rest = ''] = m;
  const year = m.at(-1);
  const restAt = m.index + whole.indexOf(rest, firstMonth.length + 1 + firstDay.length);
  const end = m.index + whole.length;
  let month = monthNumber(firstMonth);
  const made = [dateAt(m.index, restAt, year, month, firstDay)];
  const following = [...rest.matchAll(NEXT_DAY)];
  following.forEach((next, i) => {
    const [all, written = '', otherMonth, day] = next;
    if (otherMonth !== undefined) month = monthNumber(otherMonth);
    const start = restAt + next.index + all.length - written.length;
    made.push(dateAt(start, i === following.length - 1 ? end : start + written.length, year, month, day));
  });
  const dates = made.filter((date) => date !== null);
  const rising = dates.every((date, i) => i === 0 || (dates[i - 1]?.normal ?? '') < date.normal);
  return rising && dates.length === made.length ? dates : [];
}
