/** Writes a cell's value as its number format shows it on an American computer (ECMA-376, part 1, 18.8.31). */
import { format, getFormatDateInfo } from 'numfmt';

/** Formats that a workbook names by number alone (18.8.30). The East Asian ones show a date in an order of their own. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '$#,##0_);($#,##0)',
  6: '$#,##0_);[Red]($#,##0)',
  7: '$#,##0.00_);($#,##0.00)',
  8: '$#,##0.00_);[Red]($#,##0.00)',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yyyy h:mm',
  37: '#,##0_);(#,##0)',
  38: '#,##0_);[Red](#,##0)',
  39: '#,##0.00_);(#,##0.00)',
  40: '#,##0.00_);[Red](#,##0.00)',
  41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
  42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
  43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
  44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
  ...Object.fromEntries([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'yyyy-mm-dd'])),
  ...Object.fromEntries([32, 33, 34, 35, 55, 56].map((id) => [id, 'h:mm:ss'])),
};

export const GENERAL = 'General';
/** Excel takes formats of at most 255 characters. */
const MAX_CODE = 400;
/** Days from the first day of the 1900 date system to that of the 1904 date system. */
const DAYS_1900_TO_1904 = 1462;
/** Above this size JavaScript writes an exponent, which a format of digits has no place for. */
const MAX_PLAIN = 1e21;
/** Years beyond 9999 are no dates. */
const OPTIONS = { dateSpanLarge: false };

const MONTH_NAME =
  /(?<!\p{L})(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\p{L})/iu;
const FULL_YEAR = /(?<!\d)\d{4}(?!\d)/;
const NUMERIC_DATE = /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/;
const YEAR_FIRST = /(?<!\d)\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?!\d)/;

interface Format {
  code: string;
  /** The format shows a date or a time. */
  isTime: boolean;
  /** The format shows a calendar date, not only a time or a duration. */
  isDate: boolean;
  /** The ISO form of the date as far as the format shows it; null if it shows less than a month. */
  iso: string | null;
}

/** Formats of the workbooks read so far; a workbook may have 65,000, most have ten. */
const known = new Map<string, Format | null>();
const MAX_KNOWN = 5000;

/** Returns the format that a workbook means by a number; `General` for numbers without a meaning. */
export const builtInFormat = (id: number): string => BUILT_IN[id] ?? GENERAL;

/**
 * Returns a number as its cell shows it. A date that Americans would read as another day, or without its century,
 * has its ISO form behind it in parentheses. A number that its format hides is given with the mark `[hidden]`.
 */
export function shownNumber(code: string, value: number, since1904 = false): string {
  const plain = generalNumber(value);
  const parsed = code === GENERAL ? null : parse(code);
  if (parsed === null || Math.abs(value) >= MAX_PLAIN) return plain;
  const serial = parsed.isDate && since1904 ? value + DAYS_1900_TO_1904 : value;
  if (parsed.isTime && serial < 0)
    return since1904 && !parsed.isDate ? `-${write(parsed.code, -serial)}` : plain;
  const shown = write(parsed.code, serial);
  if (shown === '') return value === 0 ? '' : `${plain} [hidden]`;
  if (parsed.iso === null || shown === plain) return shown;
  const iso = write(parsed.iso, serial);
  return readsAs(shown, iso) ? shown : `${shown} (${iso})`;
}

/** Returns a text as its cell shows it: some formats add words to texts, and some hide them. */
export function shownText(code: string, text: string): string {
  if (code === GENERAL || code === '@' || !/[@;]/.test(code)) return text;
  const parsed = parse(code);
  if (parsed === null || parsed.isTime) return text;
  const shown = write(parsed.code, text);
  return shown === '' && text.trim() !== '' ? `${text} [hidden]` : shown;
}

/** Returns the number without a format. 15 digits, as a spreadsheet keeps, hide the error of binary fractions. */
export const generalNumber = (value: number): string => String(Number(value.toPrecision(15)));

const write = (code: string, value: number | string): string =>
  format(code, value, OPTIONS).replace(/\s+/g, ' ').trim();

/** Returns null for a format that is not valid. */
function parse(code: string): Format | null {
  let parsed = known.get(code);
  if (parsed === undefined) {
    parsed = code.length > MAX_CODE ? null : parseNew(code);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(code, parsed);
  }
  return parsed;
}

function parseNew(code: string): Format | null {
  // A currency names a country, but the reader's own computer decides how its amounts are written.
  const local = code.replace(/\[\$([^\]-]*)-[^\]]*\]/g, (whole, sign: string) =>
    sign === '' ? whole : `[$${sign}]`,
  );
  try {
    format(local, 1, OPTIONS);
    const { year, month, day, hours, minutes, seconds } = getFormatDateInfo(local);
    const isDate = year || month || day;
    const isTime = isDate || hours || minutes || seconds;
    return {
      code: isTime ? local : local.replace(/\[\$-[^\]]*\]/g, ''),
      isTime,
      isDate,
      iso: month && day ? 'yyyy-mm-dd' : month && year ? 'yyyy-mm' : null,
    };
  } catch {
    // The library does not understand the format, and the number itself is right in any case.
    return null;
  }
}

/** Returns whether an American would read the shown text as this date. */
function readsAs(shown: string, iso: string): boolean {
  if (shown.includes(iso) || YEAR_FIRST.test(shown)) return true;
  if (MONTH_NAME.test(shown)) return FULL_YEAR.test(shown);
  const [, first = '', mark, second = ''] = NUMERIC_DATE.exec(shown) ?? [];
  const [, month, day] = iso.split('-').map(Number);
  if (mark === undefined || day === undefined) return day === undefined && FULL_YEAR.test(shown);
  const dayFirst = Number(first) > 12 || (mark === '.' && Number(second) <= 12);
  return dayFirst
    ? Number(first) === day && Number(second) === month
    : Number(first) === month && Number(second) === day;
}
