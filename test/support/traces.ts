/** Looks for what is left of a document in a folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the files below a folder that have the word, in any case and in UTF-8 or UTF-16. */
export async function tracesOf(folder: string, word: string): Promise<string[]> {
  const lower = word.toLowerCase();
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file that goes away meanwhile was only written beside another.
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const texts = [bytes.toString('latin1'), bytes.toString('utf16le')];
    if (texts.some((text) => text.toLowerCase().includes(lower))) found.push(path.slice(folder.length + 1));
  }
  return found.sort();
}
