/** Finds the bytes of a SQLite page that hold nothing (file format, 1.6), where rows that were moved or removed can still be read. */
import { localBytes } from '../recovery/page-rows.ts';

/** The rest of a row on overflow pages: the first of them, and the bytes there. */
export interface Overflow {
  page: number;
  bytes: number;
}

export interface PageSpace {
  /** Whether bytes were set to zero. */
  isChanged: boolean;
  overflows: Overflow[];
}

/** The page is not what SQLite writes, so nothing in it may be changed. */
export class TornPage extends Error {}

interface Kind {
  of: 'table' | 'index';
  isLeaf: boolean;
}
const KINDS: Readonly<Record<number, Kind>> = {
  2: { of: 'index', isLeaf: false },
  5: { of: 'table', isLeaf: false },
  10: { of: 'index', isLeaf: true },
  13: { of: 'table', isLeaf: true },
};
/** Bytes of the smallest cell, and of what SQLite keeps at the start of a free block. */
const LEAST_CELL = 4;
const FREE_BLOCK_HEADER = 4;

/**
 * Whether a page that is in use belongs to a tree, and not to the rest of a row. The first byte of the latter is that of a
 * page number, which only reaches these values in files of 137 GB.
 */
export const isTreePage = (page: Buffer, head: number): boolean => KINDS[page[head] ?? 0] !== undefined;

/**
 * Sets all bytes of a tree's page to zero that belong to no row.
 * @param head where the header of the page begins @param usable bytes of the page that SQLite uses
 * @throws TornPage when rows, free blocks and fragments do not fill the page exactly
 */
export function clearTreePage(page: Buffer, head: number, usable: number): PageSpace {
  const kind = KINDS[page[head] ?? 0];
  if (kind === undefined) throw new TornPage('no page of a tree');
  const count = page.readUInt16BE(head + 3);
  const start = page.readUInt16BE(head + 5) || 65_536;
  const pointers = head + (kind.isLeaf ? 8 : 12);
  const pointersEnd = pointers + 2 * count;
  if (pointersEnd > start || start > usable) throw new TornPage('its cells begin among the pointers');
  const overflows: Overflow[] = [];
  // Pairs of a place and the place after it, as one number each, so that sorting them is quick.
  const spans = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const from = page.readUInt16BE(pointers + 2 * i);
    if (from < start) throw new TornPage('a cell is outside of the content');
    spans[i] = from * SPAN + endOfCell(page, from, kind, usable, overflows);
  }
  spans.sort();
  const free = freeBlocks(page, head, start, usable);
  let isChanged = clear(page, pointersEnd, start);
  let at = start;
  let unused = 0;
  for (const span of spans) {
    const from = Math.floor(span / SPAN);
    if (from < at) throw new TornPage('two cells overlap');
    unused += from - at;
    isChanged = clearBetween(page, at, from, free.headers) || isChanged;
    at = span % SPAN;
  }
  if (at > usable) throw new TornPage('a cell is too long');
  unused += usable - at;
  if (unused !== free.bytes + (page[head + 7] ?? 0)) throw new TornPage('its free space is not as stated');
  isChanged = clearBetween(page, at, usable, free.headers) || isChanged;
  return { isChanged, overflows };
}

const SPAN = 0x2_0000;

/** @returns where the free blocks begin, and their bytes together */
function freeBlocks(
  page: Buffer,
  head: number,
  start: number,
  usable: number,
): { headers: number[]; bytes: number } {
  const headers: number[] = [];
  let bytes = 0;
  let last = start - 1;
  for (let at = page.readUInt16BE(head + 1); at !== 0; at = page.readUInt16BE(at)) {
    if (at <= last || at + FREE_BLOCK_HEADER > usable) throw new TornPage('its free blocks are in disorder');
    const size = page.readUInt16BE(at + 2);
    if (size < FREE_BLOCK_HEADER || at + size > usable) throw new TornPage('a free block is too long');
    headers.push(at);
    bytes += size;
    last = at + size - 1;
  }
  return { headers, bytes };
}

function endOfCell(page: Buffer, from: number, { of, isLeaf }: Kind, usable: number, to: Overflow[]): number {
  let at = isLeaf ? from : from + 4;
  if (of === 'table' && !isLeaf) return Math.max(afterVarint(page, at), from + LEAST_CELL);
  const length = varint(page, at);
  at = afterVarint(page, at);
  if (of === 'table') at = afterVarint(page, at);
  const local = localBytes(length, usable, of);
  at += local;
  if (local < length) {
    if (at + 4 > usable) throw new TornPage('a cell is too long');
    to.push({ page: page.readUInt32BE(at), bytes: length - local });
    at += 4;
  }
  return Math.max(at, from + LEAST_CELL);
}

/** Returns a number of one to nine bytes, exact up to 2^53. */
function varint(page: Buffer, from: number): number {
  let value = 0;
  for (let i = 0; i < 9; i += 1) {
    const byte = page.readUInt8(from + i);
    if (i === 8) return value * 256 + byte;
    value = value * 128 + (byte & 127);
    if (byte < 128) break;
  }
  return value;
}

function afterVarint(page: Buffer, from: number): number {
  for (let i = 0; i < 8; i += 1) if (page.readUInt8(from + i) < 128) return from + i + 1;
  return from + 9;
}

/** Clears a part of a page but the headers of free blocks in it. */
function clearBetween(page: Buffer, from: number, to: number, headers: readonly number[]): boolean {
  if (from === to) return false;
  let isChanged = false;
  let at = from;
  for (const header of headers) {
    if (header < from || header >= to) continue;
    isChanged = clear(page, at, header) || isChanged;
    at = header + FREE_BLOCK_HEADER;
  }
  return clear(page, at, to) || isChanged;
}

/** @returns whether there was anything but zeros */
export function clear(page: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1)
    if (page[i] !== 0) {
      page.fill(0, i, to);
      return true;
    }
  return false;
}
