/** Finds dates in the forms American documents use. */
import { type EntityMatch, findAll } from '../match.ts';
import { DAY, dateAt, dayOf, fullYear, MONTH, monthNumber, ORDINAL, YEAR } from './date-parts.ts';
import { findPeriods } from './date-periods.ts';

const MONTH_DAY_YEAR = new RegExp(
  String.raw`\b${MONTH}\s{1,2}${DAY},?\s{1,2}(?:${YEAR}\b|['’](\d{2})(?!\w))`,
  'gi',
);
const OF = String.raw`(?: day)?(?: of)?(?: the month of)?`;
const DAY_MONTH_YEAR = new RegExp(
  String.raw`(?<![\d/.-])${DAY}${OF}[ -]${MONTH},?[ -](?:${YEAR}\b|(?<=-)(\d{2})(?![\w-])|['’](\d{2})(?!\w))`,
  'gi',
);
const ORDINAL_MONTH_YEAR = new RegExp(String.raw`\b${ORDINAL}${OF} ${MONTH},? ${YEAR}\b`, 'gi');
const MONTH_YEAR = new RegExp(String.raw`\b${MONTH}(?: of)?,? ${YEAR}\b`, 'g');
const CAPITALS_YEAR = new RegExp(
  String.raw`\b(JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER),? ${YEAR}\b`,
  'g',
);
const ISO = new RegExp(String.raw`(?<![\d-])${YEAR}-(\d{2})-(\d{2})(?!\d|-\d)`, 'g');
const NUMERIC = /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:1[6-9]|2[01])\d{2}|\d{2})(?![\d/]|[.-]\d)/g;
const YEAR_FIRST = new RegExp(String.raw`(?<![\d/])${YEAR}[/.](\d{1,2})[/.](\d{1,2})(?![\d/])`, 'g');

/** Returns the dates. Their normal form is ISO 8601, without the day for a month. */
export function findDates(text: string): EntityMatch[] {
  const order = dateOrder(text);
  return [
    ...findAll(text, MONTH_DAY_YEAR, (m) => date(m, m[3] ?? fullYear(m[4] ?? ''), monthNumber(m[1]), m[2])),
    ...findPeriods(text),
    ...findAll(text, DAY_MONTH_YEAR, (m) =>
      date(m, m[3] ?? fullYear(m[4] ?? m[5] ?? ''), monthNumber(m[2]), m[1]),
    ),
    ...findAll(text, ORDINAL_MONTH_YEAR, (m) => date(m, m[3], monthNumber(m[2]), dayOf(m[1]))),
    ...findAll(text, ISO, (m) => date(m, m[1], Number(m[2]), m[3])),
    ...findAll(text, YEAR_FIRST, (m) => date(m, m[1], Number(m[2]), m[3])),
    ...findAll(text, NUMERIC, (m) => numeric(m, order)),
    ...findAll(text, MONTH_YEAR, (m) => date(m, m[2], monthNumber(m[1]), undefined)),
    ...findAll(text, CAPITALS_YEAR, (m) => date(m, m[2], monthNumber(m[1]), undefined)),
  ];
}

const date = (
  m: RegExpExecArray,
  year: string | undefined,
  month: number,
  day: string | undefined,
): EntityMatch | null => dateAt(m.index, m.index + m[0].length, year, month, day);

/** Which number of `3/4/2021` is the month; `unsure` where the document speaks for both. */
type Order = 'month' | 'day' | 'unsure';

const AMERICAN = new RegExp(String.raw`\$|\b${MONTH} \d{1,2}, ${YEAR}\b`);
const EUROPEAN = new RegExp(String.raw`[€£]|\b(?:EUR|GBP)\b|\b\d{1,2} ${MONTH} ${YEAR}\b`);

/**
 * Returns how a document orders the day and the month of dates in numbers. Dates that can be read in one way only
 * speak first: `3/25/2021` is American. Without them, dates with slashes and hyphens are American, unless the document
 * has European amounts or dates and neither dollars nor dates like `March 5, 2021`. Dates with periods are European,
 * unless the document is American by the same signs.
 */
function dateOrder(text: string): (mark: string) => Order {
  const seen = { '.': new Set<Order>(), other: new Set<Order>() };
  for (const [, first, mark, second] of text.matchAll(NUMERIC)) {
    const set = mark === '.' ? seen['.'] : seen.other;
    if (Number(first) > 12 && Number(second) <= 12) set.add('day');
    else if (Number(second) > 12 && Number(first) <= 12) set.add('month');
  }
  const american = AMERICAN.test(text);
  const european = !american && EUROPEAN.test(text);
  return (mark) => {
    const set = mark === '.' ? seen['.'] : seen.other;
    if (set.size > 0) return set.size > 1 ? 'unsure' : ([...set][0] ?? 'unsure');
    if (mark === '.') return american || seen.other.has('month') ? 'unsure' : 'day';
    return european ? 'unsure' : 'month';
  };
}

/** The sure form of a date, which the reader of spreadsheets adds behind one of an unusual order. */
const STATED = /(?: \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)? \((\d{4})-(\d{2})-(\d{2})\)/y;
/** The year of a birth date may be in either century. */
const BIRTH = /\b(?:DOB|D\.O\.B\.|birth|born)\W{0,4}(?:on |is |was )?$/i;

/** Reads a date in numbers. One that exists in both orders is left out where the document does not tell its order. */
function numeric(m: RegExpExecArray, order: (mark: string) => Order): EntityMatch | null {
  STATED.lastIndex = m.index + m[0].length;
  const [, statedYear, month, day] = STATED.exec(m.input) ?? [];
  if (statedYear !== undefined) return date(m, statedYear, Number(month), day);
  const [, first, mark = '', second, written = ''] = m;
  if (written.length === 2 && BIRTH.test(m.input.slice(Math.max(0, m.index - 20), m.index))) return null;
  const year = fullYear(written);
  const monthFirst = date(m, year, Number(first), second);
  const dayFirst = date(m, year, Number(second), first);
  if (monthFirst === null || dayFirst === null || monthFirst.normal === dayFirst.normal)
    return monthFirst ?? dayFirst;
  const known = order(mark);
  if (known === 'unsure') return null;
  return known === 'day' ? dayFirst : monthFirst;
}
