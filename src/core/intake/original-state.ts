/** Looks whether an original is still the file that was received. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { hashOpen } from '../sandbox/original.ts';
import { isGone, isNotAFile, isRefused, osCode } from './fs-errors.ts';

export type OriginalState = 'intact' | 'missing' | 'altered' | 'unreadable';

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** The drive failed while it was read. */
const FAILED = new Set(['EIO', 'EBADMSG', 'EUCLEAN']);

/**
 * Reads an original and compares its fingerprint. Its size is compared first, so an altered size costs no reading.
 * @returns `unreadable` if this account may not read it, or its drive fails
 * @throws the system's error for everything else; the signal's reason
 */
export async function originalState(
  location: string,
  { sha256, bytes }: { sha256: string; bytes: number },
  signal: AbortSignal,
): Promise<OriginalState> {
  try {
    const handle = await open(location, OPEN_FLAGS);
    try {
      const facts = await handle.stat();
      if (!facts.isFile() || facts.size !== bytes) return 'altered';
      return (await hashOpen(handle, bytes, signal)) === sha256 ? 'intact' : 'altered';
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isNotAFile(error)) return 'altered';
    if (isGone(error)) return 'missing';
    if (isRefused(error) || FAILED.has(osCode(error) ?? '')) return 'unreadable';
    throw error;
  }
}
