/** Makes a small pack by hand, so that no test of opening one needs a batch. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BAGIT, BAGIT_TEXT, PAYLOAD_MANIFEST, TAG_MANIFEST } from '../../src/core/handover/bag-files.ts';
import { PACK_FILE, PACK_TEXT } from '../../src/core/handover/pack-file.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const lines = (files: Record<string, string>): string =>
  Object.keys(files)
    .sort()
    .map((path) => `${hash(files[path] ?? '')}  ${path}\n`)
    .join('');

/** @returns the path of the file to open, and the root hash */
export async function makePack(folder: string): Promise<{ file: string; root: string }> {
  const payload = { 'data/note.txt': 'The rent is due on May 1.', 'data/texts/1.txt': 'May 1' };
  const tags = { [BAGIT]: BAGIT_TEXT, [PACK_FILE]: PACK_TEXT, [PAYLOAD_MANIFEST]: lines(payload) };
  const manifest = lines(tags);
  for (const [path, text] of Object.entries({ ...payload, ...tags, [TAG_MANIFEST]: manifest })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { file: join(folder, PACK_FILE), root: hash(manifest) };
}
