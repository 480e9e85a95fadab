/** How much a folder holds, looked at rarely: walking a vault of a million files is not for every tick. */
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const FRESH_MS = 60_000;

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

export interface FolderSize {
  /** The last known size at once, bytes; null before it was known. Looks again when that is older than a minute. */
  read(): number | null;
  /** Something was added: the next read looks again. */
  changed(): void;
}

export function folderSize(folder: string, onError: (error: unknown) => void): FolderSize {
  let bytes: number | null = null;
  let at = 0;
  let looking = false;
  return {
    read() {
      if (!looking && Date.now() - at > FRESH_MS) {
        looking = true;
        // What changes while it looks makes the next read look again.
        at = Date.now();
        sizeOf(folder)
          .then((found) => {
            bytes = found;
          }, onError)
          .finally(() => {
            looking = false;
          });
      }
      return bytes;
    },
    changed() {
      at = 0;
    },
  };
}
