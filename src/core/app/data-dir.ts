/** Makes sure that the data folder can be written before anything is opened in it. */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderRefusal } from '../disk/refusals.ts';
import type { Place } from '../disk/room.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';

/** Returns the folders that Redwell keeps its files in, which may be on different disks. */
export const dataPlaces = (dataDir: string): Place[] => [
  { path: dataDir, holds: 'data folder' },
  { path: join(dataDir, 'vault'), holds: 'vault' },
];

/** Enough for the first pages of the files that are opened next, bytes. */
const PROBE_BYTES = 64 * 1024;

/**
 * Creates the data folder if needed, closes it to other accounts, and writes and removes a small file in it.
 * @throws RedwellError disk_full, access_restricted, not_a_folder, folder_missing, not_allowed, each with a sentence
 * that names it
 */
export async function prepareDataDir(dataDir: string): Promise<DataFolder> {
  const probe = join(dataDir, `.write-test-${process.pid}`);
  try {
    const folder = openDataFolder(dataDir);
    try {
      const handle = await open(probe, 'w', 0o600);
      try {
        await handle.writeFile(Buffer.alloc(PROBE_BYTES));
      } finally {
        await handle.close();
      }
    } finally {
      await rm(probe, { force: true });
    }
    return folder;
  } catch (error) {
    throw folderRefusal(error, dataDir) ?? error;
  }
}
