/** Reads the dates of `date:`. */

/** A day as a number, such as 20231231. */
export type Day = number;

const DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;

interface Span {
  from: Day;
  to: Day;
}

const dayNumber = (year: number, month: number, day: number): Day => year * 10_000 + month * 100 + day;

/** Returns the days of a year, a month or a day; null for anything else, and for a day that does not exist. */
function spanOf(text: string): Span | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [year = 0, month, day] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (month === undefined) return { from: dayNumber(year, 1, 1), to: dayNumber(year, 12, 31) };
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day === undefined) return { from: dayNumber(year, month, 1), to: dayNumber(year, month, last) };
  return day < 1 || day > last
    ? null
    : { from: dayNumber(year, month, day), to: dayNumber(year, month, day) };
}

/** Returns the day before (-1) or after (1). */
function beside(day: Day, step: 1 | -1): Day {
  const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
  const moved = new Date(Date.UTC(2000, month - 1, date + step));
  // Years before 100 would be taken for those of the 20th century.
  moved.setUTCFullYear(year, month - 1, date + step);
  return dayNumber(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
}

/** Returns the days that a value of `date:` stands for, both included; null when it is not one. */
export function datesNamed(text: string): { from: Day | null; to: Day | null } | null {
  const compared = /^(>=|<=|>|<)(.+)$/.exec(text);
  if (compared !== null) {
    const [, sign, rest = ''] = compared;
    const span = spanOf(rest);
    if (span === null) return null;
    if (sign === '>') return { from: beside(span.to, 1), to: null };
    if (sign === '>=') return { from: span.from, to: null };
    return sign === '<' ? { from: null, to: beside(span.from, -1) } : { from: null, to: span.to };
  }
  const range = /^(.*?)\.\.(.*)$/.exec(text);
  if (range === null) return spanOf(text);
  const [, first = '', last = ''] = range;
  if (first === '' && last === '') return null;
  const from = first === '' ? null : spanOf(first);
  const to = last === '' ? null : spanOf(last);
  if ((first !== '' && from === null) || (last !== '' && to === null)) return null;
  return { from: from?.from ?? null, to: to?.to ?? null };
}

/** Writes a day as `2023-12-31`. */
export const shownDay = (day: Day): string =>
  String(day)
    .padStart(8, '0')
    .replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
