import { buffer } from 'node:stream/consumers';
import { blameFile } from '../../../documents/errors.ts';
import { eachEntry, nameOf, openChecked } from '../containers/zip.ts';
import { guardZip } from '../containers/zip-guard.ts';
import type { PictureReader, Source } from '../types.ts';
import { openOffice } from './decrypt.ts';
import { isRelationships, writePictures } from './pictures.ts';

/**
 * Reads parts of an Office file, which is a ZIP package.
 * With `file.pictures`, the parts have the words of their pictures.
 * @param isWanted selects parts by name; the others are not unpacked
 * @param fileKind names the file in error messages, e.g. `workbook`
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function readParts(
  file: Pick<Source, 'location' | 'type' | 'passwords' | 'pictures'>,
  maxBytes: number,
  isWanted: (name: string) => boolean,
  fileKind: string,
): Promise<Map<string, Buffer>> {
  const archive = await openOffice(file, file.passwords);
  return readArchiveParts(archive, maxBytes, isWanted, fileKind, file.pictures);
}

/**
 * Reads parts of a ZIP package that is a file or already in memory; otherwise like `readParts`.
 * @throws DocumentError corrupt, oversize
 */
export async function readArchiveParts(
  archive: string | Buffer,
  maxBytes: number,
  isWanted: (name: string) => boolean,
  fileKind: string,
  pictures?: PictureReader,
): Promise<Map<string, Buffer>> {
  await guardZip(archive, maxBytes);
  const parts = new Map<string, Buffer>();
  const relationships = new Map<string, Buffer>();
  try {
    await eachEntry(archive, async (entry, zip) => {
      const name = nameOf(entry);
      // `openChecked` verifies the checksum and the stated size, and `guardZip` has checked the sum of those sizes.
      if (isWanted(name)) parts.set(name, await buffer(await openChecked(zip, entry)));
      else if (pictures !== undefined && isRelationships(name))
        relationships.set(name, await buffer(await openChecked(zip, entry)));
    });
    if (pictures !== undefined) await writePictures(parts, relationships, archive, pictures);
  } catch (error) {
    throw blameFile(error, fileKind);
  }
  return parts;
}
