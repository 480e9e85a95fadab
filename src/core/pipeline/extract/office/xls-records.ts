/** Reads what a workbook of 1997-2003 (MS-XLS) shows besides its cells: headers, footers, text boxes, titles of charts. */
import { type HeaderText, headerText } from './xlsx-header.ts';

export interface SheetExtras {
  /** Paragraphs of text boxes and shapes, and the titles, names and labels in charts. */
  lines: string[];
  headers: HeaderText[];
}

/** Record types (MS-XLS 2.3). */
const BOF = 0x0809;
const EOF = 0x000a;
const BOUND_SHEET = 0x0085;
const HEADER = 0x0014;
const FOOTER = 0x0015;
const OBJECT = 0x005d;
const TEXT_OBJECT = 0x01b6;
const CONTINUE = 0x003c;
const CHART_TEXT = 0x100d;
/** A cell with text; in a chart, the label of a value. */
const LABEL = 0x0204;
/** Version of the records of Excel 97-2003. The text of earlier ones lies elsewhere. */
const BIFF8 = 0x0600;
/** The type of an object that is a comment, whose text belongs to a cell. */
const COMMENT = 0x19;

interface BiffRecord {
  at: number;
  type: number;
  data: Buffer;
}

/** Yields the records of a workbook stream; a damaged rest yields nothing. */
function* recordsOf(stream: Buffer): Generator<BiffRecord> {
  for (let at = 0; at + 4 <= stream.length; ) {
    const end = at + 4 + stream.readUInt16LE(at + 2);
    yield { at, type: stream.readUInt16LE(at), data: stream.subarray(at + 4, end) };
    at = end;
  }
}

/** Returns what each sheet shows besides its cells, by name. A sheet without anything of that kind may be missing. */
export function sheetExtras(stream: Buffer): Map<string, SheetExtras> {
  const names = new Map<number, string>();
  const found = new Map<string, SheetExtras>();
  let sheet: { name: string; extras: SheetExtras } | null = null;
  let depth = 0;
  let isComment = false;
  let text: TextObject | null = null;
  for (const { at, type, data } of recordsOf(stream)) {
    if (text !== null) {
      if (type === CONTINUE && text.take(data)) continue;
      sheet?.extras.lines.push(...text.lines());
      text = null;
    }
    if (type === BOF) {
      depth += 1;
      const name = names.get(at);
      if (name !== undefined && data.length >= 2 && data.readUInt16LE(0) === BIFF8) {
        sheet = { name, extras: { lines: [], headers: [] } };
        found.set(name, sheet.extras);
      }
    } else if (type === EOF) {
      depth -= 1;
      if (depth <= 0) sheet = null;
    } else if (type === BOUND_SHEET && data.length > 6) names.set(data.readUInt32LE(0), shortString(data, 6));
    if (sheet === null) continue;
    const { name, extras } = sheet;
    if ((type === HEADER || type === FOOTER) && data.length > 3) {
      const words = headerText(longString(data), name);
      if (words !== '') extras.headers.push({ kind: type === HEADER ? 'Header' : 'Footer', text: words });
    } else if (type === OBJECT) isComment = data.length >= 6 && data.readUInt16LE(4) === COMMENT;
    else if (type === TEXT_OBJECT && !isComment) text = TextObject.of(data);
    else if (type === LABEL && depth > 1) extras.lines.push(...linesOf(longString(data.subarray(6))));
    else if (type === CHART_TEXT) extras.lines.push(...linesOf(shortString(data, 2)));
  }
  return found;
}

/** Returns the places of the sheets, counted from 0, whose records end before the sheet does, or that are not there. */
export function cutSheets(stream: Buffer | null): number[] {
  if (stream === null) return [];
  const starts: number[] = [];
  const closed = new Set<number>();
  const open: number[] = [];
  for (const { at, type, data } of recordsOf(stream)) {
    if (type === BOUND_SHEET && data.length >= 4) starts.push(data.readUInt32LE(0));
    else if (type === BOF) open.push(at);
    else if (type === EOF) closed.add(open.pop() ?? at);
  }
  return starts.flatMap((start, index) => (closed.has(start) ? [] : [index]));
}

/** A text that begins after its record, in pieces. */
class TextObject {
  #left: number;
  #text = '';

  private constructor(characters: number) {
    this.#left = characters;
  }

  static of(data: Buffer): TextObject | null {
    const characters = data.length < 12 ? 0 : data.readUInt16LE(10);
    return characters === 0 ? null : new TextObject(characters);
  }

  /** Returns false when the text is complete; what follows are its fonts. */
  take(data: Buffer): boolean {
    if (this.#left <= 0) return false;
    const piece = stringOf(data, 0, this.#left);
    this.#left = piece === '' ? 0 : this.#left - piece.length;
    this.#text += piece;
    return true;
  }

  lines(): string[] {
    return linesOf(this.#text);
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');

/** Reads a string whose length takes one byte. */
const shortString = (data: Buffer, at: number): string =>
  data.length <= at ? '' : stringOf(data, at + 1, data.readUInt8(at));

/** Reads a string whose length takes two bytes. */
const longString = (data: Buffer): string => (data.length < 2 ? '' : stringOf(data, 2, data.readUInt16LE(0)));

/** Reads characters of one byte, or of two if the first bit of the byte before them says so. */
function stringOf(data: Buffer, at: number, characters: number): string {
  if (data.length <= at) return '';
  return (data.readUInt8(at) & 1) === 0
    ? data.toString('latin1', at + 1, at + 1 + characters)
    : data.toString('utf16le', at + 1, at + 1 + ((Math.min(characters * 2, data.length - at - 1) >> 1) << 1));
}
