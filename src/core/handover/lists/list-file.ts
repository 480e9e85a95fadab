/** Writes one list three times: as CSV and XLSX for spreadsheets, and as JSON Lines with the exact values. */
import { CSV_MARK, csvRow } from '../../../shared/csv.ts';
import { wellFormed } from '../../util/well-formed.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Notes } from '../types.ts';
import { openXlsx } from './xlsx.ts';

export interface Column<Row> {
  /** Head of the column in the CSV and XLSX files. */
  head: string;
  cell(row: Row): string;
  /** Whether its cells are whole numbers, so that a workbook can sort and add them. */
  isNumber?: boolean;
}

export interface ListFile<Row> {
  add(row: Row): Promise<void>;
  close(): Promise<void>;
}

export interface ListPlace {
  folder: ExportFolder;
  notes: Notes;
  /** The most rows of a workbook, with the head; by default what Excel takes. */
  mostRows?: number | undefined;
}

/** @param json returns what a line of the JSON file holds */
export async function openList<Row>(
  { folder, notes, mostRows }: ListPlace,
  name: string,
  columns: readonly Column<Row>[],
  json: (row: Row) => unknown,
): Promise<ListFile<Row>> {
  const csv = await folder.openText(`${name}.csv`);
  const lines = await folder.openText(`${name}.jsonl`);
  const workbook = await openXlsx(folder, `${name}.xlsx`, columns, mostRows);
  await csv.write(CSV_MARK + csvRow(columns.map(({ head }) => head)));
  return {
    async add(row) {
      const cells = columns.map(({ cell }) => wellFormed(cell(row)));
      await csv.write(csvRow(cells));
      await lines.write(`${JSON.stringify(json(row))}\n`);
      for (const index of await workbook.add(cells))
        await notes.change({
          documentId: columns[0]?.head === 'Document' ? (cells[0] ?? '') : '',
          field: `${name}.xlsx, ${columns[index]?.head ?? ''}`,
          kind: 'cell_cut',
        });
    },
    async close() {
      await csv.close();
      await lines.close();
      if (!(await workbook.close()))
        await notes.change({ documentId: '', field: `${name}.xlsx`, kind: 'too_many_rows' });
    },
  };
}
