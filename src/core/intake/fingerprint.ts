/** Reads a file once: its sha256, and from its first bytes what it is. */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { FileType } from '../../shared/documents.ts';
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
  /** For `other`: what it is, in words; for `unknown`: what went wrong. Else empty. */
  what: string;
}

/** The file did not stand still for two readings. */
export class FileChanging extends Error {
  override readonly name = 'FileChanging';
}

const CHUNK_BYTES = 1024 * 1024;
/** No link is followed, and a pipe put in the file's place cannot hold us; absent on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reading buffers, one per reader: a fresh megabyte per file would cost more than the reading. */
export class Buffers {
  readonly #free: Buffer[] = [];
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }
  give(buffer: Buffer): void {
    this.#free.push(buffer);
  }
}

/** Everything of one open file through one buffer. `onHead` gets the first bytes. */
async function digest(
  handle: FileHandle,
  buffer: Buffer,
  signal: AbortSignal,
  onHead: (head: Buffer) => void,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, bytes);
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
 * @param raw absolute path as the file system has it
 * @param shown path whose extension may help between kinds of text
 * @param known answers for a file of this size and time that was read before; it is then not read again
 * @throws FileChanging when it changed during two readings; what the system says otherwise
 */
export async function fingerprint(
  raw: Buffer | string,
  shown: string,
  buffers: Buffers,
  signal: AbortSignal,
  known: (bytes: number, modifiedAt: number) => Fingerprint | null = () => null,
): Promise<Fingerprint> {
  const handle = await open(raw, OPEN_FLAGS);
  const buffer = buffers.take();
  try {
    for (let reading = 1; reading <= 2; reading += 1) {
      const before = await handle.stat();
      if (!before.isFile()) throw new FileChanging('It is not a file any more');
      const modifiedAt = Math.trunc(before.mtimeMs);
      const kept = known(before.size, modifiedAt);
      if (kept !== null) return kept;
      let head: Buffer = Buffer.alloc(0);
      const { sha256, bytes } = await digest(handle, buffer, signal, (first) => {
        head = first;
      });
      if (same(before, await handle.stat()) && bytes === before.size) {
        const detected = await typeOf(handle, head, bytes, shown);
        return { sha256, bytes, modifiedAt, type: detected.type, what: detected.what };
      }
    }
    throw new FileChanging('It was changed while it was read, twice');
  } finally {
    buffers.give(buffer);
    await handle.close();
  }
}

/** A file that the detection itself stumbles over is of no known type, and says so. */
async function typeOf(handle: FileHandle, head: Buffer, size: number, shown: string): Promise<Detected> {
  try {
    const read = (position: number, length: number): Promise<Buffer> => readAt(handle, position, length);
    return await detect({ head, size, extension: extensionOf(shown), read, fd: handle.fd });
  } catch (error) {
    if (!(error instanceof Error) || osCode(error) !== null) throw error;
    return { type: 'unknown', what: error.message.slice(0, 200) };
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The hash alone, of bytes that are ours. @throws what the system says */
export async function hashFile(
  path: string | Buffer,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<string> {
  const handle = await open(path, OPEN_FLAGS);
  const buffer = buffers.take();
  try {
    return (await digest(handle, buffer, signal, () => undefined)).sha256;
  } finally {
    buffers.give(buffer);
    await handle.close();
  }
}
