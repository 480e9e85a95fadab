/**
 * Gives a child a copy of an original, and proves the copy: it has the bytes that were received. Whatever happens to the
 * original afterwards is of no account.
 */
import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DocumentError, machineFault } from '../documents/errors.ts';
import type { Fingerprinted } from '../documents/types.ts';
import { alteredError, fileAt, goneError, notAFile } from './original-errors.ts';
import { placeOriginal } from './place.ts';

/** A copy in a child's folder. */
export interface Placed {
  /** Its path. */
  location: string;
  /** Rejects with `altered` if the copy does not have the bytes that were received. */
  proof: Promise<void>;
}

const CHUNK_BYTES = 1024 * 1024;
/** Links are not followed, and opening a pipe does not wait for its writer. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Buffers for reuse: allocating a megabyte costs more than hashing a small file. */
const free: Buffer[] = [];

/**
 * Returns the SHA-256 of an open file's first bytes.
 * @param bytes where to stop, so that a growing file cannot keep its reader
 * @throws the system's error; the signal's reason
 */
export async function hashOpen(handle: FileHandle, bytes: number, signal?: AbortSignal): Promise<string> {
  const buffer = free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  try {
    const hash = createHash('sha256');
    for (let position = 0; position < bytes; ) {
      signal?.throwIfAborted();
      const length = Math.min(buffer.length, bytes - position);
      const { bytesRead } = await handle.read(buffer, 0, length, position);
      if (bytesRead === 0) break;
      hash.update(bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
    return hash.digest('hex');
  } finally {
    free.push(buffer);
  }
}

/**
 * Copies an original into a child's folder. The proof goes on while the child reads, so its result counts only when the
 * proof has resolved.
 * @throws DocumentError altered, source_missing, access_restricted
 */
export async function placeProven(
  folder: string,
  file: Fingerprinted,
  signal?: AbortSignal,
): Promise<Placed> {
  const original = await openFile(file);
  let facts: BigIntStats;
  let location: string;
  try {
    facts = await original.stat({ bigint: true });
    checkFacts(file, facts);
    location = await placeOriginal(folder, file.location, original);
  } catch (error) {
    throw machineFault(error) ?? error;
  } finally {
    await original.close();
  }
  // Opened before the child gets to know the copy, so that the child cannot remove it from under the proof.
  const copy = await open(location, OPEN_FLAGS);
  const proof = prove(file, copy, facts, signal).finally(() => copy.close());
  // Whoever waits for the proof gets the error, and nobody does after an abort.
  proof.catch(() => undefined);
  return { location, proof };
}

/** Copies a file that was never received, so that there is nothing to compare it with. @throws DocumentError */
export async function placeUnproven(folder: string, location: string): Promise<Placed> {
  try {
    return { location: await placeOriginal(folder, location), proof: Promise.resolve() };
  } catch (error) {
    throw machineFault(error) ?? error;
  }
}

async function openFile(file: Fingerprinted): Promise<FileHandle> {
  try {
    return await open(file.location, OPEN_FLAGS);
  } catch (error) {
    throw await openFailure(file, error);
  }
}

async function openFailure(file: Fingerprinted, error: unknown): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (NOT_A_FILE.has(code)) return notAFile(file, await fileAt(file.location));
  if (code === 'ENOENT' || code === 'ENOTDIR') return goneError(file, error);
  return machineFault(error) ?? error;
}

/** A link, a folder (on Windows) or a socket has taken the place of the file. */
const NOT_A_FILE = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO']);

/** @throws DocumentError altered unless it is a file with the size that was fingerprinted */
function checkFacts(file: Fingerprinted, facts: BigIntStats): void {
  if (!facts.isFile()) throw notAFile(file, facts);
  if (file.sha256 === null)
    throw new DocumentError(
      'infrastructure',
      `The fingerprint of “${file.path}” is missing, so Redwell cannot tell whether its original is intact. Add the folder again.`,
    );
  if (Number(facts.size) !== file.bytes) throw alteredError(file, facts);
}

/** @throws DocumentError altered unless the copy has the bytes that were fingerprinted; the signal's reason */
async function prove(
  file: Fingerprinted,
  copy: FileHandle,
  original: BigIntStats,
  signal: AbortSignal | undefined,
): Promise<void> {
  let sha256: string;
  try {
    sha256 = await hashOpen(copy, file.bytes + 1, signal);
  } catch (error) {
    throw machineFault(error) ?? error;
  }
  if (sha256 !== file.sha256) throw alteredError(file, original);
}
