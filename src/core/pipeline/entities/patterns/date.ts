/** Finds dates in the forms American documents use. */
import { type EntityMatch, findAll } from '../match.ts';
import { dateOrder, NUMERIC, type Order } from './date-order.ts';
import { DAY, dateAt, dayOf, fullYear, MONTH, monthNumber, ORDINAL, YEAR } from './date-parts.ts';
import { findPeriods } from './date-periods.ts';
import { localeOf } from './locale.ts';

const MONTH_DAY_YEAR = new RegExp(
  String.raw`\b${MONTH}\s{1,2}${DAY} ?,?\s{1,2}(?:${YEAR}\b|['’](\d{2})(?!\w))`,
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
const YEAR_FIRST = new RegExp(String.raw`(?<![\d/])${YEAR}[/.](\d{1,2})[/.](\d{1,2})(?![\d/])`, 'g');

/** Returns the dates. Their normal form is ISO 8601, without the day for a month. */
export function findDates(text: string): EntityMatch[] {
  let known: ((mark: string) => Order) | null = null;
  const order = (mark: string): Order => {
    known ??= dateOrder(text, localeOf(text));
    return known(mark);
  };
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
