import { buffer } from 'node:stream/consumers';
import { blameFile } from '../../../documents/errors.ts';
import { eachEntry, nameOf, openChecked } from '../containers/zip.ts';
import { guardZip } from '../containers/zip-guard.ts';
import type { Source } from '../types.ts';
import { openOffice } from './decrypt.ts';

/**
 * Reads parts of an Office file, which is a ZIP package.
 * @param isWanted selects parts by name; the others are not unpacked
 * @param fileKind names the file in error messages, e.g. `workbook`
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function readParts(
  file: Pick<Source, 'location' | 'type' | 'passwords'>,
  maxBytes: number,
  isWanted: (name: string) => boolean,
  fileKind: string,
): Promise<Map<string, Buffer>> {
  const archive = await openOffice(file, file.passwords);
  await guardZip(archive, maxBytes);
  const parts = new Map<string, Buffer>();
  try {
    await eachEntry(archive, async (entry, zip) => {
      const name = nameOf(entry);
      // `openChecked` verifies the checksum and the stated size, and `guardZip` has checked the sum of those sizes.
      if (isWanted(name)) parts.set(name, await buffer(await openChecked(zip, entry)));
    });
  } catch (error) {
    throw blameFile(error, fileKind);
  }
  return parts;
}
