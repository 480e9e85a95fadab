/** Finds amounts of money with a currency: `$1,200`, `USD 1.5 million`, `500 euros`. */
import { type EntityMatch, findAll } from '../match.ts';

/** ISO 4217 codes by currency sign or word, in lower case. */
const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  'u.s. $': 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  hk$: 'HKD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  dollar: 'USD',
  dollars: 'USD',
  'u.s. dollars': 'USD',
  'us dollars': 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pounds: 'GBP',
  'pounds sterling': 'GBP',
  yen: 'JPY',
  'swiss francs': 'CHF',
  cents: 'USD',
};
const CODES = 'USD|EUR|GBP|JPY|CHF|CAD|AUD|CNY|HKD|INR|MXN|BRL|SGD|SEK|NOK|DKK|NZD|ZAR|KRW';
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  mm: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  b: 1e9,
  trillion: 1e12,
};

const NUMBER = String.raw`\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?`;
const SCALE = String.raw`(?:[ -]?(thousand|million|billion|trillion)|(mm|bn|k|m|b))\b`;
const BEFORE = new RegExp(
  String.raw`(?<![\w$])(US\$|U\.S\. \$|CA?\$|AU?\$|HK\$|\$|€|£|¥|₹|(?:${CODES})(?: ?\$)?) ?(${NUMBER})(?!\d|,\d{3})(?:${SCALE})?`,
  'gi',
);
const AFTER = new RegExp(
  String.raw`(?<![\w$.,])(${NUMBER})(?:${SCALE})? ?(U\.S\. dollars|US dollars|dollars?|euros?|pounds sterling|pounds|yen|swiss francs|€|(?:${CODES})\b)`,
  'gi',
);

/** Returns the amounts. Their normal form is the currency code and two decimals, e.g. `USD 1200.00`. */
export function findMoney(text: string): EntityMatch[] {
  const make = (
    m: RegExpExecArray,
    currency: string,
    number: string,
    scale: string | undefined,
  ): EntityMatch | null => {
    const code = CURRENCIES[currency.toLowerCase()] ?? currency.replace(/ ?\$$/, '').toUpperCase();
    const amount = Number(number.replace(/,/g, '')) * (SCALES[scale?.toLowerCase() ?? ''] ?? 1);
    if (!Number.isFinite(amount)) return null;
    return {
      kind: 'money',
      start: m.index,
      end: m.index + m[0].length,
      normal: `${code} ${amount.toFixed(2)}`,
    };
  };
  return [
    ...findAll(text, BEFORE, (m) => make(m, m[1] ?? '', m[2] ?? '', m[3] ?? m[4])),
    ...findAll(text, AFTER, (m) => make(m, m[4] ?? '', m[1] ?? '', m[2] ?? m[3])),
  ];
}
