/** Builds the rows of an OpenDocument table. Equal cells and rows stand once in the file, with their number. */
import { type Cell, type ColumnRange, cellReference, hiddenColumnLines, rowLine } from './sheet-line.ts';

/** A value in more equal cells or rows than this fills a sheet to its edge and is written once. */
const MAX_REPEAT = 1000;
/** Columns of a sheet. */
const MAX_COLUMNS = 16_384;

export class TableRows {
  /** Cells and rows with a value whose repeats are left out. */
  notRepeated = 0;
  #cells: Cell[] = [];
  #row = 0;
  #column = 0;
  #rows = 1;
  #hidden = false;
  #columns = 1;
  readonly #hiddenColumns: ColumnRange[] = [];
  #definedColumns = 0;
  #lastColumn = -1;

  openColumn(attributes: Readonly<Record<string, string>>): void {
    const from = this.#definedColumns;
    this.#definedColumns = Math.min(MAX_COLUMNS, from + repeats(attributes, 'columns'));
    if (isHidden(attributes) && from < MAX_COLUMNS)
      this.#hiddenColumns.push({ from, to: this.#definedColumns - 1 });
  }

  openRow(attributes: Readonly<Record<string, string>>): void {
    this.#rows = repeats(attributes, 'rows');
    this.#hidden = isHidden(attributes);
    this.#cells = [];
    this.#column = 0;
  }

  openCell(attributes: Readonly<Record<string, string>>): void {
    this.#columns = repeats(attributes, 'columns');
  }

  /** Returns the reference of the open cell, e.g. `B2`. */
  place(): string {
    return cellReference(this.#column, this.#row);
  }

  /** Ends a cell. @param room characters left */
  closeCell(text: string, room: number): void {
    let length = 0;
    if (text !== '' && this.#column < MAX_COLUMNS) {
      const times = this.#columns > MAX_REPEAT ? 1 : this.#columns;
      if (times < this.#columns) this.notRepeated += 1;
      for (let i = 0; i < times && length <= room; i += 1) {
        this.#cells.push({ column: this.#column + i, text });
        length += text.length + 1;
      }
      this.#lastColumn = Math.max(this.#lastColumn, this.#column + times - 1);
    }
    this.#column = Math.min(MAX_COLUMNS, this.#column + this.#columns);
  }

  /** Ends a row. @param room characters left. @returns the line, as often as it stands in the table */
  closeRow(room: number): string[] {
    const line = rowLine(this.#cells, this.#row);
    this.#row += this.#rows;
    if (line === '') return [];
    const shown = this.#hidden ? `${line} [hidden row]` : line;
    const times = this.#rows > MAX_REPEAT ? 1 : this.#rows;
    if (times < this.#rows) this.notRepeated += 1;
    return Array<string>(Math.max(1, Math.min(times, Math.ceil(room / shown.length)))).fill(shown);
  }

  /** Returns a line that names the hidden columns; none if nothing is hidden. */
  hiddenColumns(): string[] {
    return hiddenColumnLines(this.#hiddenColumns, this.#lastColumn);
  }
}

function repeats(attributes: Readonly<Record<string, string>>, what: 'columns' | 'rows'): number {
  const number = Number(attributes[`number-${what}-repeated`] ?? 1);
  return Number.isInteger(number) && number > 0 ? number : 1;
}

const isHidden = ({ visibility }: Readonly<Record<string, string>>): boolean =>
  visibility === 'collapse' || visibility === 'filter';
