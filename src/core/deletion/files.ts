/** The files of a batch in the data folder, apart from the databases. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const gone = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === 'ENOENT') return [];
  throw error;
};
const list = (folder: string): Promise<string[]> => readdir(folder).catch(gone);

/** Removes originals from the vault, and altered ones that were set aside there. */
export async function removeOriginals(dataDir: string, sha256s: ReadonlySet<string>): Promise<void> {
  const vault = join(dataDir, 'vault');
  for (const sha256 of sha256s)
    await rm(join(vault, sha256.slice(0, 2), sha256.slice(2, 4), sha256), { force: true });
  const damaged = join(vault, 'damaged');
  for (const name of await list(damaged))
    if (sha256s.has(name.split('.')[0] ?? ''))
      await rm(join(damaged, name), { recursive: true, force: true });
}

/** Removes the copies of originals that were made to open them. They are made again when somebody opens one. */
export async function removeOpened(dataDir: string): Promise<void> {
  for (const folder of (await list(dataDir)).filter((name) => /^opened(-\d+)?$/.test(name)))
    for (const name of await list(join(dataDir, folder)))
      await rm(join(dataDir, folder, name), { recursive: true, force: true });
}

export const removeManifest = (dataDir: string, batchId: string): Promise<void> =>
  rm(join(dataDir, 'batches', batchId), { recursive: true, force: true });

/** Returns histories that were damaged and kept: they may have what is deleted, and only a person can say whether they go. */
export const damagedHistories = async (dataDir: string): Promise<string[]> =>
  (await list(dataDir)).filter((name) => /^history\.damaged-.*\.sqlite$/.test(name));
