/** Finds phone numbers: North American ones in any usual punctuation, others with a country code. */
import { type EntityMatch, findAll } from '../match.ts';

const EXTENSION = String.raw`(?:,?\s{0,2}(?:ext(?:ension|n)?\.?|x)\s{0,2}(\d{1,6}))?`;
const MARK = String.raw`[-.‒–]\n?`;
// NANP: area code and exchange do not start with 0 or 1 (47 CFR 52).
const NANP = new RegExp(
  String.raw`(?<![\d.\-/$#+]|\d:|No\. )(?:\+?1[-.– ]{0,2})?(?:\([2-9]\d{2}\)[-.– ]{0,2}|[2-9]\d{2}(?:${MARK}|[ /]))[2-9]\d{2}(?:${MARK}| )\d{4}${EXTENSION}(?![\d-])`,
  'gi',
);
const NANP_WITH_PAREN_ONE = new RegExp(
  String.raw`(?<![\d.\-/$#:(])\+1[-. ]?\([2-9]\d{2}\)[-. ]?[2-9]\d{2}[-. ]\d{4}${EXTENSION}(?![\d-])`,
  'gi',
);
/** Ten digits in a row are a phone number only where a label says so. */
const LABELED = new RegExp(
  String.raw`(?<=\b(?:tel|telephone|phone|fax|facsimile|cell|mobile)(?:\.|:| no\.| number)?:? ?)1?[2-9]\d{2}[2-9]\d{6}${EXTENSION}(?![\d-])`,
  'gi',
);
/** Toll-free numbers in letters: `1-800-FLOWERS`. */
const LETTERS =
  /(?<![\w-])1?[-. ]?(8(?:00|33|44|55|66|77|88))[-. ](?=[A-Z\d-]{0,8}[A-Z])([A-Z\d](?:-?[A-Z\d]){6})(?![\w-])/g;
// E.164: at most 15 digits with the country code.
const INTERNATIONAL = /(?<![\w+])(?:\+|011[- ])(?!1[-. (])[2-9]\d{0,2}(?:[-. ]?\(?\d{1,5}\)?){2,6}(?!\d)/g;

/** Words before numbers of another kind: `Account 617-555-0148`. */
const OTHER =
  /\b(?:(?:account|acct\.?|bates|docket|routing|ssn|ein|serial|parcel|loan)(?: (?:no\.?|number|nos\.?))?|(?:case|policy|invoice|order|claim|tracking|license|file) (?:no\.?|number|nos\.?)):? ?#? ?$/i;

/** Returns the numbers. Their normal form is E.164, with an extension as `;ext=` (RFC 3966). */
export function findPhones(text: string): EntityMatch[] {
  const phone = (m: RegExpExecArray, digits: string, extension?: string): EntityMatch | null =>
    OTHER.test(text.slice(Math.max(0, m.index - 30), m.index))
      ? null
      : {
          kind: 'phone',
          start: m.index,
          end: m.index + m[0].length,
          normal: `+${digits}${extension === undefined ? '' : `;ext=${extension}`}`,
        };
  const north = (m: RegExpExecArray): EntityMatch | null => {
    const extension = m[1];
    const digits = (extension === undefined ? m[0] : m[0].replace(/,?\s*(?:ext|x).*$/i, '')).replace(
      /\D/g,
      '',
    );
    return phone(m, digits.length === 11 ? digits : `1${digits}`, extension);
  };
  return [
    ...findAll(text, NANP_WITH_PAREN_ONE, north),
    ...findAll(text, NANP, north),
    ...findAll(text, LABELED, north),
    ...findAll(text, LETTERS, (m) => phone(m, `1${m[1] ?? ''}${digitsOf(m[2] ?? '')}`)),
    ...findAll(text, INTERNATIONAL, (m) => {
      // The bracketed zero is dialed only inside the country: `+44 (0)20 7946 0958`.
      const digits = m[0].replace(/^011/, '').replace('(0)', '').replace(/\D/g, '');
      return digits.length < 8 || digits.length > 15 ? null : phone(m, digits);
    }),
  ];
}

/** The letters of the keys from 2 to 9. */
const KEYS = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];
const digitsOf = (letters: string): string =>
  letters
    .replaceAll('-', '')
    .replace(/[A-Z]/g, (letter) => String(KEYS.findIndex((key) => key.includes(letter)) + 2));
