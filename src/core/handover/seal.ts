/** What an export needs before it gets its name: all of its files there, and on disk. */
import { open, opendir } from 'node:fs/promises';
import { sep } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { HandoverDeps } from './types.ts';

/** Yields every file below a folder, one by one: a list of all would take too much memory. */
export async function* filesBelow(folder: string): AsyncGenerator<{ path: string; isFile: boolean }, void> {
  for await (const entry of await opendir(folder)) {
    const path = folder + sep + entry.name;
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield { path, isFile: entry.isFile() };
  }
}

/** @throws RedwellError conflict when somebody has removed or added files meanwhile */
export async function expectAllFiles(partial: string, written: number): Promise<void> {
  let there = 0;
  for await (const _file of filesBelow(partial)) there += 1;
  if (there === written) return;
  throw new RedwellError(
    'conflict',
    `Files of the export were removed or added while it was written: ${written} were written, and ${there} are there. Nothing was handed over.`,
    { action: 'Choose a folder that no other program changes, then export again.' },
  );
}

/** Makes the parts survive a power failure before they get their name. */
export async function putOnDisk({ flush }: HandoverDeps, partial: string): Promise<void> {
  if (await flush(partial)) return;
  for await (const { path, isFile } of filesBelow(partial)) {
    if (!isFile) continue;
    const handle = await open(path, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
