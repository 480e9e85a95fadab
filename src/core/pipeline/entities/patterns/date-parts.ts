/** The parts of written dates, and the ISO form of a day or month that exists. */
import type { EntityMatch } from '../match.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const MONTH = String.raw`(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`;
export const YEAR = String.raw`((?:1[6-9]|20|21)\d{2})`;
export const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;

const ONES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
const ORDINALS = [
  ...ONES,
  ...'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  ),
  'twentieth',
  ...ONES.map((one) => `twenty-${one}`),
  'thirtieth',
  'thirty-first',
];
/** Days in words; longer ones first. */
export const ORDINAL = `(${[...ORDINALS].reverse().join('|').replaceAll('-', '[- ]')})`;

/** Returns the day of an ordinal in words, such as `twenty-first`. */
export const dayOf = (ordinal = ''): string =>
  String(ORDINALS.indexOf(ordinal.toLowerCase().replace(' ', '-')) + 1);

/** Returns 1 to 12, or 0 for a word that is no month. */
export const monthNumber = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Two-digit years from this one on are in the 1900s. */
const PIVOT = 50;
/** Two-digit years from this one to the pivot may be either, as in the birth date `3/4/45`. */
const UNSURE = 40;

/** Returns the year with its century: 2000 to 2039 and 1950 to 1999; undefined for a year that may be in either. */
export function fullYear(written: string): string | undefined {
  if (written.length === 4) return written;
  const year = Number(written);
  if (year >= UNSURE && year < PIVOT) return undefined;
  return String(year < UNSURE ? 2000 + year : 1900 + year);
}

/** Returns the date at a place in the text; null when the day does not exist. Without a day it is a month. */
export function dateAt(
  start: number,
  end: number,
  year: string | undefined,
  month: number,
  day: string | undefined,
): EntityMatch | null {
  if (year === undefined || month < 1 || month > 12) return null;
  const yearMonth = `${year}-${String(month).padStart(2, '0')}`;
  const span = { kind: 'date' as const, start, end };
  if (day === undefined) return { ...span, normal: yearMonth };
  const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > days) return null;
  return { ...span, normal: `${yearMonth}-${day.padStart(2, '0')}` };
}
