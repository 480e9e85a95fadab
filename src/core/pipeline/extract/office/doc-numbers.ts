/** Puts the numbers that Word adds by itself into the text of a document of 1997-2003. */
/// <reference path="./libraries.d.ts" />
import type { Piece } from 'word-extractor/lib/word-ole-extractor.js';
import { type Place, readLists } from './doc-lists.ts';
import { type PropertiesAt, readParagraphs } from './doc-paragraphs.ts';
import { readStyleLists } from './doc-styles.ts';
import { ListCounter, type ListPlaces } from './list-numbers.ts';

/** Places of pairs (offset, length) in the file information block, MS-DOC 2.5.6. */
const FIB = { styles: 0xa2, paragraphs: 0x102, fonts: 0x112, lists: 0x2e2, overrides: 0x2ea };
const FIB_FLAGS = 0x0a;
const USES_TABLE_1 = 0x0200;
/** What can end a paragraph: its own mark, that of a table cell, of a section, and what the library has for the end of a row. */
const PARAGRAPH_ENDS = '\r\u0007\f\n';

/** The texts of a document in their order, by the names that the library has for their lengths (MS-DOC, 2.4.1). */
const STORIES = ['ccpText', 'ccpFtn', 'ccpHdd', 'ccpAtn', 'ccpEdn', 'ccpTxbx', 'ccpHdrTxbx'] as const;

/** The lists of a document, and which of them numbers a paragraph. */
export interface Numbering {
  places: ListPlaces;
  propertiesAt: PropertiesAt;
}

/**
 * Reads the lists of a document; null when it has none.
 * @throws RangeError when a table is damaged @throws UnknownFormat
 */
export function readNumbering(stream: (name: string) => Buffer | null): Numbering | null {
  const document = stream('WordDocument');
  if (document === null || document.length < FIB.overrides + 8) return null;
  const flags = document.readUInt16LE(FIB_FLAGS);
  const table = stream((flags & USES_TABLE_1) === 0 ? '0Table' : '1Table');
  if (table === null) return null;
  const place = (pair: number): Place => ({
    at: document.readUInt32LE(pair),
    length: document.readUInt32LE(pair + 4),
  });
  const content = (pair: number): Buffer => {
    const { at, length } = place(pair);
    if (at + length > table.length) throw new RangeError('A table reaches past its stream');
    return table.subarray(at, at + length);
  };
  const lists = readLists(table, place(FIB.lists), place(FIB.overrides), fontNames(content(FIB.fonts)));
  if (lists.size === 0) return null;
  const styles = readStyleLists(content(FIB.styles));
  const places: ListPlaces = {
    placeOf(paragraph) {
      const inherited = styles(Number(paragraph.style));
      const list = lists.get(paragraph.list ?? inherited.list ?? 0);
      return list === undefined ? null : { list, index: paragraph.level ?? inherited.level ?? 0 };
    },
  };
  return { places, propertiesAt: readParagraphs(document, content(FIB.paragraphs)) };
}

/** Returns the names of the fonts in their order (MS-DOC, 2.9.286 and 2.9.79). */
function fontNames(fonts: Buffer): string[] {
  const names: string[] = [];
  for (let at = 4; at < fonts.length; at += 1 + fonts.readUInt8(at)) {
    const name = fonts.toString('utf16le', at + 40, at + 1 + fonts.readUInt8(at));
    names.push(name.split('\0', 1)[0] ?? '');
  }
  return names;
}

/**
 * Numbers the paragraphs of all texts.
 * @param pieces get the numbers @param lengths of the texts, by the library's names, grow by them
 */
export function insertNumbers(
  pieces: readonly Piece[],
  lengths: Record<string, number | undefined>,
  numbering: Numbering,
): void {
  const labels = new Map<number, string>();
  let start = 0;
  for (const story of STORIES) {
    const end = start + (lengths[story] ?? 0);
    // Each text has its own numbers, as in the newer format.
    for (const [at, label] of labelsOf(pieces, start, end, numbering)) {
      labels.set(at, label);
      lengths[story] = (lengths[story] ?? 0) + label.length;
    }
    start = end;
  }
  insert(pieces, labels);
}

/** Puts labels before the characters that they are given for. */
function insert(pieces: readonly Piece[], labels: ReadonlyMap<number, string>): void {
  let added = 0;
  for (const piece of pieces) {
    const { startCp, text } = piece;
    piece.startCp += added;
    let [done, numbered] = [0, ''];
    for (let i = 0; i < text.length; i += 1) {
      const label = labels.get(startCp + i);
      if (label === undefined) continue;
      numbered += text.slice(done, i) + label;
      done = i;
      added += label.length;
    }
    piece.text = numbered + text.slice(done);
    piece.length = piece.text.length;
    piece.endCp = piece.startCp + piece.length;
  }
}

/** Returns the numbers of the paragraphs of one text, by the character before which they stand. */
function labelsOf(
  pieces: readonly Piece[],
  start: number,
  end: number,
  numbering: Numbering,
): Map<number, string> {
  const counter = new ListCounter(numbering.places);
  const labels = new Map<number, string>();
  let begin = start;
  for (const { startCp, startFilePos, bpc, text } of pieces) {
    for (let index = Math.max(0, start - startCp); index < text.length; index += 1) {
      const at = startCp + index;
      if (at >= end) return labels;
      if (!PARAGRAPH_ENDS.includes(text.charAt(index))) continue;
      const properties = numbering.propertiesAt(startFilePos + index * bpc);
      // A page break has the sign of a section's end, and stands within a paragraph.
      const isPageBreak = text[index] === '\f' && properties?.to !== startFilePos + (index + 1) * bpc;
      if (isPageBreak) continue;
      if (properties !== null && properties.isRowEnd !== true) {
        const { style, list, level } = properties;
        const label = counter.next({ style: String(style), list, level });
        if (label !== null) labels.set(begin, label.text);
      }
      begin = at + 1;
    }
  }
  return labels;
}
