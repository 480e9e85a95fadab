/** Writes CSV for a spreadsheet. Names and texts come from strangers, so no cell can become a formula. */

/** Signs with which a spreadsheet takes a cell for a formula, also after spaces. */
const FORMULA = /^\s*[=+\-@\t\r|%]|^[\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Returns a cell: always in quotation marks, and with an apostrophe before what would be a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('\0', '').replaceAll('"', '""')}"`;

const row = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/** Returns a file with a byte order mark, by which spreadsheets know that it is UTF-8. */
export const csvFile = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\uFEFF${row(head)}${rows.map(row).join('')}`;
