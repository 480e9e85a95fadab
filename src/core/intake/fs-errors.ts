/** Turns errors of the operating system into exception codes and sentences. */
import { RedwellError } from '../../shared/errors.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';

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
const REFUSED = new Set(['EACCES', 'EPERM']);
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Returns whether the file, or the drive it is on, is missing. */
export const isGone = (error: unknown): boolean => GONE.has(osCode(error) ?? '');
export const isRefused = (error: unknown): boolean => REFUSED.has(osCode(error) ?? '');
export const isFull = (error: unknown): boolean => FULL.has(osCode(error) ?? '');

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
 * Turns a full disk into a RedwellError and returns every other error unchanged.
 * @param task what Redwell was doing, e.g. `writing the list of files`
 */
export function writeFailure(error: unknown, task: string): unknown {
  if (!isFull(error)) return error;
  return new RedwellError('disk_full', `The disk became full while Redwell was ${task}. Nothing was lost.`, {
    action: 'Free some space on the disk that holds the data folder (see the Health page), then try again.',
    cause: error,
  });
}
