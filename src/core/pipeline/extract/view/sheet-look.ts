/** Renders the sheets of a workbook as tables with the letters of their columns. */
import { columnName } from '../office/sheet-line.ts';
import type { RenderWriter } from './render-writer.ts';

/** More cells than this take a browser seconds. */
const MAX_CELLS = 30_000;
/** Columns to the right of this are rare, and each of them makes the table wider than any screen. */
const MAX_COLUMNS = 200;
/** Comments, headers and other lines that a reader puts below the rows. */
const NOTE = /^\[[^\]]+\]/;

/**
 * Writes the sheets.
 * @param text as the readers write it: blocks with an empty line between, each with the name of its sheet and a line per
 *   row with a tab between cells
 */
export function writeSheets(writer: RenderWriter, text: string): void {
  const room = { cells: MAX_CELLS };
  for (const block of text.split('\n\n')) {
    const [title = '', ...lines] = block.split('\n');
    writer.element('h2', title);
    writeRows(writer, lines, room);
  }
  finish(writer, room.cells);
}

/** Writes the records of a file without sheets. */
export function writeRecords(writer: RenderWriter, text: string): void {
  const room = { cells: MAX_CELLS };
  writeRows(writer, text.split('\n'), room);
  finish(writer, room.cells);
}

function finish(writer: RenderWriter, left: number): void {
  writer.note('fonts, colors and widths of columns');
  writer.note('empty rows and the numbers of rows');
  if (left <= 0) writer.note(`the cells after the first ${MAX_CELLS.toLocaleString('en-US')}`);
}

function writeRows(writer: RenderWriter, lines: readonly string[], room: { cells: number }): void {
  const notes = lines.filter((line) => NOTE.test(line) && !line.includes('\t'));
  const rows = lines.filter((line) => line !== '' && !notes.includes(line)).map((line) => line.split('\t'));
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Math.min(MAX_COLUMNS, widest);
  if (widest > MAX_COLUMNS) writer.note(`the columns after the first ${MAX_COLUMNS}`);
  if (columns > 0 && room.cells > 0) {
    writer.open('table');
    writer.open('thead');
    writer.open('tr');
    for (let column = 0; column < columns; column += 1) writer.element('th', columnName(column));
    writer.close('tr');
    writer.close('thead');
    for (const row of rows) {
      if (room.cells <= 0 || writer.isFull) break;
      room.cells -= columns;
      writer.open('tr');
      for (let column = 0; column < columns; column += 1) writer.element('td', row[column] ?? '');
      writer.close('tr');
    }
    writer.close('table');
  }
  for (const note of notes) writer.element('small', note);
}
