/** Reads the pages of a SQLite file that may be damaged, with its write-ahead log laid over them. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readLog } from './write-ahead-log.ts';

export interface PageFile {
  /** Bytes of a page that hold content. */
  readonly usable: number;
  /** Number of pages, counting a last one that is cut off. */
  readonly count: number;
  /** `PRAGMA user_version`; null when the header is destroyed. */
  readonly version: number | null;
  /** Returns a page, numbered from 1; null when the file does not have all of it. */
  read(page: number): Buffer | null;
  /** Returns the pages that hold nothing any more; null when their list is damaged. */
  free(): Set<number> | null;
  close(): void;
}

const MAGIC = 'SQLite format 3\0';
/** The page size of every history that Redwell wrote. */
const USUAL_PAGE_BYTES = 4096;

/** Whether a file begins like a SQLite file. @throws Error when it cannot be read */
export function hasHeader(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    return readSync(fd, start, 0, start.length, 0) === start.length && start.toString('latin1') === MAGIC;
  } finally {
    closeSync(fd);
  }
}

/**
 * @param withLog whether to lay the write-ahead log over the file
 * @throws Error when the file cannot be read
 */
export function openPages(path: string, withLog: boolean): PageFile {
  const fd = openSync(path, 'r');
  const log = withLog ? readLog(`${path}-wal`) : null;
  const bytes = fstatSync(fd).size;
  const head = Buffer.alloc(100);
  readSync(fd, head, 0, 100, 0);
  const pageBytes = log?.pageBytes ?? sizeIn(head) ?? USUAL_PAGE_BYTES;
  const read = (page: number): Buffer | null => {
    if (page < 1) return null;
    const buffer = Buffer.alloc(pageBytes);
    const logged = log?.frames.get(page);
    if (log !== null && logged !== undefined) return log.read(logged, buffer) ? buffer : null;
    return readSync(fd, buffer, 0, pageBytes, (page - 1) * pageBytes) === pageBytes ? buffer : null;
  };
  const first = read(1);
  const header = first !== null && sizeIn(first) === pageBytes ? first : null;
  const count = Math.max(Math.ceil(bytes / pageBytes), ...(log === null ? [0] : [log.lastPage]));
  return {
    usable: pageBytes - (header?.readUInt8(20) ?? 0),
    count,
    version: header?.readUInt32BE(60) ?? null,
    read,
    free: () => (header === null ? null : freePages(header, count, read)),
    close() {
      closeSync(fd);
      log?.close();
    },
  };
}

/** Returns the page size that a header states; null when it is not a header. */
function sizeIn(head: Buffer): number | null {
  if (head.toString('latin1', 0, 16) !== MAGIC) return null;
  const stated = head.readUInt16BE(16);
  const size = stated === 1 ? 65_536 : stated;
  return size >= 512 && (size & (size - 1)) === 0 ? size : null;
}

/** Follows the list of free pages, which has as many as the header says unless it is damaged. */
function freePages(header: Buffer, count: number, read: (page: number) => Buffer | null): Set<number> | null {
  const free = new Set<number>();
  let trunk = header.readUInt32BE(32);
  while (trunk !== 0) {
    const page = trunk > count || free.has(trunk) ? null : read(trunk);
    if (page === null) return null;
    free.add(trunk);
    const leaves = page.readUInt32BE(4);
    if (8 + 4 * leaves > page.length) return null;
    for (let i = 0; i < leaves; i += 1) free.add(page.readUInt32BE(8 + 4 * i));
    trunk = page.readUInt32BE(0);
  }
  return free.size === header.readUInt32BE(36) ? free : null;
}
