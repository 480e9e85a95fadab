/**
 * The file of a pack that a person opens from the desktop. A pack is a folder, and systems start programs for files with
 * an extension, so each pack has a small file with Redwell's own. Nothing in it is believed: only where it lies counts.
 */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RedwellError } from '../../shared/errors.ts';
import { TAG_MANIFEST } from './bag-files.ts';

export const PACK_EXTENSION = '.redwellpack';
export const PACK_FILE = `Check with Redwell${PACK_EXTENSION}`;
export const PACK_TEXT =
  'Open this file with Redwell to check that the folder around it is as it was handed over.\n' +
  'On the command line: redwell verify FOLDER --root HASH, with the root hash that was written down.\n';

/** Returns whether an argument names the file of a pack. */
export const isPackFile = (argument: string): boolean => argument.toLowerCase().endsWith(PACK_EXTENSION);

const noPack = (path: string): RedwellError =>
  new RedwellError('not_found', `“${path.replaceAll('\0', '')}” is not a file of an evidence pack.`, {
    action: `Open the file “${PACK_FILE}” inside the folder of the pack, or choose the folder in Redwell.`,
  });

/** Desktops of Linux hand over addresses. One that names another computer is none of a file. */
function pathOfArgument(argument: string): string {
  if (!/^file:/i.test(argument)) return argument;
  try {
    const url = new URL(argument);
    if (url.host !== '' || url.search !== '' || url.hash !== '') throw noPack(argument);
    return fileURLToPath(url);
  } catch {
    throw noPack(argument);
  }
}

/**
 * Returns the folder of the pack whose file somebody opened.
 * @param argument an absolute path or a `file:` address, from whoever started Redwell
 * @throws RedwellError not_found unless it is a plain file with our extension, beside the manifest of a pack
 */
export async function packOfFile(argument: string): Promise<string> {
  const path = pathOfArgument(argument);
  if (path.includes('\0') || !isAbsolute(path) || !isPackFile(path)) throw noPack(path);
  try {
    if (!(await lstat(path)).isFile()) throw noPack(path);
    return await packFolder(dirname(path));
  } catch (error) {
    throw error instanceof RedwellError ? error : noPack(path);
  }
}

/** Returns the real path of the folder of a pack. @throws RedwellError not_found if it has no manifest of one */
export async function packFolder(folder: string): Promise<string> {
  try {
    const real = await realpath(folder);
    if ((await lstat(join(real, TAG_MANIFEST))).isFile()) return real;
  } catch {
    // It is gone, or nobody may look into it: either way there is no pack to check.
  }
  throw new RedwellError(
    'not_found',
    `“${basename(folder)}” is not the folder of an evidence pack or a bag.`,
    {
      action: `Choose the folder that holds the file ${TAG_MANIFEST}.`,
    },
  );
}
