/** Reads a file once for its sha256, and detects its type. */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { FileType } from '../../shared/file-types.ts';
import { osCode } from './fs-errors.ts';
import { extensionOf } from './sniff/extension.ts';
import { detect } from './sniff/index.ts';
import { type Detected, HEAD_BYTES } from './sniff/types.ts';

export interface Fingerprint {
  sha256: string;
  bytes: number;
  /** Unix ms. */
  modifiedAt: number;
  type: FileType;
  /** For `other`, a description of the file; for `unknown`, what went wrong; else empty. */
  description: string;
}

/** The file changed during both readings. */
export class FileChanging extends Error {
  override readonly name = 'FileChanging';
}

/** The file has much empty space that takes no room on the disk. */
export class MostlyHoles extends Error {
  override readonly name = 'MostlyHoles';
  readonly bytes: number;
  readonly onDisk: number;

  constructor(bytes: number, onDisk: number) {
    super('The file is mostly empty space');
    this.bytes = bytes;
    this.onDisk = onDisk;
  }
}

/** A file is mostly holes if it claims this many times the bytes that it has. Compression gains less on documents. */
const HOLES_FACTOR = 20;
const CHUNK_BYTES = 1024 * 1024;
/** Links are not followed, and opening a pipe does not block. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Read buffers for reuse: allocating a megabyte per file costs more than reading it. */
export class Buffers {
  readonly #free: Buffer[] = [];
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }
  give(buffer: Buffer): void {
    this.#free.push(buffer);
  }
}

/**
 * Hashes an open file. `onHead` gets the first bytes.
 * @param size bytes that the file had; one more is read, so that a growing file is noticed and does not keep its reader
 */
async function digest(
  handle: FileHandle,
  buffer: Buffer,
  size: number,
  signal: AbortSignal,
  onHead: (head: Buffer) => void,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  while (bytes <= size) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size + 1 - bytes), bytes);
    if (bytes === 0) onHead(Buffer.from(buffer.subarray(0, Math.min(bytesRead, HEAD_BYTES))));
    if (bytesRead === 0) break;
    hash.update(bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
  return { sha256: hash.digest('hex'), bytes };
}

const same = (a: Stats, b: Stats): boolean =>
  a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino && a.dev === b.dev;

/**
 * Returns the hash, size and type of a file.
 * @param raw absolute path as the file system stores it
 * @param shown path whose extension decides between kinds of text
 * @param earlier returns an earlier fingerprint for this size and time, in which case the file is not read again
 * @param maxHoles a larger file that is mostly holes is not read, bytes
 * @throws FileChanging when the file changed during two readings; MostlyHoles; otherwise the system's error
 */
export async function fingerprint(
  raw: Buffer | string,
  shown: string,
  buffers: Buffers,
  signal: AbortSignal,
  earlier: (bytes: number, modifiedAt: number) => Fingerprint | null = () => null,
  maxHoles = Number.POSITIVE_INFINITY,
): Promise<Fingerprint> {
  const handle = await open(raw, OPEN_FLAGS);
  const buffer = buffers.take();
  try {
    for (let reading = 1; reading <= 2; reading += 1) {
      const before = await handle.stat();
      if (!before.isFile()) throw new FileChanging('It is no longer a file');
      refuseHoles(before, maxHoles);
      const modifiedAt = Math.trunc(before.mtimeMs);
      const unchanged = earlier(before.size, modifiedAt);
      if (unchanged !== null) return unchanged;
      let head: Buffer = Buffer.alloc(0);
      const { sha256, bytes } = await digest(handle, buffer, before.size, signal, (first) => {
        head = first;
      });
      if (same(before, await handle.stat()) && bytes === before.size) {
        const detected = await typeOf(handle, head, bytes, shown);
        return { sha256, bytes, modifiedAt, type: detected.type, description: detected.description };
      }
    }
    throw new FileChanging('The file kept changing while Redwell was reading it');
  } finally {
    buffers.give(buffer);
    await handle.close();
  }
}

/** @throws MostlyHoles */
function refuseHoles({ size, blocks }: Stats, maxBytes: number): void {
  const onDisk = process.platform === 'win32' ? size : blocks * 512;
  if (size > maxBytes && onDisk < size / HOLES_FACTOR) throw new MostlyHoles(size, onDisk);
}

/** Detects the type. A file on which the detection fails is `unknown`, with the reason. */
async function typeOf(handle: FileHandle, head: Buffer, size: number, shown: string): Promise<Detected> {
  try {
    const read = (position: number, length: number): Promise<Buffer> => readAt(handle, position, length);
    return await detect({ head, size, extension: extensionOf(shown), read, fd: handle.fd });
  } catch (error) {
    if (!(error instanceof Error) || osCode(error) !== null) throw error;
    return { type: 'unknown', description: error.message.slice(0, 200) };
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Returns the hash of one of Redwell's own files. @throws the system's error */
export async function hashFile(
  path: string | Buffer,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<string> {
  const handle = await open(path, OPEN_FLAGS);
  const buffer = buffers.take();
  try {
    return (await digest(handle, buffer, (await handle.stat()).size, signal, () => undefined)).sha256;
  } finally {
    buffers.give(buffer);
    await handle.close();
  }
}
