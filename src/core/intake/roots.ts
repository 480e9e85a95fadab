/** What the operator dropped, looked at before anything is begun. */
import { access, opendir, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';
import { UniqueNames } from './names.ts';
import type { Root } from './walk.ts';

/**
 * Resolves links of what was dropped itself: the operator chose it. A single folder's documents have paths
 * inside it; of several things, each keeps its name.
 * @throws RedwellError folder_missing, access_restricted, not_a_folder
 */
export async function openRoots(paths: readonly string[]): Promise<{ name: string; roots: Root[] }> {
  const found = new Map<string, { location: string; name: string; directory: boolean }>();
  for (const path of paths) {
    const one = await openRoot(resolve(path));
    found.set(one.location, one);
  }
  const all = [...found.values()];
  const [first] = all;
  if (first === undefined) throw new RedwellError('invalid_input', 'Nothing was dropped.');
  const names = new UniqueNames();
  const alone = all.length === 1 && first.directory;
  return {
    name: all.length === 1 ? first.name : `${first.name} and ${all.length - 1} more`,
    roots: all.map(({ location, name, directory }) => ({
      location,
      directory,
      prefix: alone ? '' : names.take(name),
    })),
  };
}

async function openRoot(path: string): Promise<{ location: string; name: string; directory: boolean }> {
  try {
    const location = await realpath(path);
    const stats = await stat(location);
    if (!stats.isDirectory() && !stats.isFile())
      throw new RedwellError('not_a_folder', `“${path}” is neither a folder nor a file.`, {
        action: 'Drop a folder of documents, or single files.',
      });
    if (stats.isDirectory()) await (await opendir(location)).close();
    return { location, name: basename(path) || path, directory: stats.isDirectory() };
  } catch (error) {
    throw refusal(path, error);
  }
}

function refusal(path: string, error: unknown): unknown {
  if (isGone(error))
    return new RedwellError('folder_missing', `“${path}” is not there.`, {
      action: 'Check the name, or reconnect the drive it is on, and drop it again.',
      cause: error,
    });
  if (isRefused(error))
    return new RedwellError('access_restricted', `This account may not open “${path}”.`, {
      action: 'Ask for read permission on the folder, then drop it again.',
      cause: error,
    });
  if (osCode(error) === 'ENAMETOOLONG')
    return new RedwellError(
      'folder_missing',
      `The path of “${basename(path).slice(0, 80)}” is longer than this computer can open.`,
      {
        action: 'Move the folder closer to the top of its drive and drop it again.',
        cause: error,
      },
    );
  return error;
}

/** Whether everything that was dropped can be reached now. */
export async function areThere(roots: readonly Root[]): Promise<boolean> {
  try {
    for (const root of roots) await access(root.location);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
