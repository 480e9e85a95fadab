/** Finds the files of a drop: one folder after the other, streaming, never following a link. */
import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { sep } from 'node:path';
import { isGone, type ReadFailure, readFailure } from './fs-errors.ts';
import { shownName } from './names.ts';
import { systemFile, systemFolder } from './system-files.ts';

/** What the operator dropped. */
export interface Root {
  /** Absolute, links resolved. */
  location: string;
  /** Stands before each path of this root: empty for a single folder, else the name it keeps. */
  prefix: string;
  directory: boolean;
}

export type Found = {
  /** Shown, relative to the drop, with `/`. */
  path: string;
  /** Absolute, as the file system has it. */
  raw: Buffer;
} & (
  | { kind: 'file' }
  /** `reason` is a sentence. */
  | { kind: 'excluded'; reason: string }
  /** A folder that could not be looked into. */
  | { kind: 'failed'; failure: ReadFailure }
);

/** The drive or folder that was dropped has gone as a whole. */
export class RootGone extends Error {
  override readonly name = 'RootGone';
  readonly root: string;
  constructor(root: string, cause: unknown) {
    super(`${root} is not there`, { cause });
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
 * @param skip a folder that is left out wherever it is met: Redwell's own data
 * @throws RootGone when a dropped folder is not there any more
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
        yield* look(folder, open, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const failure = readFailure(error, 'folder');
        if (folder.raw.equals(raw)) {
          if (isGone(error)) throw new RootGone(root.location, error);
        } else if (isGone(error)) await assertThere(root, raw);
        yield { kind: 'failed', path: folder.path === '' ? '.' : folder.path, raw: folder.raw, failure };
      }
    }
  }
}

/** One folder that is gone is one thing; a drive that is gone is another. */
async function assertThere(root: Root, raw: Buffer): Promise<void> {
  try {
    await (await opendir(raw)).close();
  } catch (error) {
    if (isGone(error)) throw new RootGone(root.location, error);
  }
}

async function* look(folder: Folder, open: Folder[], signal: AbortSignal): AsyncGenerator<Found> {
  // Node gives names as bytes with this encoding; its declarations know only text.
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
    const reason = folder.excluded ?? special(entry) ?? systemFile(name);
    yield reason === null ? { kind: 'file', path, raw } : { kind: 'excluded', path, raw, reason };
  }
}

/** What is neither a file nor a folder is never opened: reading a pipe or a device may never end. */
function special(entry: Dirent<Buffer>): string | null {
  if (entry.isFile()) return null;
  if (entry.isSymbolicLink())
    return 'Left out: a link to another place. Links are not followed; drop what it points to as well.';
  if (entry.isFIFO() || entry.isSocket()) return 'Left out: a connection between programs, not a document.';
  return 'Left out: a device, not a document.';
}
