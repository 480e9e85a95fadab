/** What a disk says when it refuses an export, in an operator's words. */
import { RedwellError } from '../../shared/errors.ts';

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

const NOTHING_LEFT = 'Nothing was handed over.';

/** Code, message and action for each refusal. `%` stands for the folder. */
const WORDS: readonly [
  readonly string[],
  'disk_full' | 'access_restricted' | 'folder_missing',
  string,
  string,
][] = [
  [
    ['ENOSPC'],
    'disk_full',
    'The disk with % is full.',
    'Free some space there, or choose another folder, then export again.',
  ],
  [
    ['EDQUOT'],
    'disk_full',
    'Your share of the disk with % is used up.',
    'Free some space there, or choose another folder, then export again.',
  ],
  [
    ['EFBIG'],
    'disk_full',
    'A file is larger than the disk with % can hold in one file.',
    'Choose a folder on another disk, then export again.',
  ],
  [
    ['EROFS'],
    'access_restricted',
    'The disk with % is read-only.',
    'Make it writable, or choose another folder, then export again.',
  ],
  [
    ['EACCES', 'EPERM'],
    'access_restricted',
    'You do not have permission to write to %.',
    'Choose another folder, or ask for permission to write there.',
  ],
  [
    ['ENAMETOOLONG'],
    'folder_missing',
    'A path in % is too long for its disk.',
    'Choose a folder closer to the top of its drive, then export again.',
  ],
  [
    ['ENOENT', 'ENOTDIR', 'EIO', 'ENODEV', 'ENXIO', 'ESTALE', 'ENOTCONN', 'EHOSTDOWN', 'ENOMEDIUM'],
    'folder_missing',
    'The folder % is gone, or its drive does not answer.',
    'Check that the drive is connected, or choose another folder, then export again.',
  ],
];

/** Returns the error for a folder that refuses an export. Every other error stays as it is. */
export function exportRefusal(error: unknown, folder: string): unknown {
  if (error instanceof RedwellError) return error;
  const code = codeOf(error);
  for (const [codes, as, message, action] of WORDS)
    if (codes.includes(code))
      return new RedwellError(as, `${message.replace('%', folder)} ${NOTHING_LEFT}`, {
        action,
        cause: error,
      });
  return error;
}

export const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

export const canceled = (): RedwellError =>
  new RedwellError('canceled', `The export was canceled. ${NOTHING_LEFT}`);

/** Why an export stops that another one goes on with: its parts stay. */
export class PartsKept extends RedwellError {
  constructor() {
    super('canceled', 'Redwell was closed while it exported.', {
      action: 'Hand over the same again to go on where it stopped.',
    });
  }
}
