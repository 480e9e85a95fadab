/** Tells which number of a date such as `3/4/2021` is the month. */
import type { Locale } from './locale.ts';

/** `unsure` where the document does not tell, or speaks for both. */
export type Order = 'month' | 'day' | 'unsure';

/** A date in numbers: both numbers, the mark between them, and the year. */
export const NUMERIC =
  /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:1[6-9]|2[01])\d{2}|\d{2})(?![\d/]|[.-]\d)/g;

/**
 * Returns the order for the mark between the numbers. Dates with one reading decide for all with the same mark:
 * `3/25/2021` is American. Without them, the words decide: an American document has the month first, one of another
 * language or country the day. A document that shows neither, or both, leaves the date without a value.
 */
export function dateOrder(text: string, locale: Locale): (mark: string) => Order {
  const seen = { '.': new Set<Order>(), other: new Set<Order>() };
  for (const [, first, mark, second] of text.matchAll(NUMERIC)) {
    const set = mark === '.' ? seen['.'] : seen.other;
    if (Number(first) > 12 && Number(second) <= 12) set.add('day');
    else if (Number(second) > 12 && Number(first) <= 12) set.add('month');
  }
  const words = orderOfWords(locale);
  return (mark) => {
    const set = mark === '.' ? seen['.'] : seen.other;
    if (set.size > 0) return set.size > 1 ? 'unsure' : ([...set][0] ?? 'unsure');
    // Periods are the mark of countries with the day first, but some Americans use them.
    if (mark === '.') return words === 'month' || seen.other.has('month') ? 'unsure' : words;
    return words;
  };
}

function orderOfWords({ american, dollars, foreign, monthFirst, dayFirst, otherLanguage }: Locale): Order {
  if (otherLanguage) return monthFirst || american ? 'unsure' : 'day';
  if (foreign && !american) return dayFirst && !monthFirst && !dollars ? 'day' : 'unsure';
  if (foreign) return monthFirst && !dayFirst ? 'month' : 'unsure';
  if (dayFirst && !monthFirst) return american && dollars ? 'month' : 'unsure';
  return american || dollars || monthFirst ? 'month' : 'unsure';
}
