/** Reads one sheet of a workbook: a line per row, with every cell in its column and as its format shows it. */
import { GENERAL, shownNumber, shownText } from './cell-format.ts';
import { type Cell, type ColumnRange, hiddenColumnLines, rowLine } from './sheet-line.ts';
import { type HeaderText, headerText } from './xlsx-header.ts';
import { cellString } from './xlsx-styles.ts';
import { readXml } from './xml.ts';

/** What all sheets of a workbook share. */
export interface Workbook {
  strings: readonly string[];
  /** Number formats by cell style. */
  formats: readonly string[];
  since1904: boolean;
  /**
   * Characters left for the whole workbook, beyond the limit that `assemble` applies and names. A few shared strings in
   * many cells would make the text endless.
   */
  room: number;
}

export interface SheetText {
  lines: string[];
  headers: HeaderText[];
  /** Cells whose text is missing from the file. */
  lostTexts: number;
  /** Formulas whose result is missing from the file; the formula stands in its place. */
  openFormulas: number;
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
  formula: string;
  hasValue: boolean;
}

const EPOCH_1900 = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** The last column of a sheet, XFD. */
const MAX_COLUMN = 16_383;

/** Returns the rows, headers and footers of a sheet. @param book its `room` shrinks by what was read */
export function readSheet(bytes: Buffer, name: string, book: Workbook): SheetText {
  const reader = new SheetReader(name, book);
  readXml(bytes, reader);
  return reader.done();
}

class SheetReader {
  readonly #name: string;
  readonly #book: Workbook;
  readonly #out: SheetText = { lines: [], headers: [], lostTexts: 0, openFormulas: 0 };
  readonly #hiddenColumns: ColumnRange[] = [];
  #lastColumn = -1;
  #cells: Cell[] = [];
  #cell: OpenCell | null = null;
  #row = -1;
  #rowHidden = false;
  #column = -1;
  #into: 'value' | 'formula' | 'header' | null = null;
  #phonetic = false;
  #header = '';

  constructor(name: string, book: Workbook) {
    this.#name = name;
    this.#book = book;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.#openRow(attributes);
        break;
      case 'c':
        this.#openCell(attributes);
        break;
      case 'rPh':
        this.#phonetic = true;
        break;
      case 'v':
      case 't':
        if (this.#cell === null || this.#phonetic) break;
        this.#cell.hasValue = true;
        this.#into = 'value';
        break;
      case 'f':
        this.#into = 'formula';
        break;
      case 'col':
        this.#openColumns(attributes);
        break;
      default:
        if (!/^(?:odd|even|first)(?:Header|Footer)$/.test(name)) break;
        this.#into = 'header';
        this.#header = '';
    }
  }

  text(text: string): void {
    if (this.#into === 'header') this.#header += text;
    else if (this.#cell !== null && this.#into === 'value') this.#cell.value += text;
    else if (this.#cell !== null && this.#into === 'formula') this.#cell.formula += text;
  }

  close(name: string): void {
    if (this.#into === 'header') this.#closeHeader(name);
    this.#into = null;
    if (name === 'rPh') this.#phonetic = false;
    if (name === 'c') this.#closeCell();
    if (name === 'row') this.#closeRow();
  }

  done(): SheetText {
    this.#out.lines.unshift(...hiddenColumnLines(this.#hiddenColumns, this.#lastColumn));
    return this.#out;
  }

  #openRow({ r, hidden }: Readonly<Record<string, string>>): void {
    const stated = Number(r);
    this.#row = Number.isInteger(stated) && stated > 0 ? stated - 1 : this.#row + 1;
    this.#rowHidden = isTrue(hidden);
    this.#cells = [];
    this.#column = -1;
  }

  #openCell({ r = '', t = '', s }: Readonly<Record<string, string>>): void {
    const letters = /^\$?([A-Za-z]{1,3})/.exec(r)?.[1];
    this.#column = Math.min(MAX_COLUMN, letters === undefined ? this.#column + 1 : columnNumber(letters));
    const style = Number(s ?? 0);
    this.#cell = { column: this.#column, type: t, style, value: '', formula: '', hasValue: false };
  }

  #closeCell(): void {
    if (this.#cell !== null && this.#book.room >= 0) {
      const text = this.#cellText(this.#cell);
      if (text.trim() !== '') {
        this.#cells.push({ column: this.#cell.column, text });
        this.#lastColumn = Math.max(this.#lastColumn, this.#cell.column);
        this.#book.room -= text.length;
      }
    }
    this.#cell = null;
  }

  #closeRow(): void {
    const line = rowLine(this.#cells, this.#row);
    if (line === '') return;
    this.#book.room -= line.length - this.#cells.reduce((sum, { text }) => sum + text.length, -1);
    this.#out.lines.push(this.#rowHidden ? `${line} [hidden row]` : line);
  }

  #openColumns({ min = '', max = '', hidden, width }: Readonly<Record<string, string>>): void {
    if (!isTrue(hidden) && !(width !== undefined && Number(width) === 0)) return;
    const [from, to] = [Number(min) - 1, Number(max) - 1];
    if (from >= 0 && to >= from && this.#hiddenColumns.length < MAX_COLUMN)
      this.#hiddenColumns.push({ from, to: Math.min(to, MAX_COLUMN) });
  }

  #closeHeader(element: string): void {
    const text = headerText(this.#header, this.#name);
    if (text !== '') this.#out.headers.push({ kind: element.endsWith('Header') ? 'Header' : 'Footer', text });
  }

  /** Returns a cell as its reader sees it. */
  #cellText(cell: OpenCell): string {
    const { type, value } = cell;
    const { strings, formats, since1904 } = this.#book;
    const format = formats[cell.style] ?? GENERAL;
    if (!cell.hasValue && cell.formula !== '') {
      this.#out.openFormulas += 1;
      return `=${cellString(cell.formula)}`;
    }
    if (value === '') return '';
    switch (type) {
      case 's': {
        const text = strings[Number(value)];
        if (text === undefined) this.#out.lostTexts += 1;
        return shownText(format, text ?? '');
      }
      case 'b':
        return isTrue(value) ? 'TRUE' : 'FALSE';
      case 'd': {
        const time = Date.parse(/[Zz]$|[+-]\d\d:\d\d$/.test(value) ? value : `${value}Z`);
        if (Number.isNaN(time)) return value;
        return shownNumber(format === GENERAL ? 'yyyy-mm-dd' : format, (time - EPOCH_1900) / DAY_MS);
      }
      case '':
      case 'n': {
        const number = Number(value);
        return Number.isFinite(number) ? shownNumber(format, number, since1904) : value;
      }
      default:
        return shownText(format, cellString(value));
    }
  }
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** Returns the number of a column, counted from 0. @param letters e.g. `AB` */
function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}
