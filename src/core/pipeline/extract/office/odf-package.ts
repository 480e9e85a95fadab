/** Gets the parts of an OpenDocument file, which is a package or, if flat, a single XML file. */
import { open, readFile } from 'node:fs/promises';
import { sizeLimitError } from '../size-limit.ts';
import type { Source } from '../types.ts';
import { readParts } from './package.ts';

const FILE_KIND = 'OpenDocument file';
type OdfFile = Pick<Source, 'location' | 'type' | 'passwords'>;

/**
 * Returns the wanted parts. A flat file has its content and styles in one, so both parts are the whole file.
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function readOdfParts(
  file: OdfFile,
  maxBytes: number,
  isWanted: (name: string) => boolean,
): Promise<Map<string, Buffer>> {
  if (!(await isFlat(file.location))) return readParts(file, maxBytes, isWanted, FILE_KIND);
  const bytes = await readFile(file.location);
  if (bytes.length > maxBytes) throw sizeLimitError('The file', bytes.length, maxBytes);
  const parts = { 'content.xml': bytes, 'styles.xml': bytes, 'meta.xml': metaOf(bytes) };
  return new Map(Object.entries(parts).filter(([name]) => isWanted(name)));
}

/** Returns whether the file is XML instead of a package. */
async function isFlat(location: string): Promise<boolean> {
  const handle = await open(location);
  try {
    const { buffer } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return /^[\ufeff\s]*<\?xml|^[\ufeff\s]*<office:/.test(buffer.toString('utf8'));
  } finally {
    await handle.close();
  }
}

/** Other elements have the names of properties as well, so only this part of a flat file is read for them. */
function metaOf(bytes: Buffer): Buffer {
  const from = bytes.indexOf('<office:meta>');
  const to = bytes.indexOf('</office:meta>', Math.max(0, from));
  return from < 0 || to < 0 ? Buffer.alloc(0) : bytes.subarray(from, to);
}
