/**
 * Brings a document's bytes into a child's folder, and what the child made of them out of it. The child may be hostile
 * and writes there at the same time, so the parent follows no link, opens no folder inside, and creates new files only.
 */
import { constants, copyFile, type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nanoid } from 'nanoid';
import pLimit from 'p-limit';
import type { Expansion } from '../documents/types.ts';

/** A child said or left something that an honest one would not. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

const { COPYFILE_EXCL, COPYFILE_FICLONE, O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const COPIES_AT_ONCE = 8;
const BLOCK_BYTES = 1024 * 1024;
const MAX_NAME_BYTES = 200;
/** What the child itself calls its files, and what programs would take for an option. */
const RESERVED = /^(-|\.|member-|scratch-|redwell-)/i;
const MEMBER = /^member-\d{6,}$/;

/**
 * Copies the original into the folder.
 * @param original the open file at the location, if it is open; it stays open and keeps its position
 * @returns the path of the copy
 * @throws the system's errors
 */
export async function placeOriginal(
  folder: string,
  location: string,
  original: string | FileHandle = location,
): Promise<string> {
  const copy = join(folder, nameOf(location));
  // Without O_NONBLOCK, a pipe in the place of the file would hold the parent.
  const file = typeof original === 'string' ? await open(original, O_RDONLY | O_NONBLOCK) : original;
  try {
    if (!(await file.stat()).isFile())
      throw Object.assign(new Error('It is not a file any more'), { code: 'ENOENT' });
    await copyOpenFile(file, copy);
  } finally {
    if (typeof original === 'string') await file.close();
  }
  return copy;
}

/**
 * Copies the members that a child unpacked out of its folder.
 * @param into created if there is a member
 * @throws BadAnswer if they are not what the child said; the system's errors
 */
export async function collectMembers(
  folder: string,
  into: string,
  { members }: Expansion,
  limits: { maxMembers: number; maxBytes: number },
): Promise<void> {
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  if (members.length > limits.maxMembers || total > limits.maxBytes)
    throw new BadAnswer('It unpacked more than it was allowed');
  if (new Set(members.map(({ file }) => file)).size !== members.length)
    throw new BadAnswer('It named one file for two members');
  if (members.length > 0) await mkdir(into, { recursive: true });
  const limit = pLimit(COPIES_AT_ONCE);
  await Promise.all(
    members.map(({ file, bytes }) => limit(() => collect(join(folder, file), join(into, file), file, bytes))),
  );
}

async function collect(from: string, to: string, name: string, bytes: number): Promise<void> {
  if (!MEMBER.test(name)) throw new BadAnswer('It gave a member a name of its own');
  const file = await open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    throw ['ENOENT', 'ELOOP', 'ENXIO', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')
      ? new BadAnswer('A member is missing or is not a file')
      : error;
  });
  try {
    const found = await file.stat();
    if (!found.isFile() || found.nlink !== 1 || found.size !== bytes)
      throw new BadAnswer('A member is not the file that it described');
    await copyOpenFile(file, to);
  } finally {
    await file.close();
  }
  const copy = await open(to, O_RDONLY);
  try {
    if ((await copy.stat()).size !== bytes) throw new BadAnswer('A member changed while it was copied');
  } finally {
    await copy.close();
  }
}

/** An archive of one file names it by its own name, so the copy keeps the name if that is free in every folder. */
function nameOf(location: string): string {
  const name = basename(location);
  const isFree = name !== '' && !RESERVED.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
  return isFree ? name : `document-${nanoid()}`;
}

async function copyOpenFile(file: FileHandle, to: string): Promise<void> {
  if (process.platform === 'linux') {
    // The same open file under its path in /proc, so that the kernel copies, or shares the blocks.
    await copyFile(`/proc/self/fd/${file.fd}`, to, COPYFILE_EXCL | COPYFILE_FICLONE);
    return;
  }
  const copy = await open(to, 'wx', 0o600);
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, at);
      if (bytesRead === 0) return;
      await copy.write(block, 0, bytesRead, at);
      at += bytesRead;
    }
  } finally {
    await copy.close();
  }
}

/** Empties the folder of a living child. @returns false if something is left that only its end allows to remove */
export async function tidy(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isDirectory())) return false;
  await Promise.all(entries.map(({ name }) => unlink(join(folder, name))));
  return true;
}
