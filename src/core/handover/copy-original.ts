/** Copies an original and proves it on the way: what is not the file that was received never stays in an export. */
import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { LeftOutReason } from '../../shared/handover.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Links are not followed, and opening a pipe does not block. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const GONE = new Set(['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'ENXIO', 'ENOMEDIUM']);
const NOT_A_FILE = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ESPIPE']);
/** Buffers that no copy uses at the moment. */
const spare: Buffer[] = [];

export type CopyFault = Extract<LeftOutReason, `original_${string}`>;

/** `md5` is empty unless it was asked for. `taken`: an interrupted export had copied it already. */
export type Copied = { fault: null; md5: string; taken?: true } | { fault: CopyFault };

export interface Proof {
  sha256: string;
  bytes: number;
  /** Whether the MD5 is worked out too, which takes longer than the proof. */
  wantsMd5: boolean;
}

/**
 * Copies a file into a new one. One byte more than expected is read, so that a file that has grown is noticed. A copy that
 * is not what was received is removed.
 * @param into null: the file is proven where it is
 * @throws what the disk of the copy says; the signal's reason
 */
export async function copyOriginal(
  from: string,
  into: string | null,
  proof: Proof,
  signal: AbortSignal,
): Promise<Copied> {
  let source: FileHandle;
  try {
    source = await open(from, OPEN_FLAGS);
  } catch (error) {
    return { fault: faultOf(error) };
  }
  try {
    const facts = await source.stat();
    // A wrong size costs no reading.
    if (!facts.isFile() || facts.size !== proof.bytes) return { fault: 'original_altered' };
    return await copyOpen(source, into, proof, signal);
  } finally {
    await source.close();
  }
}

async function copyOpen(
  source: FileHandle,
  into: string | null,
  proof: Proof,
  signal: AbortSignal,
): Promise<Copied> {
  const sha256 = createHash('sha256');
  const md5 = proof.wantsMd5 ? createHash('md5') : null;
  const target = into === null ? null : await open(into, 'wx');
  let fault: CopyFault | null = null;
  try {
    fault = await pump(source, target, proof.bytes, md5 === null ? [sha256] : [sha256, md5], signal);
  } finally {
    await target?.close();
  }
  if (fault === null && sha256.digest('hex') !== proof.sha256) fault = 'original_altered';
  if (fault === null) return { fault, md5: md5?.digest('hex') ?? '' };
  if (into !== null) await rm(into);
  return { fault };
}

/** @returns why the source could not be read to its end; null if it was */
async function pump(
  source: FileHandle,
  target: FileHandle | null,
  bytes: number,
  hashes: readonly Hash[],
  signal: AbortSignal,
): Promise<CopyFault | null> {
  const own = spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  try {
    for (let position = 0; position <= bytes; ) {
      signal.throwIfAborted();
      let read: number;
      try {
        const length = Math.min(own.length, bytes + 1 - position);
        read = (await source.read(own, 0, length, position)).bytesRead;
      } catch (error) {
        return faultOf(error);
      }
      if (read === 0) return null;
      const piece = own.subarray(0, read);
      for (const hash of hashes) hash.update(piece);
      if (target !== null) await writeAll(target, piece);
      position += read;
    }
    return null;
  } finally {
    spare.push(own);
  }
}

async function writeAll(target: FileHandle, piece: Buffer): Promise<void> {
  for (let done = 0; done < piece.length; )
    done += (await target.write(piece, done, piece.length - done)).bytesWritten;
}

function faultOf(error: unknown): CopyFault {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') throw error;
  if (NOT_A_FILE.has(code)) return 'original_altered';
  return GONE.has(code) ? 'original_missing' : 'original_unreadable';
}
