/** Writes hits as CSV for a spreadsheet. */
import { CSV_START, csvLine } from './csv.ts';
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
  csvLine([
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

/** Returns the whole file. */
export const hitsCsv = (hits: readonly SearchHit[]): string =>
  `${CSV_START}${csvLine(HEAD)}${hits.map(rowOf).join('')}`;
