/** Divides the text of a load file into records and values. */

/** The signs around and between values. `quote` is empty for a file without signs around its values. */
export interface Signs {
  readonly quote: string;
  readonly delimiter: string;
}

export interface LoadFileRecord {
  /** Counted from 1; the header is row 1. */
  readonly row: number;
  readonly values: readonly string[];
  /** Why the record cannot be read; null if it can. */
  readonly broken: string | null;
}

const QUOTES = ['\u00FE', '"', '^', '~', "'"];
const DELIMITERS = ['\u0014', '\t', '|', ';', ','];
/** The sign of load files for a line break inside a value. */
const LINE_BREAK = /\u00AE/g;
/** A value that does not end for so long never ends, UTF-16 units. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** Finds the signs of a load file by its header. @param header the first line */
export function signsOf(header: string): Signs {
  const quote = QUOTES.find((sign) => header.startsWith(sign)) ?? '';
  if (quote !== '') {
    const end = header.indexOf(quote, 1);
    const after = end < 0 ? '' : header.slice(end + 1, end + 2);
    return { quote, delimiter: after === '' || after === '\r' || after === '\n' ? '\u0014' : after };
  }
  const counts = DELIMITERS.map((sign) => header.split(sign).length);
  return { quote: '', delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',' };
}

/** Reads records as the pieces of the file arrive. Empty lines are no records. */
export class RecordReader {
  readonly #signs: Signs;
  #text = '';
  #row = 0;

  constructor(signs: Signs) {
    this.#signs = signs;
  }

  /** Returns the records that are whole. @param isEnd whether nothing follows this piece */
  *add(piece: string, isEnd: boolean): Generator<LoadFileRecord> {
    this.#text += piece;
    let at = 0;
    for (;;) {
      const record = this.#read(at, isEnd);
      if (record === null) break;
      at = record.end;
      if (record.values.length === 1 && record.values[0] === '' && record.broken === null) continue;
      this.#row += 1;
      yield { row: this.#row, values: record.values, broken: record.broken };
    }
    this.#text = this.#text.slice(at);
  }

  /** Returns the record at a place and where the next one begins; null if it is not all there yet. */
  #read(from: number, isEnd: boolean): { values: string[]; end: number; broken: string | null } | null {
    const text = this.#text;
    if (from >= text.length) return null;
    const values: string[] = [];
    for (let at = from; ; ) {
      const value = this.#value(at, isEnd);
      if (value === null) {
        if (!isEnd && text.length - from < LONGEST_RECORD) return null;
        return { values, end: this.#afterLine(from), broken: 'a value of it has no end' };
      }
      values.push(value.text.replaceAll(LINE_BREAK, '\n'));
      const next = text[value.end];
      if (next === this.#signs.delimiter) {
        at = value.end + 1;
        continue;
      }
      // A line break may still arrive in two pieces.
      if (!isEnd && value.end + 1 >= text.length) return null;
      if (next !== undefined && next !== '\r' && next !== '\n')
        return { values, end: this.#afterLine(value.end), broken: 'there is text after the end of a value' };
      const end = next === '\r' && text[value.end + 1] === '\n' ? value.end + 2 : value.end + 1;
      return { values, end, broken: null };
    }
  }

  #value(at: number, isEnd: boolean): { text: string; end: number } | null {
    const text = this.#text;
    const { quote, delimiter } = this.#signs;
    if (quote === '' || text[at] !== quote) {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\r' && text[end] !== '\n')
        end += 1;
      return end < text.length || isEnd ? { text: text.slice(at, end), end } : null;
    }
    let value = '';
    for (let from = at + 1; ; ) {
      const end = text.indexOf(quote, from);
      if (end < 0 || (end + 1 >= text.length && !isEnd)) return null;
      value += text.slice(from, end);
      if (text[end + 1] !== quote) return { text: value, end: end + 1 };
      value += quote;
      from = end + 2;
    }
  }

  /** Where to go on after a broken record: at the next line. */
  #afterLine(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end < 0 ? this.#text.length : end + 1;
  }
}
