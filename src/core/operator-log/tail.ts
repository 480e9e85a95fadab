/** Finds where the log ends, and what a killed process or somebody else left there. */
import { join } from 'node:path';
import type { OperatorEntry } from '../../shared/operator-log.ts';
import { bytesHash, NOTHING_BEFORE, parseLine } from './entry.ts';
import { fileName, logFiles, readHead, readTail, sizeOf } from './files.ts';

export interface Tail {
  /** The newest file; the next entry goes there unless it is full. */
  file: string;
  size: number;
  /** Number and hash of the entry that the next one follows. */
  seq: number;
  hash: string;
  /** The newest entry that can be read; null if there is none. */
  last: OperatorEntry | null;
  /** The last line has its entry, but no line break: the process was killed in between. */
  lacksBreak: boolean;
  /** What a killed process left of an entry. */
  torn: { bytes: number; sha256: string } | null;
  /** The end of the log is not what was written. */
  damaged: boolean;
}

/** Longer than any entry, and long enough to find the last whole one behind damage. */
const TAIL_BYTES = 256 * 1024;

export async function findTail(folder: string): Promise<Tail> {
  const head = await readHead(folder);
  const known = head === 'unreadable' || head === null ? null : head;
  const files = await logFiles(folder);
  const file = files.at(-1) ?? fileName(1);
  const found: Tail = {
    file,
    size: 0,
    seq: 0,
    hash: NOTHING_BEFORE,
    last: null,
    lacksBreak: false,
    torn: null,
    damaged: head === 'unreadable',
  };
  // The newest file may have nothing yet but the rest of an entry.
  for (const name of files.slice(-2).reverse()) {
    await readEnd(join(folder, name), found, name === file);
    if (found.last !== null) break;
  }
  // Whoever cut the log off forgot the record of its end, or did not know it: the next entry leaves the gap visible.
  if (known !== null && known.seq > found.seq)
    return { ...found, seq: known.seq, hash: known.hash, damaged: true };
  if (known === null && found.seq > 3) found.damaged = true;
  return found;
}

async function readEnd(path: string, found: Tail, isNewest: boolean): Promise<void> {
  const size = await sizeOf(path);
  if (isNewest) found.size = size;
  const { bytes, isAll } = await readTail(path, TAIL_BYTES);
  const end = bytes.lastIndexOf(10);
  const rest = bytes.subarray(end + 1);
  const lines = bytes
    .subarray(0, end + 1)
    .toString('utf8')
    .split('\n')
    .slice(isAll ? 0 : 1, -1);
  if (rest.length > 0) {
    if (!isNewest) found.damaged = true;
    else if (parseLine(rest.toString('utf8'))?.isTrue === true) {
      found.lacksBreak = true;
      lines.push(rest.toString('utf8'));
    } else found.torn = { bytes: rest.length, sha256: bytesHash(rest) };
  }
  for (const line of lines.reverse()) {
    const read = parseLine(line);
    if (read === null) continue;
    Object.assign(found, { last: read.entry, seq: read.entry.seq, hash: read.entry.hash });
    if (!read.isTrue) found.damaged = true;
    return;
  }
}
