/** Spreadsheet dates: numbers with a format that shows a date (ECMA-376, 18.8.30 and 18.17.4). */
import { readXml } from './xml.ts';

/** Built-in formats that show a date or a time. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
const DAY_MS = 86_400_000;
/** Day 0 of the two date systems. The 1900 system counts February 29, 1900, which did not exist. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** The end of the year 9999, the last date a spreadsheet shows. */
const MAX_SERIAL = 2_958_466;

/** Returns the indexes of the cell styles that show numbers as dates. */
export function dateFormats(styles: Buffer | undefined): ReadonlySet<number> {
  const dates = new Set<number>();
  if (styles === undefined) return dates;
  const custom = new Map<number, string>();
  let inCells = false;
  let index = 0;
  readXml(styles, {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const format = Number(attributes.numFmtId ?? 0);
      const code = custom.get(format);
      if (code === undefined ? BUILT_IN.has(format) : showsDate(code)) dates.add(index);
      index += 1;
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return dates;
}

/** Returns true when the format has date letters outside quoted text, colors and conditions. */
const showsDate = (code: string): boolean => /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, ''));

/** Returns the date as ISO 8601, with a time only when the number has one. */
export function serialDate(serial: number, since1904: boolean): string {
  if (serial < 0 || serial > MAX_SERIAL) return String(serial);
  const date = new Date((since1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(serial * DAY_MS));
  const iso = date.toISOString();
  if (serial < 1) return iso.slice(11, 16);
  return Number.isInteger(serial) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}
