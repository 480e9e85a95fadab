/** Reads what a write-ahead log has committed. Each frame carries a checksum over everything before it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface WriteAheadLog {
  readonly pageBytes: number;
  /** Where the newest committed content of each page begins in the log. */
  readonly frames: ReadonlyMap<number, number>;
  readonly lastPage: number;
  /** Fills `buffer` from a place in the log. @returns whether the log has all of it */
  read(at: number, buffer: Buffer): boolean;
  close(): void;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** Returns null for a log that has committed nothing, or that is not a log. */
export function readLog(path: string): WriteAheadLog | null {
  const fd = openSync(path, 'r');
  const log = fstatSync(fd).isFile() ? framesOf(fd) : null;
  if (log !== null) return log;
  closeSync(fd);
  return null;
}

function framesOf(fd: number): WriteAheadLog | null {
  const head = Buffer.alloc(HEADER_BYTES);
  if (readSync(fd, head, 0, HEADER_BYTES, 0) < HEADER_BYTES) return null;
  const magic = head.readUInt32BE(0);
  if (magic >>> 1 !== 0x377f0682 >>> 1) return null;
  const sum = checksum((magic & 1) === 1);
  sum.add(head.subarray(0, 24));
  if (!sum.equals(head, 24)) return null;
  const stated = head.readUInt32BE(8);
  if (stated < 512 || stated > 65_536 || (stated & (stated - 1)) !== 0) return null;

  const frames = new Map<number, number>();
  const open = new Map<number, number>();
  let lastPage = 0;
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + stated);
  for (let at = HEADER_BYTES; readSync(fd, frame, 0, frame.length, at) === frame.length; at += frame.length) {
    if (!frame.subarray(8, 16).equals(head.subarray(16, 24))) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(FRAME_HEADER_BYTES));
    if (!sum.equals(frame, 16)) break;
    open.set(frame.readUInt32BE(0), at + FRAME_HEADER_BYTES);
    const committed = frame.readUInt32BE(4);
    if (committed === 0) continue;
    for (const [page, place] of open) frames.set(page, place);
    open.clear();
    lastPage = committed;
  }
  if (frames.size === 0) return null;
  return {
    pageBytes: stated,
    frames,
    lastPage,
    read: (at, buffer) => readSync(fd, buffer, 0, buffer.length, at) === buffer.length,
    close: () => closeSync(fd),
  };
}

/** SQLite's running checksum over pairs of 32-bit words. */
function checksum(bigEndian: boolean) {
  let a = 0;
  let b = 0;
  return {
    add(bytes: Buffer): void {
      for (let i = 0; i + 8 <= bytes.length; i += 8) {
        a = (a + (bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + b) >>> 0;
        b = (b + (bigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + a) >>> 0;
      }
    },
    equals: (bytes: Buffer, at: number): boolean =>
      bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b,
  };
}
