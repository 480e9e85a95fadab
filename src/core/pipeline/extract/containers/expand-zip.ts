/** Members of a ZIP archive. */
import type { Readable } from 'node:stream';
import type { Entry } from 'yauzl';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import type { MemberWriter } from './members.ts';
import { eachEntry, isEncryptedEntry, nameOf, openChecked } from './zip.ts';
import type { LockedMembers } from './zip-locked.ts';

/** Unix type bits of the external attributes: a symbolic link is no document and is never followed. */
const UNIX_TYPE = 0xf000;
const UNIX_LINK = 0xa000;

/** @throws DocumentError container_error when the archive cannot be opened, container_limit */
export async function expandZip(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<void> {
  let locked: LockedMembers | null = null;
  try {
    await eachEntry(location, async (entry, zip) => {
      const name = nameOf(entry);
      if (/[/\\]$/.test(name)) return;
      if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) {
        members.problem(name, 'container_error', 'The member is a symbolic link and was left out');
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
    // The walk sets it in a function of its own, which the compiler does not follow.
    await (locked as LockedMembers | null)?.close();
  }
}

/** What decrypts is loaded when the first locked member comes. */
async function openLocked(location: string, passwords: readonly string[]): Promise<LockedMembers> {
  const { LockedMembers } = await import('./zip-locked.ts');
  return new LockedMembers(location, passwords);
}

/** A member that no password opens is a problem of its own; the others go on. */
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
