/** Lists folders that may be missing. */
import { readdir } from 'node:fs/promises';

/**
 * Returns the names in a folder; none if it is missing or not a folder.
 * @throws the system's error for every other reason
 */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
