/** Makes the data folder private before anything is written to it. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { HealthWarning } from '../../shared/health.ts';
import { keepFilesPrivate } from '../util/private-files.ts';
import { networkDriveWarning } from './network-drive.ts';

export interface DataFolder {
  /** Paths whose permissions were closed just now: of the folder itself and of what lies directly in it. */
  readonly repaired: readonly string[];
  /** Whether other accounts can still read the folder, because its file system keeps no permissions. */
  readonly isOpen: boolean;
  /** What is wrong with the place of the folder. */
  readonly warnings: readonly HealthWarning[];
}

/** Permissions of the group and of others. */
const OTHERS = 0o077;
/** Windows has no such permissions: there the folder inherits the access list of the user's profile. */
const HAS_MODES = process.platform !== 'win32';

/** Whether other accounts may do anything with a file. A symbolic link has no permissions of its own. */
export const isOpenToOthers = (found: Stats): boolean =>
  HAS_MODES && !found.isSymbolicLink() && (found.mode & OTHERS) !== 0;

/** Takes a file's permissions from others. It opens nothing: closing a file would drop SQLite's locks on it. */
export const closeToOthers = (path: string | Buffer, found: Stats): void =>
  chmodSync(path, found.mode & 0o7777 & ~OTHERS);

/**
 * Creates the data folder if needed, and closes it and what lies directly in it to other accounts. From then on nobody
 * else can reach anything inside, whatever its own permissions are.
 * @throws RedwellError not_allowed when it belongs to another account; not_a_folder; the system's error
 */
export function openDataFolder(dataDir: string): DataFolder {
  keepFilesPrivate();
  createFolder(dataDir);
  const folder = realpathSync(dataDir);
  const found = statSync(folder);
  if (!found.isDirectory())
    throw new RedwellError('not_a_folder', `The data folder ${dataDir} is a file.`, {
      action: 'Choose another data folder with --data.',
    });
  refuseForeign(dataDir, found);
  const repaired: string[] = [];
  if (isOpenToOthers(found) && tryToClose(folder, found)) repaired.push(folder);
  const onNetwork = networkDriveWarning(folder);
  const warnings = onNetwork === null ? [] : [onNetwork];
  if (isOpenToOthers(statSync(folder)))
    return { repaired, isOpen: true, warnings: [openFolder(dataDir), ...warnings] };
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const inside = lstatSync(path, { throwIfNoEntry: false });
    if (inside !== undefined && isOpenToOthers(inside) && tryToClose(path, inside)) repaired.push(path);
  }
  return { repaired, isOpen: false, warnings };
}

function createFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    // A file, or a link to nothing: `realpathSync` or the check for a folder says which.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whoever owns the folder can read and replace everything in it. */
function refuseForeign(dataDir: string, { uid }: Stats): void {
  const own = process.geteuid?.();
  if (own === undefined || uid === own) return;
  throw new RedwellError('not_allowed', `The data folder ${dataDir} belongs to another account.`, {
    action: 'Start Redwell as the account that owns the folder, or choose another data folder with --data.',
  });
}

/** @returns false on file systems that keep no permissions, and for files of another account */
function tryToClose(path: string, found: Stats): boolean {
  try {
    closeToOthers(path, found);
    return true;
  } catch (error) {
    if (
      ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EROFS', 'ENOENT'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      )
    )
      return false;
    throw error;
  }
}

const openFolder = (dataDir: string): HealthWarning => ({
  code: 'data_folder_open',
  message: `Other accounts on this computer may be able to read the data folder ${dataDir}: its disk keeps no permissions.`,
  action: 'Move the data folder to a disk of this computer, and start Redwell with --data.',
});
