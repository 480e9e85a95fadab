/** Finds files that a package also ships in UTF-8. The UTF-8 file tells what the other one must read as. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Texts } from './reference.ts';

const GO =
  /^(golang-golang-x-text-dev\/(?:candide|rashomon|unsu-joh-eun-nal|sunzi-bingfa-[a-z]+(?:-levels-1-and-2)?))-.*\.txt$/;
const PYTHON = /^(libpython3\.11-testsuite\/(?!msg_)[a-z0-9_]+)\.txt$/;

/** Returns the path of the UTF-8 twin inside the corpus, or null when there is none. */
function twinOf(path: string): string | null {
  if (path.endsWith('-utf-8.txt')) return null;
  const go = GO.exec(path)?.[1];
  if (go !== undefined) return `${go}-utf-8.txt`;
  const python = PYTHON.exec(path)?.[1];
  return python === undefined ? null : `${python}-utf8.txt`;
}

/** Returns the twin texts by absolute path. @param files folder of the corpus. @param paths relative to it */
export async function twinTexts(files: string, paths: readonly string[]): Promise<Texts> {
  const texts: Texts = new Map();
  for (const path of paths) {
    const twin = twinOf(path);
    if (twin !== null) texts.set(join(files, path), await readFile(join(files, twin), 'utf8'));
  }
  return texts;
}
