/** Writes what an export leaves out and what it changes, each as a list that a spreadsheet opens. */
import { CSV_MARK, csvRow } from '../../shared/csv.ts';
import {
  type ChangeKind,
  LEFT_OUT_TEXT,
  type LeftOutCounts,
  type LeftOutReason,
  NOT_PRINTED_TEXT,
} from '../../shared/handover.ts';
import type { ExportFolder, TextFile } from './export-folder.ts';
import type { Notes } from './types.ts';

const LEFT_OUT_HEAD = ['Document', 'Path', 'Left out', 'Reason', 'What it means', 'Detail'];
const CHANGES_HEAD = ['Document', 'Field', 'Change', 'What it means'];

const WHAT = {
  document: 'the document',
  original: 'its original',
  text: 'its text',
  image: 'a page image',
} as const;

const CHANGE_TEXT: Readonly<Record<ChangeKind, string>> = {
  line_break_sign:
    'The value has the sign \u00AE, which stands for a line break in load files. It was written as (R).',
  invalid_character: 'The value has a NUL or half of a character. It was written as \uFFFD.',
  separator_inside: 'One of several values has the sign that separates them, so they cannot be told apart.',
  delimiter_inside:
    'The value has \u00FE or U+0014. It is exact, with each \u00FE doubled; some programs misread it.',
  cell_cut:
    'The value has more characters than a cell of a workbook takes (32,767). It is cut there; the CSV file has all of it.',
  too_many_rows:
    'The list has more rows than a workbook takes (1,048,576), or is larger than 1 GB, so there is no workbook. The CSV file has all of them.',
  not_indexed:
    'Some documents were not indexed yet when they were searched, so hits in their names, headers and dates may be missing. Export again later.',
  not_printed: NOT_PRINTED_TEXT,
};

export interface NotesFiles extends Notes {
  readonly leftOut: LeftOutCounts;
  readonly changes: Partial<Record<ChangeKind, number>>;
  close(): Promise<void>;
}

/** Counts the notes, and writes them to files that are made for the first one. */
export function notesFiles(folder: ExportFolder): NotesFiles {
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const changes: Partial<Record<ChangeKind, number>> = {};
  const files = new Map<string, TextFile>();
  const add = async (name: string, head: readonly string[], row: readonly string[]): Promise<void> => {
    let file = files.get(name);
    if (file === undefined) {
      file = await folder.openText(name);
      files.set(name, file);
      await file.write(CSV_MARK + csvRow(head));
    }
    await file.write(csvRow(row));
  };
  return {
    leftOut,
    changes,
    async leaveOut({ documentId, path, what, reason, detail = '' }) {
      leftOut[reason] = (leftOut[reason] ?? 0) + 1;
      const row = [documentId, path, WHAT[what], reason, LEFT_OUT_TEXT[reason], detail];
      await add('left-out.csv', LEFT_OUT_HEAD, row);
    },
    async change({ documentId, field, kind }) {
      changes[kind] = (changes[kind] ?? 0) + 1;
      await add('changes.csv', CHANGES_HEAD, [documentId, field, kind, CHANGE_TEXT[kind]]);
    },
    async close() {
      for (const file of files.values()) await file.close();
    },
  };
}
