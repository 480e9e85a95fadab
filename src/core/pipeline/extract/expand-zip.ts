/** Members of a ZIP archive. */
import { blameFile } from '../sandbox/wire.ts';
import { DocumentError } from '../types.ts';
import type { MemberWriter } from './members.ts';
import { eachEntry, isEncryptedEntry, nameOf } from './zip.ts';

/** Unix type bits of the external attributes: a symbolic link is no document and is never followed. */
const UNIX_TYPE = 0xf000;
const UNIX_LINK = 0xa000;

/** @throws DocumentError container_error when the archive cannot be opened, container_limit */
export async function expandZip(location: string, members: MemberWriter): Promise<void> {
  try {
    await eachEntry(location, async (entry, zip) => {
      const name = nameOf(entry);
      if (/[/\\]$/.test(name)) return;
      if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) {
        members.problem(name, 'container_error', 'The member is a symbolic link and was left out');
        return;
      }
      if (isEncryptedEntry(entry)) {
        members.problem(name, 'encrypted', 'The member is protected by a password');
        return;
      }
      await members.add(name, () => zip.openReadStreamPromise(entry), entry.getLastModDate().getTime());
    });
  } catch (error) {
    const fault = blameFile(error, 'archive');
    throw fault.code === 'corrupt'
      ? new DocumentError('container_error', fault.message, { cause: error })
      : fault;
  }
}
