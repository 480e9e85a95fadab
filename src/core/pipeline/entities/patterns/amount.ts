/** Reads the number of an amount, whose point and comma may mean either thousands or decimals. */

export type DecimalMark = '.' | ',';

const GROUPED = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/;
/** Indian amounts: `1,00,000`. */
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}$/;

/** Returns the mark before the decimals, or null when the number does not tell, as `3.000` and `500`. */
export function decimalMark(number: string): DecimalMark | null {
  const end = withoutDash(number);
  if (end.length < number.length) {
    const mark = number.charAt(end.length);
    // In `5,000,-`, the comma parts thousands.
    if (mark === ',') return end.includes(',') ? '.' : ',';
    return null;
  }
  const marks = number.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return null;
  if (marks.some((mark) => mark !== last)) return last as DecimalMark;
  if (marks.length > 1) return last === '.' ? ',' : '.';
  return /\.\d{1,2}$|,\d{2}$/.test(number) ? (last as DecimalMark) : null;
}

/**
 * Returns the value of a number, or null when it cannot be told.
 * @param usual the decimal mark of the other amounts in the document, `mixed`, or null when they do not tell
 * @param comma true for a currency whose amounts usually have a decimal comma
 * @param english false for a document in a language that has a decimal comma
 */
export function amountOf(
  number: string,
  usual: DecimalMark | 'mixed' | null,
  comma: boolean,
  english: boolean,
): number | null {
  const plain = withoutDash(number).replace(/['’ ]/g, '');
  const mark = decimalMark(number) ?? impliedMark(plain, usual, comma, english);
  if (mark === null) return null;
  const at = plain.lastIndexOf(mark);
  const whole = at < 0 ? plain : plain.slice(0, at);
  const decimals = at < 0 ? '' : plain.slice(at + 1);
  const group = mark === '.' ? ',' : '.';
  if (decimals.includes(group) || whole.includes(mark)) return null;
  if (/[.,]/.test(whole) && !GROUPED.test(whole) && !LAKHS.test(whole)) return null;
  return Number(`${whole.replaceAll(group, '')}.${decimals || '0'}`);
}

/** Drops the dash that some write for no cents: `1.250,-`. */
const withoutDash = (number: string): string => number.replace(/[.,][-–—]{1,2}$/, '');

/** Returns the decimal mark of a number that has at most one mark and does not tell which kind it is. */
function impliedMark(
  plain: string,
  usual: DecimalMark | 'mixed' | null,
  comma: boolean,
  english: boolean,
): DecimalMark | null {
  const mark = /[.,]/.exec(plain)?.[0] as DecimalMark | undefined;
  if (mark === undefined) return '.';
  const other = mark === '.' ? ',' : '.';
  // No group of thousands follows a zero, or four digits.
  if (/^0[.,]|^\d{4,}[.,]/.test(plain) || !/[.,]\d{3}$/.test(plain))
    return mark === '.' || comma ? mark : null;
  if (mark === '.' && !comma) return usual === ',' ? ',' : '.';
  if (usual === mark || (usual === 'mixed' && mark === '.')) return null;
  // Alone, `1.234 EUR` may be either in English, and `1,234 EUR` in other languages.
  if (usual === null && comma && english === (mark === '.')) return null;
  return other;
}
