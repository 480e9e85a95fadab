/** Writes CSV for a spreadsheet. Names and texts come from strangers, so no cell can become a formula. */

/** Signs with which a spreadsheet takes a cell for a formula, also after spaces. */
const FORMULA = /^\s*[=+\-@\t\r|%]|^[\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Returns a cell: always in quotation marks, and with an apostrophe before what would be a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('\0', '').replaceAll('"', '""')}"`;

/** Returns a line of a CSV file. */
export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/** A byte order mark, by which spreadsheets know that a file is UTF-8. */
export const CSV_START = '\uFEFF';
