/** Writes compared documents as CSV for a spreadsheet. */
import type { Change, ChangeKind, ChangeSide } from './bridge-compare.ts';
import { csvFile } from './csv.ts';

/** The kinds of changes as a paralegal reads them, in the app, in files and on the command line. */
export const CHANGE_LABEL: Readonly<Record<ChangeKind, string>> = {
  came: 'Added',
  went: 'Missing',
  changed: 'Content changed',
  moved: 'Moved',
  outcome: 'Other outcome',
  warnings: 'Other warnings',
  unknown: 'Not comparable',
  same: 'Same',
};

const SIDE = ['path', 'type', 'status', 'exception', 'warnings', 'bytes', 'SHA-256', 'document'];

const cellsOf = (side: ChangeSide | null): string[] =>
  side === null
    ? SIDE.map(() => '')
    : [
        side.path,
        side.type,
        side.status,
        side.code ?? '',
        side.warnings.join(' '),
        String(side.bytes),
        side.sha256 ?? '',
        side.documentId,
      ];

/** Returns the file: one line for each change, with the document of the first batch (A) and of the second (B). */
export const changesCsv = (changes: readonly Change[]): string =>
  csvFile(
    ['Change', ...SIDE.map((name) => `A ${name}`), ...SIDE.map((name) => `B ${name}`)],
    changes.map(({ kind, a, b }) => [CHANGE_LABEL[kind], ...cellsOf(a), ...cellsOf(b)]),
  );
