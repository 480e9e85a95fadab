/** Takes the members out of 7z, RAR and tar archives, and the file out of gzip and bzip2. */
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { DocumentError } from '../../../documents/errors.ts';
import { refusal } from '../password-refusal.ts';
import { type ArchiveDirectory, type ArchiveEntry, readDirectory, unreadable } from './archive-directory.ts';
import { opens, type Piece, unpack } from './archive-unpack.ts';
import { nameDecoder } from './legacy-names.ts';
import type { MemberWriter } from './members.ts';

const WRONG_PASSWORD = /Wrong password|encrypted/i;
/** A tar header says so here (POSIX ustar, and the older GNU form). */
const TAR_MARK_AT = 257;
const TAR_MARK = 'ustar';

/** @throws DocumentError container_error, container_limit, or the machine's faults */
export async function expandArchive(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<void> {
  const directory = await unlockedDirectory(location, members, passwords);
  if (directory === null) return;
  const spool = await members.scratchFile();
  try {
    const inner = directory.single ? await unpackSingle(location, directory, spool, members) : null;
    if (inner === null) await new Archive(location, directory, members, passwords, spool).expand();
    else if (await isTar(spool)) await expandArchive(spool, members, passwords);
    else await members.add(inner.name, async () => createReadStream(spool), inner.modifiedAt);
  } finally {
    await rm(spool, { force: true });
  }
}

/** Returns null for a directory that no password opens. As a locked member, it is tried again with other passwords. */
async function unlockedDirectory(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<ArchiveDirectory | null> {
  try {
    return await readDirectory(location, passwords);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code !== 'encrypted') throw error;
    members.problem('hidden members', 'encrypted', error.message);
    return null;
  }
}

/** Unpacks the one file of gzip or bzip2. @throws DocumentError container_error when it is damaged: a part would look whole */
async function unpackSingle(
  location: string,
  { entries }: ArchiveDirectory,
  spool: string,
  members: MemberWriter,
): Promise<{ name: string; modifiedAt: number | null } | null> {
  const { pieces, faults } = await unpack(location, null, spool, members.mostBytes);
  const all = [...pieces.flatMap(({ fault }) => fault ?? []), ...faults];
  if (all.length > 0 || pieces.length === 0) throw new DocumentError('container_error', unreadable(all));
  if (pieces.length > 1) return null;
  const raw = Buffer.from(pieces[0]?.name ?? '', 'latin1');
  return { name: nameDecoder([raw]).decode(raw), modifiedAt: entries[0]?.modifiedAt ?? null };
}

async function isTar(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(TAR_MARK.length),
      0,
      TAR_MARK.length,
      TAR_MARK_AT,
    );
    return buffer.toString('latin1', 0, bytesRead) === TAR_MARK;
  } finally {
    await file.close();
  }
}

/** One archive with a directory. */
class Archive {
  readonly #location: string;
  readonly #directory: ArchiveDirectory;
  readonly #members: MemberWriter;
  readonly #spool: string;
  readonly #decode: (name: Buffer) => string;
  /** Entries that are neither written nor reported, by name. One name may occur several times. */
  readonly #open = new Map<string, ArchiveEntry[]>();
  readonly #untried: Set<string>;
  readonly #offered: number;

  constructor(
    location: string,
    directory: ArchiveDirectory,
    members: MemberWriter,
    passwords: readonly string[],
    spool: string,
  ) {
    this.#location = location;
    this.#directory = directory;
    this.#members = members;
    this.#spool = spool;
    this.#untried = new Set(passwords);
    this.#offered = passwords.length;
    this.#decode = nameDecoder(directory.entries.map(({ name }) => name)).decode;
    for (const entry of directory.entries) {
      if (entry.folder) continue;
      const key = entry.name.toString('latin1');
      this.#open.set(key, [...(this.#open.get(key) ?? []), entry]);
    }
  }

  async expand(): Promise<void> {
    for (const entry of this.#left())
      if (entry.instead !== null)
        this.#lose(entry, 'container_error', `The member is ${entry.instead}, so it was left out`);
    const faults = new Set(this.#directory.faults);
    let password = this.#directory.password ?? (await this.#nextPassword());
    for (;;) {
      const unpacked = await unpack(this.#location, password, this.#spool, this.#members.mostBytes);
      for (const fault of unpacked.faults) if (!WRONG_PASSWORD.test(fault)) faults.add(fault);
      for (const piece of unpacked.pieces) await this.#take(piece);
      if (password !== null) this.#untried.delete(password);
      password = await this.#nextPassword();
      if (password === null) break;
    }
    const reason = unreadable([...faults]);
    for (const entry of this.#left())
      if (entry.encrypted) this.#lose(entry, 'encrypted', refusal(this.#offered, 'The member'));
      else this.#lose(entry, 'container_error', reason);
    if (faults.size > 0) this.#members.problem('', 'container_error', reason);
  }

  #left(): ArchiveEntry[] {
    return [...this.#open.values()].flat();
  }

  /** Returns a password that opens the smallest member that is still locked; null if none does. */
  async #nextPassword(): Promise<string | null> {
    const [smallest] = this.#left()
      .filter(({ encrypted }) => encrypted)
      .sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
    if (smallest === undefined) return null;
    for (const password of this.#untried)
      if (await opens(this.#location, password, smallest.name.toString('utf8'))) return password;
    return null;
  }

  async #take({ name, from, to, fault }: Piece): Promise<void> {
    const entry = this.#open.get(name)?.[0];
    if (entry === undefined) return;
    // A locked member stays open for the next password.
    if (fault !== null && entry.encrypted) return;
    if (fault !== null) return this.#lose(entry, 'container_error', `The member is damaged: ${fault}`);
    if (entry.size !== null && entry.size !== to - from)
      return this.#lose(entry, 'container_error', `The member has ${to - from} of its ${entry.size} bytes`);
    this.#close(entry);
    const content = async () => createReadStream(this.#spool, { start: from, end: to - 1 });
    await this.#members.add(
      this.#decode(entry.name),
      from === to ? Buffer.alloc(0) : content,
      entry.modifiedAt,
    );
  }

  #lose(entry: ArchiveEntry, code: 'container_error' | 'encrypted', detail: string): void {
    this.#close(entry);
    this.#members.problem(this.#decode(entry.name), code, detail);
  }

  #close(entry: ArchiveEntry): void {
    const key = entry.name.toString('latin1');
    this.#open.set(
      key,
      (this.#open.get(key) ?? []).filter((other) => other !== entry),
    );
  }
}
