/** The files of a batch in the data folder, apart from the databases. */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

/** Removes what interrupted exports of the batch left. @returns what is on drives that are away */
export async function removeExportParts(
  dataDir: string,
  parts: readonly { id: string; partial: string }[],
): Promise<{ what: string; why: string }[]> {
  const left: { what: string; why: string }[] = [];
  for (const { id, partial } of parts) {
    if (!partial.endsWith(`.partial-${id}`)) continue;
    if (existsSync(dirname(partial))) await rm(partial, { recursive: true, force: true });
    else
      left.push({
        what: partial,
        why: 'The parts of an interrupted export, on a drive that is away. Delete the folder there.',
      });
    await rm(join(dataDir, 'exports', `${id}.journal`), { force: true });
  }
  return left;
}

export const removeManifest = (dataDir: string, batchId: string): Promise<void> =>
  rm(join(dataDir, 'batches', batchId), { recursive: true, force: true });

/** Returns histories that were damaged and kept: they may have what is deleted, and only a person can say whether they go. */
export const damagedHistories = async (dataDir: string): Promise<string[]> =>
  (await list(dataDir)).filter((name) => /^history\.damaged-.*\.sqlite$/.test(name));
