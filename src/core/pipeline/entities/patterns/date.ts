/** Finds dates in the forms American documents use. */
import { type EntityMatch, findAll } from '../match.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`;
const YEAR = String.raw`((?:1[6-9]|20|21)\d{2})`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;

/** Two-digit years from this one on are in the 1900s. */
const PIVOT = 50;

const MONTH_DAY_YEAR = new RegExp(String.raw`\b${MONTH}\s{1,2}${DAY},?\s{1,2}${YEAR}\b`, 'gi');
const DAY_MONTH_YEAR = new RegExp(
  String.raw`(?<![\d/.-])${DAY}(?: day)?(?: of)?[ -]${MONTH},?[ -]${YEAR}\b`,
  'gi',
);
const MONTH_YEAR = new RegExp(String.raw`\b${MONTH}(?: of)?,? ${YEAR}\b`, 'g');
const ISO = new RegExp(String.raw`(?<![\d-])${YEAR}-(\d{2})-(\d{2})(?!\d|-\d)`, 'g');
const AMERICAN = /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.-]\d)/g;
const YEAR_FIRST = new RegExp(String.raw`(?<![\d/])${YEAR}[/.](\d{1,2})[/.](\d{1,2})(?![\d/])`, 'g');

/** Returns the dates. Their normal form is ISO 8601. */
export function findDates(text: string): EntityMatch[] {
  return [
    ...findAll(text, MONTH_DAY_YEAR, (m) => date(m, m[3], monthNumber(m[1]), m[2])),
    ...findAll(text, DAY_MONTH_YEAR, (m) => date(m, m[3], monthNumber(m[2]), m[1])),
    ...findAll(text, ISO, (m) => date(m, m[1], Number(m[2]), m[3])),
    ...findAll(text, YEAR_FIRST, (m) => date(m, m[1], Number(m[2]), m[3])),
    ...findAll(text, AMERICAN, (m) => numeric(m)),
    ...findAll(text, MONTH_YEAR, (m) => date(m, m[2], monthNumber(m[1]), undefined)),
  ];
}

const monthNumber = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Reads the month first, or the day first with periods (European order). Falls back to the other order. */
function numeric(m: RegExpExecArray): EntityMatch | null {
  const [, first, mark, second, written = ''] = m;
  const year =
    written.length === 4
      ? written
      : String(Number(written) < PIVOT ? 2000 + Number(written) : 1900 + Number(written));
  const monthFirst = date(m, year, Number(first), second);
  const dayFirst = date(m, year, Number(second), first);
  return mark === '.' ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst);
}

/** Returns null when the day does not exist. */
function date(
  m: RegExpExecArray,
  year: string | undefined,
  month: number,
  day: string | undefined,
): EntityMatch | null {
  if (year === undefined || month < 1 || month > 12) return null;
  const yearMonth = `${year}-${String(month).padStart(2, '0')}`;
  const span = { kind: 'date' as const, start: m.index, end: m.index + m[0].length };
  if (day === undefined) return { ...span, normal: yearMonth };
  const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > days) return null;
  return { ...span, normal: `${yearMonth}-${day.padStart(2, '0')}` };
}
