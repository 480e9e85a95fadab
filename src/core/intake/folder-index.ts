/** The folders of a drop, computed once per inventory. */
import type { Entry } from './records.ts';

export interface Folder {
  path: string;
  /** Folders directly in it, by name, in path order. */
  folders: Map<string, Folder>;
  /** Files directly in it. */
  files: Entry[];
  documents: number;
  bytes: number;
  selectable: number;
  leftOut: number;
}

export interface FolderIndex {
  root: Folder;
  /** Every folder but the root, by path. */
  folders: Map<string, Folder>;
  byPath: Map<string, Entry>;
  /** The documents directly inside a mail or an archive, by its path. */
  inside: Map<string, Entry[]>;
  /** The number of documents inside a mail or an archive, on all levels. */
  countInside: Map<string, number>;
}

const newFolder = (path: string): Folder => ({
  path,
  folders: new Map(),
  files: [],
  documents: 0,
  bytes: 0,
  selectable: 0,
  leftOut: 0,
});

const indexes = new WeakMap<readonly Entry[], FolderIndex>();

/** Whether a choice can concern this document: it is no system file, and goes with no mail. */
export const isSelectable = (entry: Entry): boolean =>
  !entry.attached && (entry.status !== 'excluded' || entry.leftOut);

/** Returns the folders of an inventory. @param entries in path order */
export function folderIndexOf(entries: readonly Entry[]): FolderIndex {
  const known = indexes.get(entries);
  if (known !== undefined) return known;
  const index: FolderIndex = {
    root: newFolder(''),
    folders: new Map(),
    byPath: new Map(),
    inside: new Map(),
    countInside: new Map(),
  };
  let above: Folder[] = [index.root];
  for (const entry of entries) {
    index.byPath.set(entry.path, entry);
    if (entry.parent === null) {
      above = foldersAbove(index, entry.path);
      above.at(-1)?.files.push(entry);
    } else addMember(index, entry, entry.parent);
    // A member counts where its file is.
    for (const folder of above) count(folder, entry);
  }
  indexes.set(entries, index);
  return index;
}

function count(folder: Folder, entry: Entry): void {
  folder.documents += 1;
  if (entry.parent === null) folder.bytes += entry.bytes;
  if (!isSelectable(entry)) return;
  folder.selectable += 1;
  if (entry.leftOut) folder.leftOut += 1;
}

function addMember(index: FolderIndex, entry: Entry, parent: string): void {
  const siblings = index.inside.get(parent);
  if (siblings === undefined) index.inside.set(parent, [entry]);
  else siblings.push(entry);
  for (let path: string | null = parent; path !== null; path = index.byPath.get(path)?.parent ?? null)
    index.countInside.set(path, (index.countInside.get(path) ?? 0) + 1);
}

/** Returns the root and the folders on the way to a file, and creates those that are new. */
function foldersAbove(index: FolderIndex, path: string): Folder[] {
  const above = [index.root];
  let folder = index.root;
  for (let start = 0, end = path.indexOf('/'); end >= 0; start = end + 1, end = path.indexOf('/', start)) {
    const name = path.slice(start, end);
    let next = folder.folders.get(name);
    if (next === undefined) {
      next = newFolder(path.slice(0, end));
      folder.folders.set(name, next);
      index.folders.set(next.path, next);
    }
    folder = next;
    above.push(folder);
  }
  return above;
}
