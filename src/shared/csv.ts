/** Writes lists as CSV for a spreadsheet, in which no cell can become a formula. */

/** Signs with which a spreadsheet takes a cell for a formula, also after spaces. */
const FORMULA = /^\s*[=+\-@\t\r|%]|^[\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The byte order mark, by which spreadsheets know that a file is UTF-8. */
export const CSV_MARK = '\uFEFF';

/** Returns a cell: always in quotation marks, and with an apostrophe before what would be a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('\0', '').replaceAll('"', '""')}"`;

/** Returns a line with its end. */
export const csvRow = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/** Returns a file with its byte order mark. */
export const csvFile = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${CSV_MARK}${csvRow(head)}${rows.map(csvRow).join('')}`;
