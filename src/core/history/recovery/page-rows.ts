/** Decodes the rows of one SQLite page, and refuses a page that is not whole (file format, 1.6 and 2.1). */

export type Value = string | number | bigint | Buffer | null;

/** A row, or the key of an index, with the page of smaller ones before it. */
export interface Cell {
  /** Page of smaller keys; null on a leaf. */
  left: number | null;
  /** null in an index and in a table without rowids. */
  rowid: number | null;
  /** null when its rest, on other pages, is damaged. */
  values: Value[] | null;
}

export interface Page {
  kind: 'table' | 'index';
  isLeaf: boolean;
  cells: Cell[];
  /** Page of larger keys; null on a leaf. */
  right: number | null;
}

export interface Source {
  readonly usable: number;
  read(page: number): Buffer | null;
}

const KINDS: Readonly<Record<number, Pick<Page, 'kind' | 'isLeaf'>>> = {
  2: { kind: 'index', isLeaf: false },
  5: { kind: 'table', isLeaf: false },
  10: { kind: 'index', isLeaf: true },
  13: { kind: 'table', isLeaf: true },
};
/** Header of the file, before the header of the first page. */
const FILE_HEADER_BYTES = 100;
/** Large texts are deflated and stay far below this. */
const MAX_PAYLOAD_BYTES = 1_000_000_000;

/** Thrown inside this file only: the page or the row is damaged. */
class Damaged extends Error {}

const toDamage = (error: unknown): null => {
  // A read past the end of a buffer is what damage looks like; anything else is a defect.
  if (error instanceof Damaged || error instanceof RangeError) return null;
  throw error;
};

/**
 * Returns the rows of a page; null when it is no page of a tree, or damaged.
 * @param part `all` also reads what is on overflow pages; with `page` such rows have no values
 */
export function decodePage(source: Source, number: number, part: 'all' | 'page'): Page | null {
  const bytes = source.read(number);
  if (bytes === null) return null;
  const head = number === 1 ? FILE_HEADER_BYTES : 0;
  const kind = KINDS[bytes.readUInt8(head)];
  if (kind === undefined) return null;
  try {
    return wholePage({ usable: source.usable, read: (page) => source.read(page), bytes, part }, head, kind);
  } catch (error) {
    return toDamage(error);
  }
}

interface Reading {
  usable: number;
  read: Source['read'];
  bytes: Buffer;
  part: 'all' | 'page';
}

function wholePage(reading: Reading, head: number, { kind, isLeaf }: Pick<Page, 'kind' | 'isLeaf'>): Page {
  const { bytes, usable } = reading;
  const cellCount = bytes.readUInt16BE(head + 3);
  const start = bytes.readUInt16BE(head + 5) || 65_536;
  const pointers = head + (isLeaf ? 8 : 12);
  if (pointers + 2 * cellCount > start || start > usable) throw new Damaged();
  const spans: Span[] = freeBlocks(bytes, head, start, usable);
  const cells: Cell[] = [];
  for (let i = 0; i < cellCount; i += 1) {
    const at = bytes.readUInt16BE(pointers + 2 * i);
    if (at < start) throw new Damaged();
    const { cell, end } = decodeCell(reading, at, kind, isLeaf);
    cells.push(cell);
    spans.push({ from: at, to: Math.max(end, at + 4) });
  }
  checkSpace(spans, bytes.readUInt8(head + 7), start, usable);
  if (kind === 'table') checkOrder(cells);
  return { kind, isLeaf, cells, right: isLeaf ? null : bytes.readUInt32BE(head + 8) };
}

interface Span {
  from: number;
  to: number;
}

function freeBlocks(bytes: Buffer, head: number, start: number, usable: number): Span[] {
  const spans: Span[] = [];
  let at = bytes.readUInt16BE(head + 1);
  let last = start - 1;
  while (at !== 0) {
    if (at <= last || at + 4 > usable) throw new Damaged();
    spans.push({ from: at, to: at + bytes.readUInt16BE(at + 2) });
    last = at;
    at = bytes.readUInt16BE(at);
  }
  return spans;
}

/** Cells, free blocks and fragments must fill the content area exactly, as SQLite's own check demands. */
function checkSpace(spans: Span[], fragments: number, start: number, usable: number): void {
  spans.sort((a, b) => a.from - b.from);
  let at = start;
  let between = 0;
  for (const { from, to } of spans) {
    if (from < at) throw new Damaged();
    between += from - at;
    at = to;
  }
  if (at > usable || between + usable - at !== fragments) throw new Damaged();
}

function checkOrder(cells: readonly Cell[]): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const { rowid } of cells) {
    if (rowid === null || rowid <= last) throw new Damaged();
    last = rowid;
  }
}

function decodeCell(
  reading: Reading,
  from: number,
  kind: Page['kind'],
  isLeaf: boolean,
): { cell: Cell; end: number } {
  const { bytes, usable } = reading;
  let at = from;
  const number = (): number => {
    const { value, end } = varint(bytes, at);
    at = end;
    return value;
  };
  let left: number | null = null;
  if (!isLeaf) {
    left = bytes.readUInt32BE(at);
    at += 4;
  }
  if (kind === 'table' && !isLeaf) return { cell: { left, rowid: number(), values: null }, end: at };
  const length = number();
  if (length > MAX_PAYLOAD_BYTES) throw new Damaged();
  const rowid = kind === 'table' ? number() : null;
  const local = localBytes(length, usable, kind);
  const end = at + local + (local < length ? 4 : 0);
  if (end > usable) throw new Damaged();
  return { cell: { left, rowid, values: rowOf(reading, at, local, length) }, end };
}

/** Returns how much of a payload is in the cell itself; the rest is on overflow pages. */
export function localBytes(length: number, usable: number, kind: Page['kind']): number {
  const most = kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

/** Returns the values of a record; null when its overflow pages are damaged. @throws Damaged when the cell is */
function rowOf(reading: Reading, at: number, local: number, length: number): Value[] | null {
  const { bytes, usable, read, part } = reading;
  if (local === length) return decodeRecord(bytes.subarray(at, at + length));
  if (part === 'page') return null;
  try {
    const payload = Buffer.alloc(length);
    bytes.copy(payload, 0, at, at + local);
    let next = bytes.readUInt32BE(at + local);
    for (let filled = local; filled < length; ) {
      const page = next === 0 ? null : read(next);
      if (page === null) return null;
      filled += page.copy(payload, filled, 4, Math.min(usable, 4 + length - filled));
      next = page.readUInt32BE(0);
    }
    // The chain ends with its payload. A page of another chain or of a tree goes on.
    if (next !== 0) return null;
    const values = decodeRecord(payload);
    // Zeroed overflow pages: nothing that Redwell stores across pages has a NUL.
    return values.some((value) => typeof value === 'string' && value.includes('\0')) ? null : values;
  } catch (error) {
    return toDamage(error);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeRecord(payload: Buffer): Value[] {
  const header = varint(payload, 0);
  if (header.value > payload.length) throw new Damaged();
  let at = header.value;
  const values: Value[] = [];
  for (let place = header.end; place < header.value; ) {
    const type = varint(payload, place);
    place = type.end;
    const bytes = sizeOf(type.value);
    if (at + bytes > payload.length) throw new Damaged();
    values.push(decodeValue(type.value, payload.subarray(at, at + bytes)));
    at += bytes;
  }
  if (at !== payload.length) throw new Damaged();
  return values;
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

const sizeOf = (type: number): number => INTEGER_BYTES[type] ?? Math.floor((type - 12) / 2);

function decodeValue(type: number, bytes: Buffer): Value {
  if (type === 0) return null;
  if (type === 6) {
    const value = bytes.readBigInt64BE(0);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  if (type === 7) return bytes.readDoubleBE(0);
  if (type < 10) return type - 8;
  if (type < 12) throw new Damaged();
  if (type % 2 === 0) return bytes;
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Damaged('not UTF-8', { cause: error });
  }
}

/** Reads a number of one to nine bytes. */
function varint(bytes: Buffer, from: number): { value: number; end: number } {
  let value = 0n;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes.readUInt8(from + i);
    value = (value << 7n) | BigInt(byte & 127);
    if (byte < 128) return { value: toNumber(value), end: from + i + 1 };
  }
  value = BigInt.asIntN(64, (value << 8n) | BigInt(bytes.readUInt8(from + 8)));
  return { value: toNumber(value), end: from + 9 };
}

function toNumber(value: bigint): number {
  const number = Number(value);
  if (value < 0n || !Number.isSafeInteger(number)) throw new Damaged();
  return number;
}
