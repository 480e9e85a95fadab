/** Copies a file and hashes it on the way. Holes and runs of zeros take no space in the copy. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Buffers } from './fingerprint.ts';

/** The unit in which file systems leave holes. */
const BLOCK_BYTES = 4096;
const ZEROS = Buffer.alloc(BLOCK_BYTES);
const READ_ONLY = 0o444;
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Copies the first bytes of a file into a new, read-only one, reading it once.
 * @param bytes how many bytes the file has; one more is read, so that a file that grows has another hash
 * @param flush whether to flush the copy to disk
 * @returns the SHA-256 of what was copied
 * @throws the system's error; the signal's reason
 */
export async function copyBytes(
  from: string | Buffer,
  into: string,
  bytes: number,
  buffers: Buffers,
  signal: AbortSignal,
  flush: boolean,
): Promise<string> {
  const hash = createHash('sha256');
  const buffer = buffers.take();
  const handles: FileHandle[] = [];
  try {
    const source = await open(from, OPEN_FLAGS);
    handles.push(source);
    const target = await open(into, 'wx', READ_ONLY);
    handles.push(target);
    let position = 0;
    while (position <= bytes) {
      signal.throwIfAborted();
      const length = Math.min(buffer.length, bytes + 1 - position);
      const { bytesRead } = await source.read(buffer, 0, length, position);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      await writeSparsely(target, piece, position);
      position += bytesRead;
    }
    await target.truncate(position);
    if (flush) await target.sync();
    return hash.digest('hex');
  } finally {
    buffers.give(buffer);
    for (const handle of handles) await handle.close();
  }
}

/** Writes the blocks of a piece that are not all zero. */
async function writeSparsely(target: FileHandle, piece: Buffer, position: number): Promise<void> {
  let start = 0;
  for (let at = 0; at < piece.length; at += BLOCK_BYTES) {
    if (!isZero(piece, at)) continue;
    await writeAll(target, piece.subarray(start, at), position + start);
    start = Math.min(at + BLOCK_BYTES, piece.length);
  }
  await writeAll(target, piece.subarray(start), position + start);
}

const isZero = (piece: Buffer, at: number): boolean => {
  const length = Math.min(BLOCK_BYTES, piece.length - at);
  return piece[at] === 0 && piece.compare(ZEROS, 0, length, at, at + length) === 0;
};

async function writeAll(target: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    const { bytesWritten } = await target.write(piece, done, piece.length - done, position + done);
    done += bytesWritten;
  }
}
