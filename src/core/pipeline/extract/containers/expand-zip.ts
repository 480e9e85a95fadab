/** Takes the members out of a ZIP archive. */
import type { Readable } from 'node:stream';
import type { Entry } from 'yauzl';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import type { MemberWriter } from './members.ts';
import { eachEntry, isEncryptedEntry, legacyNames, nameOf, openChecked } from './zip.ts';
import type { LockedMembers } from './zip-locked.ts';

/** Unix file type in the external attributes. A symbolic link is not a document and is never followed. */
const UNIX_TYPE = 0xf000;
const UNIX_LINK = 0xa000;

/** @throws DocumentError container_error when the archive cannot be opened; container_limit */
export async function expandZip(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<void> {
  let locked: LockedMembers | null = null;
  try {
    const legacy = await legacyNames(location);
    await eachEntry(location, async (entry, zip) => {
      const name = nameOf(entry, legacy);
      if (/[/\\]$/.test(name)) return;
      if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) {
        members.problem(name, 'container_error', 'The member is a symbolic link, so it was left out');
        return;
      }
      if (isEncryptedEntry(entry)) {
        locked ??= await openLocked(location, passwords);
        await addLocked(entry, name, locked, members);
        return;
      }
      await members.add(name, () => openChecked(zip, entry), entry.getLastModDate().getTime());
    });
  } catch (error) {
    const fault = blameFile(error, 'archive');
    throw fault.code === 'corrupt'
      ? new DocumentError('container_error', fault.message, { cause: error })
      : fault;
  } finally {
    // The compiler does not see that the callback above assigns `locked`.
    await (locked as LockedMembers | null)?.close();
  }
}

/** Loads the decrypting library only for archives with a locked member. */
async function openLocked(location: string, passwords: readonly string[]): Promise<LockedMembers> {
  const { LockedMembers } = await import('./zip-locked.ts');
  return new LockedMembers(location, passwords);
}

/** Adds a locked member. A member that no password opens becomes a problem and does not stop the others. */
async function addLocked(
  entry: Entry,
  name: string,
  locked: LockedMembers,
  members: MemberWriter,
): Promise<void> {
  let content: Readable | null;
  try {
    content = await locked.read(entry.relativeOffsetOfLocalHeader);
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null) throw machine;
    const { code, detail } = locked.blame(error);
    members.problem(name, code, detail);
    return;
  }
  if (content === null) {
    members.problem(name, 'encrypted', locked.refusal());
    return;
  }
  const readable = content;
  await members.add(
    name,
    async () => readable,
    entry.getLastModDate().getTime(),
    (error) => locked.blame(error),
  );
}
