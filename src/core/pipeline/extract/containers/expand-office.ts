/** Takes the embedded files out of Word, Excel and PowerPoint files. */
import { buffer } from 'node:stream/consumers';
import type { FileType } from '../../../../shared/file-types.ts';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import { openOffice } from '../office/decrypt.ts';
import { isEmbedded, isZipped } from './embedded-parts.ts';
import type { MemberWriter } from './members.ts';
import { readObject } from './ole-object.ts';
import { eachEntry, nameOf, openChecked } from './zip.ts';

/** An object is held in memory, with the document that it holds. */
const MAX_OBJECT_BYTES = 256 * 1024 * 1024;

/** Returns the expander of one type of office file. */
export const expandOffice =
  (type: FileType) =>
  /** @throws DocumentError encrypted, corrupt, container_limit */
  async (location: string, members: MemberWriter, passwords: readonly string[]): Promise<void> => {
    const archive = await openOffice({ location, type }, passwords);
    if (!(await isZipped(archive))) return;
    const drawn = new Map<string, number>();
    try {
      await eachEntry(archive, async (entry, zip) => {
        const part = nameOf(entry);
        if (!isEmbedded(part)) return;
        const name = part.replace(/^.*\//, '');
        if (!/\.bin$/i.test(name)) {
          await members.add(name, () => openChecked(zip, entry), null);
          return;
        }
        if (entry.uncompressedSize > MAX_OBJECT_BYTES) {
          members.problem(name, 'oversize', `The embedded object has ${entry.uncompressedSize} bytes`);
          return;
        }
        const kind = await addObject(name, async () => buffer(await openChecked(zip, entry)), members);
        if (kind !== null) drawn.set(kind, (drawn.get(kind) ?? 0) + 1);
      });
    } catch (error) {
      throw blameFile(error, 'office file');
    }
    reportDrawn(drawn, members);
  };

/**
 * Adds the file inside an OLE object. An object that is damaged or a link becomes a problem of its own.
 * @param parse finds the file in the bytes of the object
 * @returns what the object is when it holds no file, with an article
 */
export async function addObject(
  name: string,
  read: () => Promise<Buffer>,
  members: MemberWriter,
  parse: typeof readObject = readObject,
): Promise<string | null> {
  try {
    const found = parse(await read(), name.replace(/\.bin$/i, ''));
    if ('kind' in found) return found.kind;
    if ('linkedTo' in found)
      members.problem(
        found.linkedTo.replace(/^.*[\\/]/s, '') || name,
        'attachment_missing',
        `The document shows the file ${found.linkedTo}, which is not in it`,
      );
    else await members.add(found.name, found.content, null);
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null) throw machine;
    if (error instanceof DocumentError && error.code === 'container_limit') throw error;
    members.problem(name, 'container_error', error instanceof Error ? error.message : String(error));
  }
  return null;
}

/** Warns on the document about objects that hold no file. @param drawn their numbers by kind */
export function reportDrawn(drawn: ReadonlyMap<string, number>, members: MemberWriter): void {
  if (drawn.size === 0) return;
  const list = [...drawn].map(([kind, number]) => (number === 1 ? kind : `${number} × ${kind}`)).join(', ');
  members.problem('', 'part_not_read', `Redwell shows no words of what is embedded in the document: ${list}`);
}
