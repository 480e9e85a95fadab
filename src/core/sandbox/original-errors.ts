/** The sentences about an original that is not what was received. */
import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { DocumentError } from '../documents/errors.ts';
import type { Fingerprinted } from '../documents/types.ts';

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const count = (bytes: number): string => `${bytes.toLocaleString('en-US')} bytes`;

/** A change of a file's content changes this time too, and programs cannot set it back. */
const changedAt = ({ ctimeMs }: BigIntStats): string => time(Number(ctimeMs));

const received = ({ receivedAt }: Fingerprinted): string =>
  receivedAt === undefined ? '' : `, and was received ${time(receivedAt)}`;

const REMEDY =
  'Restore the file from a backup, or add the folder that has the unchanged file again, then retry this document.';

/**
 * Returns the error for an original with other bytes than those that were fingerprinted.
 * @param difference what is different, as a clause; by default its size or its content
 */
export function alteredError(file: Fingerprinted, found: BigIntStats, difference?: string): DocumentError {
  const size = Number(found.size);
  const clause =
    difference ??
    (size === file.bytes
      ? `its content is different, although it still has ${count(size)}`
      : `it has ${count(size)} instead of ${count(file.bytes)}`);
  return new DocumentError(
    'altered',
    `The original of “${file.path}” is not the file that was received: ${clause}. It last changed ${changedAt(found)}${received(file)}. ${REMEDY} (${file.location})`,
  );
}

/** Returns the error for a link, folder or device in the place of an original. @param found null if it is gone again */
export function notAFile(file: Fingerprinted, found: BigIntStats | null): DocumentError {
  const kind = found === null ? 'something that is not a file' : kindOf(found);
  const when = found === null ? '' : ` It last changed ${changedAt(found)}${received(file)}.`;
  return new DocumentError(
    'altered',
    `The original of “${file.path}” was replaced by ${kind}.${when} ${REMEDY} (${file.location})`,
  );
}

function kindOf(found: BigIntStats): string {
  if (found.isSymbolicLink()) return 'a link to another file';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe, which is not a file';
  return 'something that is not a file';
}

/** Returns the error for an original that is no longer there. */
export const goneError = (file: Fingerprinted, cause: unknown): DocumentError =>
  new DocumentError('source_missing', goneSentence(file), { cause });

const goneSentence = ({ path, location }: Fingerprinted): string =>
  `The original of “${path}” is missing. Reconnect its drive or restore the file, then retry this document. (${location})`;

/** Returns what is wrong with an original that is known not to be intact, as a sentence. */
export async function describeOriginal(file: Fingerprinted): Promise<string> {
  const found = await fileAt(file.location);
  if (found === null) return goneSentence(file);
  return (found.isFile() ? alteredError(file, found) : notAFile(file, found)).message;
}

/** Returns what is at a path, without following a link; null if nothing can be seen there. */
export async function fileAt(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch {
    // It is only for the sentence, which then says less.
    return null;
  }
}
