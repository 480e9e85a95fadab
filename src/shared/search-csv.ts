/** Writes hits as CSV for a spreadsheet. */
import { CSV_MARK, csvRow } from './csv.ts';
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

const rowOf = (hit: SearchHit): string =>
  csvRow([
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
  `${CSV_MARK}${csvRow(HEAD)}${hits.map(rowOf).join('')}`;
