/** Finds what was inserted and deleted while changes were tracked in a Word document of 1997-2003 (MS-DOC, 2.6.1). */
import type { Piece } from 'word-extractor/lib/word-ole-extractor.js';
import { operands } from './doc-properties.ts';
import { type Change, ChangeLog } from './word-changes.ts';

const PAGE_BYTES = 512;
/** Places of pairs (offset, length) in the file information block, MS-DOC 2.5.6. */
const FIB_CHARACTERS = 0xfa;
const FIB_AUTHORS = 0x232;

const DELETED = 0x0800;
const INSERTED = 0x0801;
const INSERTED_BY = 0x4804;
const DELETED_BY = 0x4863;
const INSERTED_AT = 0x6805;
const DELETED_AT = 0x6864;

/** A stretch of the stream `WordDocument` that was changed. */
interface Run extends Omit<Change, 'text'> {
  from: number;
  to: number;
}

/**
 * Returns the changes in the order of the text.
 * @param document the stream `WordDocument` @param table the table stream @param pieces with all text, deleted text included
 * @throws RangeError when a page of character properties is damaged
 */
export function readChanges(document: Buffer, table: Buffer, pieces: readonly Piece[]): Change[] {
  const runs = readRuns(document, table);
  if (runs.length === 0) return [];
  const log = new ChangeLog();
  for (const { startFilePos, bpc, text } of pieces) {
    const end = startFilePos + bpc * text.length;
    let done = startFilePos;
    for (const run of runs) {
      const [from, to] = [Math.max(run.from, startFilePos), Math.min(run.to, end)];
      if (from >= to) continue;
      const part = (a: number, b: number): string =>
        shown(text.slice((a - startFilePos) / bpc, (b - startFilePos) / bpc));
      log.unchanged(part(done, from));
      log.add({ kind: run.kind, author: run.author, date: run.date }, part(from, to));
      done = to;
    }
    if (done < end) log.unchanged(shown(text.slice((done - startFilePos) / bpc)));
  }
  return log.changes;
}

/** Marks of paragraphs, cells and fields are blanks here. */
const shown = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

/** Returns the changed stretches in the order of the stream. */
function readRuns(document: Buffer, table: Buffer): Run[] {
  const pages = tableAt(document, table, FIB_CHARACTERS);
  const count = Math.max(0, Math.floor((pages.length - 4) / 8));
  const authors = readAuthors(tableAt(document, table, FIB_AUTHORS));
  const runs: Run[] = [];
  for (let i = 0; i < count; i += 1) {
    const page = pages.readUInt32LE((count + 1) * 4 + i * 4) & 0x3fffff;
    runs.push(...readPage(document.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), authors));
  }
  return runs.sort((a, b) => a.from - b.from);
}

function tableAt(document: Buffer, table: Buffer, pair: number): Buffer {
  const at = document.readUInt32LE(pair);
  const length = document.readUInt32LE(pair + 4);
  if (at + length > table.length) throw new RangeError('A table reaches past its stream');
  return table.subarray(at, at + length);
}

function readPage(page: Buffer, authors: readonly string[]): Run[] {
  const count = page.readUInt8(PAGE_BYTES - 1);
  const runs: Run[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = page.readUInt8((count + 1) * 4 + i) * 2;
    if (at === 0) continue;
    const change = changeOf(page.subarray(at + 1, at + 1 + page.readUInt8(at)), authors);
    if (change !== null)
      runs.push({ ...change, from: page.readUInt32LE(i * 4), to: page.readUInt32LE((i + 1) * 4) });
  }
  return runs;
}

/** Text that was inserted and then deleted counts as deleted. */
function changeOf(modifiers: Buffer, authors: readonly string[]): Omit<Change, 'text'> | null {
  const found = new Map([...operands(modifiers)].map(({ code, at }) => [code, at]));
  const isSet = (code: number): boolean => {
    const at = found.get(code);
    return at !== undefined && modifiers.readUInt8(at) === 1;
  };
  const kind = isSet(DELETED) ? 'deleted' : isSet(INSERTED) ? 'inserted' : null;
  if (kind === null) return null;
  const by = found.get(kind === 'deleted' ? DELETED_BY : INSERTED_BY);
  const when = found.get(kind === 'deleted' ? DELETED_AT : INSERTED_AT);
  return {
    kind,
    author: by === undefined ? '' : (authors[modifiers.readUInt16LE(by)] ?? ''),
    date: when === undefined ? '' : dateOf(modifiers.readUInt32LE(when)),
  };
}

/** Returns a date packed into bits (MS-DOC, 2.9.70) as ISO 8601, or an empty string for none. */
function dateOf(packed: number): string {
  const two = (shift: number, bits: number): string =>
    String((packed >>> shift) & (2 ** bits - 1)).padStart(2, '0');
  const year = 1900 + ((packed >>> 20) & 0x1ff);
  return packed === 0 ? '' : `${year}-${two(16, 4)}-${two(11, 5)}T${two(6, 5)}:${two(0, 6)}:00`;
}

/** Reads a table of strings (MS-DOC, 2.2.4). */
function readAuthors(table: Buffer): string[] {
  if (table.length < 6) return [];
  const count = table.readUInt16LE(2);
  const names: string[] = [];
  let at = 6;
  for (let i = 0; i < count; i += 1) {
    const end = at + 2 + 2 * table.readUInt16LE(at);
    const name = table.toString('utf16le', at + 2, end);
    // The first one stands for changes whose author is not known.
    names.push(name === 'Unknown' ? '' : name);
    at = end;
  }
  return names;
}
