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

/** Answers with the last known size at once, and looks again in the background when that is older than a minute. */
export function folderSize(folder: string, onError: (error: unknown) => void): () => number {
  let bytes = 0;
  let at = 0;
  let looking = false;
  return () => {
    if (!looking && Date.now() - at > FRESH_MS) {
      looking = true;
      sizeOf(folder)
        .then((found) => {
          bytes = found;
        }, onError)
        .finally(() => {
          looking = false;
          at = Date.now();
        });
    }
    return bytes;
  };
}
