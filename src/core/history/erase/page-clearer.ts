/** Goes through the pages of a SQLite file that nobody writes meanwhile, and clears what is in no row. */
import { fstatSync, readSync, writeSync } from 'node:fs';
import { clear, clearTreePage, isTreePage, type Overflow, TornPage } from './page-space.ts';

/** Pages that are read at once. */
const AT_ONCE = 64;
/** Where SQLite keeps its locks: the page there is never used. */
const LOCK_BYTE = 0x4000_0000;
const FILE_HEADER_BYTES = 100;
const CHAIN_BYTES = 4;

interface Layout {
  pageBytes: number;
  usable: number;
  pages: number;
}

/** @throws TornPage for a file that Redwell did not write */
function layoutOf(fd: number): Layout {
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  readSync(fd, header, 0, FILE_HEADER_BYTES, 0);
  const stated = header.readUInt16BE(16);
  const pageBytes = stated === 1 ? 65_536 : stated;
  // With a list of who points to each page, the file has pages of another kind.
  if (pageBytes < 512 || header.readUInt32BE(52) !== 0) throw new TornPage('no file of Redwell');
  const inFile = Math.floor(fstatSync(fd).size / pageBytes);
  // The number of pages that the header states holds only if it was written with the last change.
  const isStated = header.readUInt32BE(24) === header.readUInt32BE(92);
  const pages = isStated ? Math.min(inFile, header.readUInt32BE(28)) : inFile;
  return { pageBytes, usable: pageBytes - header.readUInt8(20), pages };
}

/**
 * Clears pages until `isLate`, at least a few. Nobody may write to the file meanwhile, and its log must be empty. Bytes that hold
 * something stay as they are, so a kill in the middle harms nothing, and readers see no difference.
 * @returns the page to go on with; null once all are done
 * @throws TornPage when a page is not as SQLite writes it; any error of the disk
 */
export function clearPages(fd: number, from: number, isLate: () => boolean): number | null {
  const file = new ClearedFile(fd);
  for (let at = from; at <= file.pages; at += AT_ONCE) {
    if (at > from && isLate()) return at;
    file.clearFrom(at);
  }
  return null;
}

class ClearedFile {
  readonly #fd: number;
  readonly #layout: Layout;
  readonly #free: Uint8Array;
  readonly #chained: Buffer;

  constructor(fd: number) {
    this.#fd = fd;
    this.#layout = layoutOf(fd);
    this.#chained = Buffer.alloc(this.#layout.pageBytes);
    this.#free = new Uint8Array(this.pages + 1);
    this.#readFree();
  }

  get pages(): number {
    return this.#layout.pages;
  }

  clearFrom(first: number): void {
    const { pageBytes, pages } = this.#layout;
    const count = Math.min(AT_ONCE, pages - first + 1);
    const block = Buffer.allocUnsafe(count * pageBytes);
    this.#read(block, first, block.length);
    for (let i = 0; i < count; i += 1)
      this.#clearPage(first + i, block.subarray(i * pageBytes, (i + 1) * pageBytes));
  }

  #clearPage(number: number, page: Buffer): void {
    const { pageBytes, usable } = this.#layout;
    if (number === Math.floor(LOCK_BYTE / pageBytes) + 1) return;
    const use = this.#free[number];
    if (use === LISTED) {
      if (clear(page, 0, pageBytes)) this.#write(page, number);
      return;
    }
    if (use === LISTS) {
      if (clear(page, 8 + 4 * page.readUInt32BE(4), pageBytes)) this.#write(page, number);
      return;
    }
    const head = number === 1 ? FILE_HEADER_BYTES : 0;
    if (!isTreePage(page, head)) return;
    const { isChanged, overflows } = clearTreePage(page, head, usable);
    if (isChanged) this.#write(page, number);
    for (const overflow of overflows) this.#clearEnd(overflow);
  }

  /** Clears what follows the end of a row on its last page. */
  #clearEnd({ page: first, bytes }: Overflow): void {
    const { pageBytes, usable } = this.#layout;
    const page = this.#chained;
    let number = first;
    let left = bytes;
    for (;;) {
      if (number < 2 || number > this.pages || this.#free[number] !== 0)
        throw new TornPage('a row goes on nowhere');
      const isLast = left <= usable - CHAIN_BYTES;
      this.#read(page, number, isLast ? pageBytes : CHAIN_BYTES);
      const next = page.readUInt32BE(0);
      if ((next === 0) !== isLast) throw new TornPage('a row ends too soon, or too late');
      if (isLast) break;
      left -= usable - CHAIN_BYTES;
      number = next;
    }
    if (clear(page, CHAIN_BYTES + left, pageBytes)) this.#write(page, number);
  }

  /** Reads which pages are free: what stands in them may look like anything. */
  #readFree(): void {
    const header = Buffer.alloc(FILE_HEADER_BYTES);
    this.#read(header, 1, FILE_HEADER_BYTES);
    const page = Buffer.alloc(this.#layout.pageBytes);
    let known = 0;
    const note = (number: number, use: number): void => {
      if (number < 2 || number > this.pages || this.#free[number] !== 0)
        throw new TornPage('the list of free pages is in disorder');
      this.#free[number] = use;
      known += 1;
    };
    for (let trunk = header.readUInt32BE(32); trunk !== 0; trunk = page.readUInt32BE(0)) {
      note(trunk, LISTS);
      this.#read(page, trunk, page.length);
      const listed = page.readUInt32BE(4);
      if (8 + 4 * listed > page.length) throw new TornPage('the list of free pages is too long');
      for (let i = 0; i < listed; i += 1) note(page.readUInt32BE(8 + 4 * i), LISTED);
    }
    if (known !== header.readUInt32BE(36)) throw new TornPage('free pages are missing from their list');
  }

  #read(into: Buffer, page: number, bytes: number): void {
    const at = (page - 1) * this.#layout.pageBytes;
    if (readSync(this.#fd, into, 0, bytes, at) !== bytes) throw new TornPage('the file is cut off');
  }

  #write(page: Buffer, number: number): void {
    const at = (number - 1) * this.#layout.pageBytes;
    for (let done = 0; done < page.length; )
      done += writeSync(this.#fd, page, done, page.length - done, at + done);
  }
}

/** What a free page is: named in the list, or a part of the list. */
const LISTED = 1;
const LISTS = 2;
