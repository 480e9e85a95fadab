/** What the operating system says, as the field's exceptions and as sentences. */

import { RedwellError } from '../../shared/errors.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';

export interface ReadFailure {
  code: ExceptionCode;
  /** A sentence, then what the system said. */
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

/** The file, or the drive it is on, is not there. */
export const isGone = (error: unknown): boolean => GONE.has(osCode(error) ?? '');
export const isRefused = (error: unknown): boolean => REFUSED.has(osCode(error) ?? '');

/** Why a file or folder could not be read. @throws the error itself when it is none of the system's */
export function readFailure(error: unknown, what: 'file' | 'folder'): ReadFailure {
  const code = osCode(error);
  if (code === null || !(error instanceof Error)) throw error;
  const said = ` (${error.message.slice(0, 300)})`;
  if (REFUSED.has(code))
    return { code: 'access_restricted', detail: `This account may not read the ${what}.${said}` };
  if (GONE.has(code))
    return { code: 'source_missing', detail: `The ${what} was gone when it was to be read.${said}` };
  switch (code) {
    case 'ELOOP':
      return {
        code: 'source_missing',
        detail: `The ${what} was replaced by a link while it was read.${said}`,
      };
    case 'ENAMETOOLONG':
      return {
        code: 'infrastructure',
        detail: `The path of the ${what} is longer than this computer can open. Move the folder closer to the top of its drive, or shorten the names of the folders it lies in.${said}`,
      };
    case 'EBUSY':
      return {
        code: 'infrastructure',
        detail: `Another program holds the ${what} open. Close it and retry.${said}`,
      };
    case 'EMFILE':
    case 'ENFILE':
      return { code: 'infrastructure', detail: `This computer has too many files open.${said}` };
    case 'EIO':
      return {
        code: 'infrastructure',
        detail: `The drive reported an error while the ${what} was read.${said}`,
      };
    default:
      return { code: 'infrastructure', detail: `The ${what} could not be read.${said}` };
  }
}

/** Turns a full disk into the error that crosses the bridge; anything else is given back as it is. */
export function writeFailure(error: unknown, doing: string): unknown {
  if (!FULL.has(osCode(error) ?? '')) return error;
  return new RedwellError(
    'disk_full',
    `The disk is full: ${doing} could not be finished. Nothing was lost.`,
    {
      action: 'Free some space on the disk that holds the data folder (Health shows it), then do it again.',
      cause: error,
    },
  );
}
