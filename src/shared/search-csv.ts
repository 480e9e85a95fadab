/** Writes hits as CSV for a spreadsheet. Names and texts come from strangers, so no cell can become a formula. */
import type { SearchHit } from './search.ts';
import { shownDay } from './search-dates.ts';

const HEAD = [
  'Document',
  'Path',
  'Type',
  'Date',
  'Batch',
  'Matter',
  'Custodian',
  'From',
  'Subject',
  'Status',
  'Hits in the text',
  'First hit',
];

/** Signs with which a spreadsheet takes a cell for a formula, also after spaces. */
const FORMULA = /^\s*[=+\-@\t\r|%]|^[\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Returns a cell: always in quotation marks, and with an apostrophe before what would be a formula. */
const cell = (value: string): string =>
  `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('\0', '').replaceAll('"', '""')}"`;

const row = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

const rowOf = (hit: SearchHit): string =>
  row([
    hit.documentId,
    hit.path,
    hit.type,
    hit.day === null ? '' : shownDay(hit.day),
    hit.batchName,
    hit.matter,
    hit.custodian,
    hit.from ?? '',
    hit.subject ?? '',
    hit.status,
    String(hit.marks),
    hit.excerpts[0]?.text ?? '',
  ]);

/** Returns a file with a byte order mark, by which spreadsheets know that it is UTF-8. */
export const hitsCsv = (hits: readonly SearchHit[]): string =>
  `\uFEFF${row(HEAD)}${hits.map(rowOf).join('')}`;
