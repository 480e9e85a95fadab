/** Finishes joining drops after Redwell was stopped in the middle of it. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { renamePatiently } from '../util/rename.ts';
import { isGone } from './fs-errors.ts';

/** Moves the folders that a stopped Redwell had not moved. @param directory of all drops */
export async function finishJoin(directory: string, dropId: string, joins: readonly string[]): Promise<void> {
  for (const id of joins) {
    const inside = join(directory, dropId, id);
    if (!(await exists(inside))) await renamePatiently(join(directory, id), inside);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
