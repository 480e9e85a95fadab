/** A sealed batch on disk, in BagIt form (RFC 8493): what was received, fixed. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { type Manifest, manifestSchema } from '../../shared/manifest.ts';

export const batchFolder = (dataDir: string, batchId: string): string => join(dataDir, 'batches', batchId);

/** Payload paths percent-encode CR, LF and % (RFC 8493, 2.1.3). */
export const bagPath = (path: string): string =>
  `data/${path.replace(/[%\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}`;

/** Writes whole or not at all, and on the disk before it returns. */
export async function writeDurable(path: string, lines: Iterable<string>): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    let text = '';
    for (const line of lines) {
      text += line;
      if (text.length > 1024 * 1024) {
        await file.write(text);
        text = '';
      }
    }
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}

function* manifestJson(manifest: Manifest): Generator<string> {
  const { documents, ...head } = manifest;
  yield `${JSON.stringify(head).slice(0, -1)},"documents":[\n`;
  for (const [i, document] of documents.entries()) yield `${i === 0 ? '' : ',\n'}${JSON.stringify(document)}`;
  yield '\n]}\n';
}

/** The tag files that say what the bag is; the manifest lists every document that has content. */
export async function writeManifest(dataDir: string, manifest: Manifest): Promise<void> {
  const folder = batchFolder(dataDir, manifest.batchId);
  await mkdir(folder, { recursive: true });
  const content = manifest.documents.filter((d) => d.sha256 !== null);
  await writeDurable(join(folder, 'bagit.txt'), ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n']);
  const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
  await writeDurable(join(folder, 'bag-info.txt'), [
    `External-Identifier: ${manifest.batchId}\n`,
    `External-Description: ${oneLine(manifest.name)}\n`,
    `Internal-Sender-Identifier: ${oneLine(manifest.matter)}\n`,
    `Contact-Name: ${oneLine(manifest.custodian)}\n`,
    `Bagging-Date: ${new Date(manifest.createdAt).toISOString().slice(0, 10)}\n`,
    `Payload-Oxum: ${content.reduce((sum, d) => sum + d.bytes, 0)}.${content.length}\n`,
  ]);
  await writeDurable(
    join(folder, 'manifest-sha256.txt'),
    content.map((d) => `${d.sha256}  ${bagPath(d.path)}\n`),
  );
  // Last: its presence says that the seal is complete.
  await writeDurable(join(folder, 'redwell-manifest.json'), manifestJson(manifest));
}

/** null when the batch was never sealed. @throws RedwellError internal when the file is not a manifest */
export async function loadManifest(dataDir: string, batchId: string): Promise<Manifest | null> {
  const path = join(batchFolder(dataDir, batchId), 'redwell-manifest.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new RedwellError('internal', `The manifest of batch ${batchId} is damaged.`, {
      action: 'Restore batches/ from a backup.',
      details: { path },
    });
  return parsed.data;
}
