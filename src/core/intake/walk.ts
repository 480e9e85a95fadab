/** Finds the files of a drop. Folders are read one at a time as streams, and links are never followed. */
import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { sep } from 'node:path';
import { isGone, type ReadFailure, readFailure } from './fs-errors.ts';
import { shownName } from './names.ts';
import { systemFile, systemFolder } from './system-files.ts';

/** A folder or file that the operator added. */
export interface Root {
  /** Absolute, links resolved. */
  location: string;
  /** Precedes the shown path of every file in this root: empty for a single folder, else the root's own name. */
  prefix: string;
  directory: boolean;
}

export type Found = {
  /** Shown, relative to the drop, with `/`. */
  path: string;
  /** Absolute path as the file system stores it. */
  raw: Buffer;
} & (
  | { kind: 'file' }
  /** `reason` is a sentence. */
  | { kind: 'excluded'; reason: string }
  /** A folder that could not be opened. */
  | { kind: 'failed'; failure: ReadFailure }
);

/** The drive or folder that the operator added is no longer available. */
export class RootGone extends Error {
  override readonly name = 'RootGone';
  readonly root: string;
  constructor(root: string, cause: unknown) {
    super(`${root} is not available`, { cause });
    this.root = root;
  }
}

interface Folder {
  raw: Buffer;
  path: string;
  excluded: string | null;
}

const SEPARATOR = Buffer.from(sep);

/**
 * Yields every file of the roots, including those that are left out.
 * @param skip a folder that is left out wherever it is found: Redwell's own data folder
 * @throws RootGone
 */
export async function* walk(
  roots: readonly Root[],
  skip: Buffer,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  for (const root of roots) {
    const raw = Buffer.from(root.location);
    if (!root.directory) {
      const reason = systemFile(root.prefix);
      yield reason === null
        ? { kind: 'file', path: root.prefix, raw }
        : { kind: 'excluded', path: root.prefix, raw, reason };
      continue;
    }
    const open: Folder[] = [{ raw, path: root.prefix, excluded: null }];
    for (let folder = open.pop(); folder; folder = open.pop()) {
      signal.throwIfAborted();
      if (folder.raw.equals(skip)) {
        yield {
          kind: 'excluded',
          path: folder.path === '' ? '.' : folder.path,
          raw: folder.raw,
          reason: 'Left out: the folder in which Redwell keeps its own data.',
        };
        continue;
      }
      try {
        yield* readFolder(folder, open, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const failure = readFailure(error, 'folder');
        if (folder.raw.equals(raw)) {
          if (isGone(error)) throw new RootGone(root.location, error);
        } else if (isGone(error)) await assertAvailable(root, raw);
        yield { kind: 'failed', path: folder.path === '' ? '.' : folder.path, raw: folder.raw, failure };
      }
    }
  }
}

/** Tells a missing folder from a missing drive. @throws RootGone when the root itself is missing */
async function assertAvailable(root: Root, raw: Buffer): Promise<void> {
  try {
    await (await opendir(raw)).close();
  } catch (error) {
    if (isGone(error)) throw new RootGone(root.location, error);
  }
}

/** Yields the files of one folder and adds its subfolders to `open`. */
async function* readFolder(folder: Folder, open: Folder[], signal: AbortSignal): AsyncGenerator<Found> {
  // With this encoding, Node returns names as bytes. Its type declarations do not allow for that.
  const entries = (await opendir(folder.raw, {
    encoding: 'buffer' as BufferEncoding,
    bufferSize: 256,
  })) as unknown as AsyncIterable<Dirent<Buffer>>;
  const base = folder.path === '' ? '' : `${folder.path}/`;
  for await (const entry of entries) {
    signal.throwIfAborted();
    const name = shownName(entry.name);
    const path = base + name;
    const raw = Buffer.concat([folder.raw, SEPARATOR, entry.name]);
    if (entry.isDirectory()) {
      open.push({ raw, path, excluded: folder.excluded ?? systemFolder(name) });
      continue;
    }
    const reason = folder.excluded ?? specialFile(entry) ?? systemFile(name);
    yield reason === null ? { kind: 'file', path, raw } : { kind: 'excluded', path, raw, reason };
  }
}

/** Returns why a special file is left out; null for a regular file. Reading a pipe or a device may never end. */
function specialFile(entry: Dirent<Buffer>): string | null {
  if (entry.isFile()) return null;
  if (entry.isSymbolicLink())
    return 'Left out: a link to another file or folder. Redwell does not follow links. Add the original as well.';
  if (entry.isFIFO() || entry.isSocket()) return 'Left out: a connection between programs, not a document.';
  return 'Left out: a device, not a document.';
}
