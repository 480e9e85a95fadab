/** What a deletion has set out to do, on disk before anything is removed, so that a kill only interrupts it. */
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { renamePatiently } from '../util/rename.ts';

const journalSchema = z.object({
  batchId: z.string(),
  name: z.string(),
  matter: z.string(),
  startedAt: z.number(),
  documentIds: z.array(z.string()),
  contents: z.array(z.object({ sha256: z.string(), type: z.string(), bytes: z.number() })),
  left: z.array(z.object({ what: z.string(), why: z.string() })),
});
export type DeletionJournal = z.infer<typeof journalSchema>;

const ENDING = '.json';
const pathOf = (folder: string, batchId: string): string => join(folder, `${batchId}${ENDING}`);

/** Writes a file so that after a crash it is whole or not there. */
export async function writeWhole(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await renamePatiently(temporary, path);
}

export const writeJournal = (folder: string, journal: DeletionJournal): Promise<void> =>
  writeWhole(folder, pathOf(folder, journal.batchId), JSON.stringify(journal));

export const removeJournal = (folder: string, batchId: string): Promise<void> =>
  rm(pathOf(folder, batchId), { force: true });

/** Returns the deletions that were interrupted. @throws Error naming a journal that cannot be read */
export async function readJournals(folder: string): Promise<DeletionJournal[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const journals: DeletionJournal[] = [];
  for (const name of names.filter((one) => one.endsWith(ENDING))) {
    try {
      journals.push(journalSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))));
    } catch (error) {
      throw new Error(`The record of a deletion that was interrupted cannot be read: ${join(folder, name)}`, {
        cause: error,
      });
    }
  }
  return journals;
}
