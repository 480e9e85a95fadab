/** Opens the folders and files that the operator added. */
import { access, opendir, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { UniqueNames } from '../util/portable-names.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';
import type { Root } from './walk.ts';

/**
 * Opens the roots of a drop and names the drop after them. Links are resolved here, because the operator chose them. A
 * single folder's documents have paths inside it; with several roots, each path starts with the name of its root.
 * @throws RedwellError folder_missing, access_restricted, not_a_folder, invalid_input
 */
export async function openRoots(paths: readonly string[]): Promise<{ name: string; roots: Root[] }> {
  const found = new Map<string, { location: string; name: string; directory: boolean }>();
  for (const path of paths) {
    const root = await openRoot(resolve(path));
    found.set(root.location, root);
  }
  const all = [...found.values()];
  const [first] = all;
  if (first === undefined) throw new RedwellError('invalid_input', 'No folder or file was added.');
  const names = new UniqueNames();
  const singleFolder = all.length === 1 && first.directory;
  return {
    name: all.length === 1 ? first.name : `${first.name} and ${all.length - 1} more`,
    roots: all.map(({ location, name, directory }) => ({
      location,
      directory,
      prefix: singleFolder ? '' : names.take(name),
    })),
  };
}

async function openRoot(path: string): Promise<{ location: string; name: string; directory: boolean }> {
  try {
    const location = await realpath(path);
    const stats = await stat(location);
    if (!stats.isDirectory() && !stats.isFile())
      throw new RedwellError('not_a_folder', `“${path}” is neither a folder nor a file.`, {
        action: 'Add a folder of documents, or single files.',
      });
    if (stats.isDirectory()) await (await opendir(location)).close();
    return { location, name: basename(path) || path, directory: stats.isDirectory() };
  } catch (error) {
    throw refusal(path, error);
  }
}

/** Turns a system error into a RedwellError and returns every other error unchanged. */
function refusal(path: string, error: unknown): unknown {
  if (isGone(error))
    return new RedwellError('folder_missing', `“${path}” could not be found.`, {
      action: 'Check the name, or reconnect the drive, then add it again.',
      cause: error,
    });
  if (isRefused(error))
    return new RedwellError('access_restricted', `You do not have permission to open “${path}”.`, {
      action: 'Ask for read permission, then add it again.',
      cause: error,
    });
  if (osCode(error) === 'ENAMETOOLONG')
    return new RedwellError(
      'folder_missing',
      `The path of “${basename(path).slice(0, 80)}” is too long for this computer.`,
      {
        action: 'Move the folder closer to the top of its drive, then add it again.',
        cause: error,
      },
    );
  return error;
}

/** Returns whether all roots are available. */
export async function areAvailable(roots: readonly Root[]): Promise<boolean> {
  try {
    for (const root of roots) await access(root.location);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
