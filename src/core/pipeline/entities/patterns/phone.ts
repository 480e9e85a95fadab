/** Finds phone numbers: North American ones in any usual punctuation, others with a country code. */
import { type EntityMatch, findAll } from '../match.ts';

// NANP: area code and exchange do not start with 0 or 1 (47 CFR 52).
const NANP =
  /(?<![\d.\-/$#+:(]|No\. )(?:\+?1[-. ]{0,2})?(?:\([2-9]\d{2}\)[-. ]{0,2}|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?:,?\s{0,2}(?:ext\.?|x)\s{0,2}(\d{1,6}))?(?![\d-])/gi;
const NANP_WITH_PAREN_ONE = /(?<![\d.\-/$#:(])\+1[-. ]?\([2-9]\d{2}\)[-. ]?[2-9]\d{2}[-. ]\d{4}(?![\d-])/g;
// E.164: at most 15 digits with the country code.
const INTERNATIONAL = /(?<![\w+])\+(?!1[-. (])[2-9]\d{0,2}(?:[-. ]?\(?\d{1,5}\)?){2,6}(?!\d)/g;

/** Returns the numbers. Their normal form is E.164, with an extension as `;ext=` (RFC 3966). */
export function findPhones(text: string): EntityMatch[] {
  const north = (m: RegExpExecArray): EntityMatch => {
    const extension = m[1];
    const digits = (extension === undefined ? m[0] : m[0].replace(/,?\s*(?:ext\.?|x).*$/i, '')).replace(
      /\D/g,
      '',
    );
    const number = digits.length === 11 ? digits : `1${digits}`;
    return {
      kind: 'phone',
      start: m.index,
      end: m.index + m[0].length,
      normal: `+${number}${extension === undefined ? '' : `;ext=${extension}`}`,
    };
  };
  return [
    ...findAll(text, NANP_WITH_PAREN_ONE, north),
    ...findAll(text, NANP, north),
    ...findAll(text, INTERNATIONAL, (m) => {
      const digits = m[0].replace(/\D/g, '');
      return digits.length < 8 || digits.length > 15
        ? null
        : { kind: 'phone', start: m.index, end: m.index + m[0].length, normal: `+${digits}` };
    }),
  ];
}
