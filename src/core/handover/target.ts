/** The folder of an export: its name, the place where its parts are written, and the step that makes it whole. */
import { access, constants, lstat, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { ExportKind } from '../../shared/handover.ts';
import { foldedName, portablePath, UniqueNames } from '../util/portable-names.ts';
import { renamePatiently } from '../util/rename.ts';
import { wellFormed } from '../util/well-formed.ts';
import { exportRefusal, isGone } from './errors.ts';

const KIND_WORD: Readonly<Record<ExportKind, string>> = {
  loadfile: 'load file',
  lists: 'lists',
  report: 'report',
  bag: 'bag',
  evidence: 'evidence pack',
};

/** Windows takes paths of 259 characters; what an export holds needs most of them. */
const MAX_NAME = 80;

/** Set between the name of an export and its id while its parts are written. */
const PARTIAL = '.partial-';
const PARTIAL_NAME = /\.partial-x-[A-Za-z0-9_-]+$/;

/** Returns where the parts of an export are written: beside its folder, under a name that nobody takes for whole. */
export const partialOf = (target: string, id: string): string => `${target}${PARTIAL}${id}`;

/** Whether a folder is where the parts of this export were written. */
export const isPartialOf = (path: string, id: string): boolean => path.endsWith(`${PARTIAL}${id}`);

/**
 * Returns a free folder for an export. Exports that are on their way keep their name.
 * @param ended names of folders with parts of exports that are not on their way any more
 * @throws RedwellError folder_missing, not_a_folder, access_restricted
 */
export async function freeTarget(
  into: string,
  batchName: string,
  kind: ExportKind,
  ended: ReadonlySet<string> = new Set(),
): Promise<string> {
  let names: string[];
  try {
    if (!(await stat(into)).isDirectory())
      throw new RedwellError('not_a_folder', `${into} is a file.`, {
        action: 'Choose a folder for the export.',
      });
    names = await readdir(into);
    await access(into, constants.W_OK);
  } catch (error) {
    if (isGone(error))
      throw new RedwellError('folder_missing', `There is no folder ${into}.`, {
        action: 'Create it, or choose another one, then export again.',
        cause: error,
      });
    throw exportRefusal(error, into);
  }
  const unique = new UniqueNames(foldedName);
  for (const name of names) if (!ended.has(name)) unique.take(name.replace(PARTIAL_NAME, ''));
  const word = KIND_WORD[kind];
  // A batch may be called anything, also `a/b`.
  const start = portablePath(batchName.replaceAll('/', '_'))
    .slice(0, MAX_NAME - word.length - 3)
    .trim();
  return join(into, unique.take(`${start === '' ? 'Batch' : wellFormed(start)} - ${word}`));
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
};

/**
 * Gives a complete export its name, in one step. If somebody has taken the name meanwhile, it gets the next one.
 * @param onTarget hears the name before it is taken
 */
export async function publish(
  partial: string,
  target: string,
  onTarget: (target: string) => void,
): Promise<string> {
  const folder = dirname(target);
  const name = basename(target);
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? target : join(folder, `${name} (${n})`);
    // A rename would silently take the place of an empty folder.
    if (await exists(path)) continue;
    onTarget(path);
    try {
      await renamePatiently(partial, path);
    } catch (error) {
      if (await exists(path)) continue;
      throw error;
    }
    await syncFolder(folder);
    return path;
  }
}

/** Makes a rename survive a power failure. Windows cannot open a folder and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network disks do not sync folders.
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
