/** Measures a folder at most once a minute: a vault can hold a million files. */
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
  /** Returns the last known size in bytes; null before the first measurement. Starts another after a minute. */
  read(): number | null;
  /** Makes the next read measure again, because something was added. */
  changed(): void;
}

export function folderSize(folder: string, onError: (error: unknown) => void): FolderSize {
  let bytes: number | null = null;
  let at = 0;
  let measuring = false;
  return {
    read() {
      if (!measuring && Date.now() - at > FRESH_MS) {
        measuring = true;
        // Set before measuring, so that a change in the meantime makes the next read measure again.
        at = Date.now();
        sizeOf(folder)
          .then((found) => {
            bytes = found;
          }, onError)
          .finally(() => {
            measuring = false;
          });
      }
      return bytes;
    },
    changed() {
      at = 0;
    },
  };
}
