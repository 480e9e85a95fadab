/** Turns errors of the operating system into exception codes and sentences. */
import { RedwellError } from '../../shared/errors.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { isFull, isRefusal } from '../disk/refusals.ts';

export interface ReadFailure {
  code: ExceptionCode;
  /** A sentence, followed by the system's message in parentheses. */
  detail: string;
}

export const osCode = (error: unknown): string | null => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
};

const GONE = new Set([
  'ENOENT',
  'ENOTDIR',
  'ESTALE',
  'ENODEV',
  'ENXIO',
  'ENOMEDIUM',
  'EHOSTDOWN',
  'ENOTCONN',
]);
const NOT_A_FILE = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO', 'ESPIPE']);
const REFUSED = new Set(['EACCES', 'EPERM']);

/** Returns whether the file, or the drive it is on, is missing. */
export const isGone = (error: unknown): boolean => GONE.has(osCode(error) ?? '');
export const isRefused = (error: unknown): boolean => REFUSED.has(osCode(error) ?? '');

/** Returns whether a link, a folder, a pipe or a socket is in the place of the file. It may be asked before `isGone`. */
export const isNotAFile = (error: unknown): boolean => NOT_A_FILE.has(osCode(error) ?? '');

/** Returns why a file or folder could not be read. @throws the error itself if it is not a system error */
export function readFailure(error: unknown, noun: 'file' | 'folder'): ReadFailure {
  const code = osCode(error);
  if (code === null || !(error instanceof Error)) throw error;
  const reason = ` (${error.message.slice(0, 300)})`;
  if (REFUSED.has(code))
    return { code: 'access_restricted', detail: `You do not have permission to read the ${noun}.${reason}` };
  if (GONE.has(code))
    return {
      code: 'source_missing',
      detail: `The ${noun} could not be found. Check the folder and add it again.${reason}`,
    };
  switch (code) {
    case 'ELOOP':
      return {
        code: 'source_missing',
        detail: `The ${noun} was replaced by a link while Redwell was reading it.${reason}`,
      };
    case 'ENAMETOOLONG':
      return {
        code: 'infrastructure',
        detail: `The path of the ${noun} is too long for this computer. Move the folder closer to the top of its drive, or shorten the names of the folders above it.${reason}`,
      };
    case 'EBUSY':
      return {
        code: 'infrastructure',
        detail: `Another program is using the ${noun}. Close that program and try again.${reason}`,
      };
    case 'EMFILE':
    case 'ENFILE':
      return {
        code: 'infrastructure',
        detail: `Too many files are open on this computer. Close other programs and try again.${reason}`,
      };
    case 'EIO':
      return {
        code: 'infrastructure',
        detail: `The drive reported an error while Redwell was reading the ${noun}.${reason}`,
      };
    default:
      return { code: 'infrastructure', detail: `The ${noun} could not be read.${reason}` };
  }
}

/**
 * Turns a full or read-only disk into a RedwellError and returns every other error unchanged.
 * @param task what Redwell was doing, e.g. `writing the list of files`
 */
export function writeFailure(error: unknown, task: string): unknown {
  const isReadOnly = osCode(error) === 'EROFS';
  if (error instanceof RedwellError || !(isFull(error) || isRefusal(error))) return error;
  const became = isReadOnly ? 'read-only' : 'full';
  return new RedwellError(
    'disk_full',
    `The disk became ${became} while Redwell was ${task}. Nothing was lost.`,
    {
      action: isReadOnly
        ? 'Make the disk that holds the data folder writable again. Reading goes on by itself then. Try again what was refused.'
        : 'Free some space on the disk that holds the data folder (see the Health page). Reading goes on by itself then. Try again what was refused.',
      cause: error,
    },
  );
}
