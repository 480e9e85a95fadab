/** Writes one list twice: as CSV for a spreadsheet, and as JSON Lines with the exact values. */
import { CSV_MARK, csvRow } from '../../../shared/csv.ts';
import { wellFormed } from '../../util/well-formed.ts';
import type { ExportFolder } from '../export-folder.ts';

export interface Column<Row> {
  /** Head of the column in the CSV file. */
  head: string;
  cell(row: Row): string;
}

export interface ListFile<Row> {
  add(row: Row): Promise<void>;
  close(): Promise<void>;
}

/** @param json returns what a line of the JSON file holds */
export async function openList<Row>(
  folder: ExportFolder,
  name: string,
  columns: readonly Column<Row>[],
  json: (row: Row) => unknown,
): Promise<ListFile<Row>> {
  const csv = await folder.openText(`${name}.csv`);
  const lines = await folder.openText(`${name}.jsonl`);
  await csv.write(CSV_MARK + csvRow(columns.map(({ head }) => head)));
  return {
    async add(row) {
      await csv.write(csvRow(columns.map(({ cell }) => wellFormed(cell(row)))));
      await lines.write(`${JSON.stringify(json(row))}\n`);
    },
    async close() {
      await csv.close();
      await lines.close();
    },
  };
}
