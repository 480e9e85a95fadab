/** The parts of an office file (a ZIP package), read inside the limits. */
import { buffer } from 'node:stream/consumers';
import { blameFile } from '../../../documents/errors.ts';
import { eachEntry, nameOf, openChecked } from '../containers/zip.ts';
import { guardZip } from '../containers/zip-guard.ts';
import type { Source } from '../types.ts';
import { openOffice } from './locked.ts';

/**
 * @param wanted which parts are read; the others are not unpacked
 * @param what the kind of file, for messages
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function readParts(
  file: Pick<Source, 'location' | 'type' | 'passwords'>,
  maxBytes: number,
  wanted: (name: string) => boolean,
  what: string,
): Promise<Map<string, Buffer>> {
  const archive = await openOffice(file, file.passwords);
  await guardZip(archive, maxBytes);
  const parts = new Map<string, Buffer>();
  try {
    await eachEntry(archive, async (entry, zip) => {
      const name = nameOf(entry);
      // Each part is checked against the size its directory states, which `guardZip` has summed, and its checksum.
      if (wanted(name)) parts.set(name, await buffer(await openChecked(zip, entry)));
    });
  } catch (error) {
    throw blameFile(error, what);
  }
  return parts;
}
