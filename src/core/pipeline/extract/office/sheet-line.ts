/** Writes a row of a spreadsheet as one line, with each cell in its column. */

export interface Cell {
  /** The column, counted from 0. */
  column: number;
  text: string;
}

/** Columns from one to another, both counted from 0. */
export interface ColumnRange {
  from: number;
  to: number;
}

/** More empty columns than this before a cell are not written; the cell's reference says where it stands. */
const MAX_GAP = 64;

/** Returns the reference of a cell, e.g. `AB7`. Both numbers count from 0. */
export const cellReference = (column: number, row: number): string => `${columnName(column)}${row + 1}`;

/** Returns the letters of a column, counted from 0. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Returns the cells that are not empty, each behind as many tabs as it has columns to its left; '' without any. */
export function rowLine(cells: readonly Cell[], row: number): string {
  let line = '';
  let last = -1;
  for (const { column, text } of inOrder(cells)) {
    if (text === '') continue;
    const tabs = last < 0 ? column : Math.max(1, column - last);
    if (tabs > MAX_GAP) line += `${line === '' ? '' : '\t'}${cellReference(column, row)}: ${text}`;
    else line += '\t'.repeat(tabs) + text;
    last = column;
  }
  return line;
}

/** Files list the cells of a row from left to right; few do not. */
function inOrder(cells: readonly Cell[]): readonly Cell[] {
  const sorted = cells.every((cell, i) => i === 0 || (cells[i - 1]?.column ?? 0) <= cell.column);
  return sorted ? cells : [...cells].sort((a, b) => a.column - b.column);
}

/** Returns a line that names the hidden columns up to the last one with content; none if nothing is hidden. */
export function hiddenColumnLines(ranges: readonly ColumnRange[], last: number): string[] {
  const names = ranges
    .filter(({ from }) => from <= last)
    .map(({ from, to }) => [from, Math.min(to, last)].map(columnName))
    .map(([from, to]) => (from === to ? from : `${from} to ${to}`));
  return names.length === 0 ? [] : [`[Hidden columns: ${names.join(', ')}]`];
}
