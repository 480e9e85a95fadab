/** Currency signs, words and codes, and how their amounts are written. */

/** ISO 4217 codes by sign or word, in lower case. */
const SIGNS: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  'us $': 'USD',
  'u.s. $': 'USD',
  'u.s.$': 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  cdn$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  can$: 'CAD',
  'can $': 'CAD',
  hk$: 'HKD',
  nz$: 'NZD',
  s$: 'SGD',
  mx$: 'MXN',
  nt$: 'TWD',
  r$: 'BRL',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  '₺': 'TRY',
  '₽': 'RUB',
  zł: 'PLN',
  kč: 'CZK',
  'sfr.': 'CHF',
  rmb: 'CNY',
  'us dollars': 'USD',
  'u.s. dollars': 'USD',
};
const WORDS: Readonly<Record<string, string>> = {
  'u.s. dollars': 'USD',
  'us dollars': 'USD',
  'canadian dollars': 'CAD',
  'australian dollars': 'AUD',
  dollars: 'USD',
  dollar: 'USD',
  euros: 'EUR',
  euro: 'EUR',
  'pounds sterling': 'GBP',
  pounds: 'GBP',
  yen: 'JPY',
  'swiss francs': 'CHF',
  'swedish kronor': 'SEK',
  'norwegian kroner': 'NOK',
  'danish kroner': 'DKK',
  rupees: 'INR',
};
const CODES =
  `USD EUR GBP JPY CHF CAD AUD CNY HKD INR MXN BRL SGD SEK NOK DKK NZD ZAR KRW PLN CZK HUF RON TRY RUB ILS
  ISK TWD THB AED SAR`.split(/\s+/);

/** Amounts in these are usually written with a comma before the decimals, as in `1.250,00`. */
const COMMA = new Set('EUR CHF SEK NOK DKK ISK kr PLN CZK HUF RON TRY RUB BRL'.split(' '));
export const usesComma = (code: string): boolean => COMMA.has(code);

const escaped = (text: string): string => text.replace(/[.$]/g, String.raw`\$&`);
const longestFirst = (names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

/** Matches a sign or code before an amount; longer ones first. */
export const BEFORE_AMOUNT = `${longestFirst(Object.keys(SIGNS))}|(?:${CODES.join('|')}|kr\\.?|rs\\.?)(?: ?[$€£])?`;
/** Matches a word, sign or code after an amount. */
export const AFTER_AMOUNT = `(?:${longestFirst(Object.keys(WORDS))}|zł|kč|kr|${CODES.join('|')})(?![\\p{L}\\d])|[€£]`;

/** The kroner of these countries share their sign. */
const KRONER: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['SEK', /\bSEK\b|\b(?:Sweden|Swedish)\b/],
  ['NOK', /\bNOK\b|\b(?:Norway|Norwegian)\b/],
  ['DKK', /\bDKK\b|\bDenmark\b|\bDanish\b/],
  ['ISK', /\bISK\b|\bIceland(?:ic)?\b/],
];

/** The rupees of these countries share their sign. */
const RUPEES: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['PKR', /\bPKR\b|\bPakistan/],
  ['LKR', /\bLKR\b|\bSri Lanka/],
  ['NPR', /\bNPR\b|\bNepal/],
  ['MUR', /\bMUR\b|\bMauriti/],
];

/** Returns what tells the currency of a sign, for a text that may name its country. */
export function currencyReader(text: string): (sign: string) => string | null {
  const kroner = KRONER.filter(([, pattern]) => pattern.test(text));
  const krona = kroner.length === 1 ? (kroner[0]?.[0] ?? 'kr') : 'kr';
  const rupees = RUPEES.filter(([, pattern]) => pattern.test(text));
  const rupee = rupees.length === 0 ? 'INR' : null;
  // Without a pound sign in the text, pounds are a weight.
  const sterling = /£|\bGBP\b|\bsterling\b/i.test(text);
  return (sign) => {
    const lower = sign.toLowerCase();
    if (lower === 'pounds' && !sterling) return null;
    if (/^kr\.?$/.test(lower)) return krona;
    if (/^rs\.?$/.test(lower)) return sign.startsWith('R') ? rupee : null;
    const known = SIGNS[lower] ?? WORDS[lower];
    // `3 try` and `2 cad` are no Turkish lira and no Canadian dollars.
    if (known === undefined && sign !== sign.toUpperCase() && !/^(?:usd|eur|gbp)/.test(lower)) return null;
    return known ?? sign.replace(/ ?[$€£]$/, '').toUpperCase();
  };
}
