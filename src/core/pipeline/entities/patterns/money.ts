/** Finds amounts of money with a currency: `$1,200`, `USD 1.5 million`, `€1.250,00`, `500 euros`. */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { amountOf, type DecimalMark, decimalMark } from './amount.ts';
import { AFTER_AMOUNT, BEFORE_AMOUNT, currencyReader, usesComma } from './currencies.ts';
import { localeOf } from './locale.ts';
import { findWordedMoney } from './worded-money.ts';

const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  lakh: 1e5,
  lakhs: 1e5,
  crore: 1e7,
  crores: 1e7,
  million: 1e6,
  mil: 1e6,
  mio: 1e6,
  mm: 1e6,
  m: 1e6,
  billion: 1e9,
  mrd: 1e9,
  bn: 1e9,
  b: 1e9,
  trillion: 1e12,
};

/** Thousands parted by blanks. */
const SPACED = String.raw`\d{1,3}(?: \d{3}){1,4}(?:[.,]\d{1,2})?`;
const NUMBER = String.raw`(?:\.\d{2,4}(?![\d.,])|\d{1,15}(?:[.,'’]\d{1,4}){0,6}(?:[.,][-–—]{1,2})?)`;
const SCALE = String.raw`(?:[ -]?(thousand|million|billion|trillion|mio|mrd|mil|lakhs?|crores?)|(mm|bn|k|m|b))\b(?:(?<=mio|mrd|mil)\.)?`;
/** `$3-5 million` and `$3 to $5 million` are millions twice. */
const RANGE = String.raw`(?=(?: to | and | ?[-–—] ?)[$€£]?(\d{1,3}(?:\.\d{1,2})?)[ -]?(thousand|million|billion|trillion)\b)`;
/** The second number of a range that has one sign: `$5-10 million`, `$10,000-15,000`. */
const SECOND =
  /[-–—](\d{1,3}(?:,\d{3}){0,3}(?:\.\d{1,2})?)(?:[ -]?(thousand|million|billion|trillion)|(mm|bn|k|m|b))?(?![\w$%]|[-–—/.,]\d)/iy;
const BETWEEN = /\bbetween $/i;
/** Amounts that surely are negative: `$(1,250.00)` and, inside a line, `-$500.00`. */
const NEGATIVE = /([$€£])\((\d{1,3}(?:,\d{3}){0,4}(?:\.\d{2})?)\)/g;
const MINUS = /(?<=[^\s-][ \t]{1,3})[-−]$/;
const BEFORE = pattern(
  String.raw`(?<![\p{L}\p{N}_$])(${BEFORE_AMOUNT})[ \t]?(${SPACED}(?! ?\d)|${NUMBER})(?!\d|[.,'’]\d)(?:${SCALE}|${RANGE}|)`,
  'giu',
);
const AFTER = pattern(
  String.raw`(?<![\p{L}\p{N}_$.,'’/])(${SPACED}|${NUMBER})(?:${SCALE})? ?(${AFTER_AMOUNT})`,
  'giu',
);

interface Written {
  start: number;
  end: number;
  code: string;
  number: string;
  scale: string | undefined;
  negative?: boolean;
}

/**
 * Returns the amounts. Their normal form is the currency code and at least two decimals, e.g. `USD 1200.00`.
 * An amount that can be read in two ways has no normal form and is left out: `1.250 EUR` in an English document that has
 * no other amount in euros, such as `1.250,00 EUR`. Brackets around an amount are no minus, because they often repeat an amount
 * that is written in words.
 */
export function findMoney(text: string): EntityMatch[] {
  const currencyOf = currencyReader(text);
  const written: Written[] = [];
  for (const m of text.matchAll(BEFORE)) {
    const code = currencyOf(m[1] ?? '');
    if (code === null) continue;
    const first = before(text, m, code);
    const second = secondOf(text, first);
    written.push(first, ...(second === null ? [] : [second]));
  }
  for (const m of text.matchAll(AFTER)) {
    const code = currencyOf(m[4] ?? '');
    if (code !== null) written.push(after(m, code));
  }
  for (const m of text.matchAll(NEGATIVE)) {
    const code = currencyOf(m[1] ?? '');
    const [start, end, number] = [m.index, m.index + m[0].length, m[2] ?? ''];
    if (code !== null) written.push({ start, end, code, number, scale: undefined, negative: true });
  }
  const usual = usualMarks(written);
  const english = written.length === 0 || !localeOf(text).otherLanguage;
  const amounts = written.flatMap(({ start, end, code, number, scale, negative }): EntityMatch[] => {
    const value = amountOf(number, usual(code), usesComma(code), english);
    if (value === null) return [];
    const amount = value * (SCALES[scale?.toLowerCase() ?? ''] ?? 1) * (negative === true ? -1 : 1);
    return [{ kind: 'money', start, end, normal: `${code} ${decimals(amount)}` }];
  });
  return [...findWordedMoney(text), ...amounts];
}

/** Returns two decimals, or as many as a price per unit has: `0.0325`. */
function decimals(amount: number): string {
  return amount.toFixed(6).replace(/0{1,4}$/, '');
}

/** Returns the second number of a range without a sign of its own. */
function secondOf(text: string, { end, code, number, scale }: Written): Written | null {
  SECOND.lastIndex = end;
  const m = SECOND.exec(text);
  if (m === null) return null;
  const [whole, second = '', word, letter] = m;
  if (usesComma(code) && /[.,]/.test(second)) return null;
  const value = (n: string): number => Number(n.replaceAll(',', ''));
  // A smaller second number is no end of a range, and `$5,000-10` not either.
  if (!(value(second) > value(number)) && word === undefined && letter === undefined) return null;
  const own = word ?? letter ?? (scale === undefined ? undefined : '');
  if (own === '') return null;
  return { start: end + 1, end: end + whole.length, code, number: second, scale: own };
}

/** In `$5 200 people`, only the first number is the amount. */
function before(text: string, m: RegExpExecArray, code: string): Written {
  const number = m[2] ?? '';
  const start = m.index;
  const end = start + m[0].length;
  const blank = number.indexOf(' ');
  const lead = text.slice(Math.max(0, start - 10), start);
  const negative = MINUS.test(lead);
  if (blank < 0 || usesComma(code)) {
    const scale = m[3] ?? m[4] ?? ofRange(m, number, lead);
    return { start: negative ? start - 1 : start, end, code, number, scale, negative };
  }
  const shorter = start + m[0].indexOf(number) + blank;
  return { start, end: shorter, code, number: number.slice(0, blank), scale: undefined };
}

/** Returns the scale of the second number of a range where the first number has it too: not in `$500 to $1 million`. */
function ofRange(m: RegExpExecArray, number: string, lead: string): string | undefined {
  const gap = m.input.slice(m.index + m[0].length, m.index + m[0].length + 5);
  if (gap === ' and ' && !BETWEEN.test(lead)) return undefined;
  return /^\d{1,3}(?:\.\d{1,2})?$/.test(number) && Number(number) < Number(m[5]) ? m[6] : undefined;
}

/** In `Rule 12 500 dollars`, only the last number is the amount. */
function after(m: RegExpExecArray, code: string): Written {
  const number = m[1] ?? '';
  const scale = m[2] ?? m[3];
  const end = m.index + m[0].length;
  const skipped = usesComma(code) ? 0 : number.lastIndexOf(' ') + 1;
  return { start: m.index + skipped, end, code, number: number.slice(skipped), scale };
}

/** Returns what tells the decimal mark that a currency has in this document. */
function usualMarks(written: readonly Written[]): (code: string) => DecimalMark | 'mixed' | null {
  const marks = new Map<string, Set<DecimalMark>>();
  const all = new Set<DecimalMark>();
  for (const { code, number } of written) {
    const mark = decimalMark(number);
    if (mark === null) continue;
    marks.set(code, (marks.get(code) ?? new Set()).add(mark));
    all.add(mark);
  }
  const only = (set: ReadonlySet<DecimalMark>): DecimalMark | 'mixed' | null =>
    set.size > 1 ? 'mixed' : ([...set][0] ?? null);
  return (code) => {
    const own = marks.get(code);
    // Dollars stay in the American form beside amounts of other countries.
    return own !== undefined || !usesComma(code) ? only(own ?? new Set()) : only(all);
  };
}
