/** Copies an original and proves it on the way: what is not the file that was received never stays in an export. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { LeftOutReason } from '../../shared/handover.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Links are not followed, and opening a pipe does not block. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const GONE = new Set(['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'ENXIO', 'ENOMEDIUM']);
const NOT_A_FILE = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ESPIPE']);
/** For small files. One byte more shows that a file has grown. */
const whole = Buffer.allocUnsafeSlow(CHUNK_BYTES + 1);
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
  signal.throwIfAborted();
  if (proof.bytes <= CHUNK_BYTES) return copySmall(from, into, proof);
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

/**
 * Copies a small file in one turn. Most originals are small, and a turn of the event loop for each of their steps would take
 * longer than the steps.
 */
function copySmall(from: string, into: string | null, { sha256, bytes, wantsMd5 }: Proof): Copied {
  let read: number;
  try {
    read = readSmall(from, bytes);
  } catch (error) {
    return { fault: faultOf(error) };
  }
  const content = whole.subarray(0, Math.max(0, read));
  if (read !== bytes || createHash('sha256').update(content).digest('hex') !== sha256)
    return { fault: 'original_altered' };
  if (into !== null) writeFileSync(into, content, { flag: 'wx' });
  return { fault: null, md5: wantsMd5 ? createHash('md5').update(content).digest('hex') : '' };
}

/** Reads a file into `whole`. @returns its bytes; -1 if it is no file or has another size. @throws the system's error */
function readSmall(from: string, bytes: number): number {
  const source = openSync(from, OPEN_FLAGS);
  try {
    const facts = fstatSync(source);
    // A wrong size costs no reading.
    if (!facts.isFile() || facts.size !== bytes) return -1;
    let read = 0;
    for (let piece = -1; piece !== 0 && read <= bytes; read += piece)
      piece = readSync(source, whole, read, bytes + 1 - read, read);
    return read;
  } finally {
    closeSync(source);
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
