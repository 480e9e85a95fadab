/** Writes files durably: after a crash, a file is either complete or absent. */
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renamePatiently } from '../util/rename.ts';

const PRIVATE = 0o600;

/** Makes a rename durable. Windows cannot open a directory and needs no such step. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

let counter = 0;
/** Returns a temporary name in the same directory that no other writer uses. */
export const temporaryBeside = (path: string): string => {
  counter += 1;
  return `${path}.${process.pid}-${counter}.part`;
};

/**
 * Replaces a file atomically and durably.
 * @param temporary by default a name that no other writer uses
 * @throws the system's error, after removing the temporary file
 */
export async function replaceFile(path: string, content: string, temporary?: string): Promise<void> {
  await writeDurably(path, async (write) => write(content), temporary);
  await syncDirectory(dirname(path));
}

/** Writes a file piece by piece and renames it into place. The caller must sync the directory. */
export async function writeDurably(
  path: string,
  produce: (write: (piece: string) => Promise<void>) => Promise<void>,
  temporary = temporaryBeside(path),
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    const handle = await open(temporary, 'wx', PRIVATE);
    try {
      await produce(async (piece) => {
        await handle.appendFile(piece);
      });
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renamePatiently(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
