/** What a disk says when it refuses a write, as typed errors in an operator's words. */
import { RedwellError, type WireError } from '../../shared/errors.ts';

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED = new Set(['EROFS', 'EACCES', 'EPERM']);
const NO_FOLDER = new Set(['ENOTDIR', 'EEXIST']);
/** The drive is gone, or does not answer. */
const BROKEN = new Set([
  'EIO',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ENOTCONN',
  'EHOSTDOWN',
  'ENOENT',
  'ELOOP',
  'ENAMETOOLONG',
]);

/** Whether a disk refused a write that it may accept later: it or a quota is full, or it is read-only. */
export const isRefusal = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS', 'disk_full'].includes(codeOf(error)) ||
  // A process that reads documents reports it like this.
  (error as { diskRefused?: unknown } | null)?.diskRefused === true;

/** Returns why work waits after a refusal. @param folder on the disk that refused */
export function refusalReason(error: unknown, folder: string): WireError {
  const code = codeOf(error);
  const what =
    code === 'EROFS'
      ? `The disk with ${folder} is read-only`
      : code === 'EDQUOT'
        ? `Your share of the disk with ${folder} is used up`
        : `The disk with ${folder} is full`;
  const remedy = code === 'EROFS' ? 'Make it writable again.' : 'Free some space there.';
  return {
    code: 'disk_full',
    message: `${what}, so new work waits. Nothing was lost.`,
    action: `${remedy} Work goes on by itself.`,
  };
}

/** Whether a disk or a quota is full. */
export const isFull = (error: unknown): boolean => FULL.has(codeOf(error));

/**
 * Returns the error for a data folder that cannot be written; null when the disk is not to blame.
 * @param folder absolute path
 */
export function folderRefusal(error: unknown, folder: string): RedwellError | null {
  const code = codeOf(error);
  const extra = (action: string) => ({ action, cause: error });
  if (FULL.has(code))
    return new RedwellError(
      'disk_full',
      code === 'EDQUOT'
        ? `Your share of the disk with the data folder ${folder} is used up.`
        : `The disk with the data folder ${folder} is full.`,
      extra('Free some space there, then start Redwell again. Nothing was lost.'),
    );
  if (REFUSED.has(code))
    return new RedwellError(
      'access_restricted',
      code === 'EROFS'
        ? `The data folder ${folder} is on a disk that is read-only.`
        : `You do not have permission to write to the data folder ${folder}.`,
      extra('Make the folder writable for your account, or choose another one with --data.'),
    );
  if (NO_FOLDER.has(code))
    return new RedwellError(
      'not_a_folder',
      `${folder} cannot be the data folder, because a file has this name or one above it.`,
      extra('Choose another folder with --data.'),
    );
  if (BROKEN.has(code))
    return new RedwellError(
      'folder_missing',
      `The data folder ${folder} cannot be opened (${code}).`,
      extra('Check that its drive is connected, or choose another folder with --data.'),
    );
  return null;
}
