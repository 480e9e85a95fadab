/** Serves one folder of a drop, or what a search finds below it, page by page. */
import { RedwellError } from '../../shared/errors.ts';
import type { FolderRow } from '../../shared/intake-edit.ts';
import { showEntry } from './entry-pages.ts';
import { type Folder, type FolderIndex, folderIndexOf } from './folder-index.ts';
import type { Entry } from './records.ts';
import type { DropState } from './state.ts';
import type { Page } from './types.ts';

/** What a folder's list contains, per inventory, so that only the first page has to find it. */
const lists = new WeakMap<readonly Entry[], Map<string, readonly (Folder | Entry)[]>>();
/** Searches that are kept; each letter typed is one more. */
const MAX_LISTS = 50;

/**
 * Returns one page of a folder: its folders, then its files. A mail or an archive is a folder too.
 * @param folder path in the drop; empty for the drop itself
 * @param search lists every document below whose path contains it, on all levels
 * @throws RedwellError not_found, invalid_input; drop_not_ready while the drop is being read
 */
export function pageOfFolder(
  { drop, entries }: DropState,
  folder: string,
  search: string,
  cursor: string | null,
  limit: number,
): Page<FolderRow> {
  if (entries === null)
    throw new RedwellError('drop_not_ready', `The files of “${drop.name}” are still being read.`, {
      action: 'Wait until its inventory is complete.',
    });
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new RedwellError('invalid_input', 'This page of the list does not exist.', {
      action: 'Open the list again from the beginning.',
    });
  const index = folderIndexOf(entries);
  const list = listOf(entries, index, folder, search.trim().toLowerCase());
  return {
    items: list.slice(from, from + limit).map((item) => rowOf(index, item)),
    next: from + limit < list.length ? String(from + limit) : null,
    total: list.length,
  };
}

function listOf(
  entries: readonly Entry[],
  index: FolderIndex,
  folder: string,
  search: string,
): readonly (Folder | Entry)[] {
  const known = lists.get(entries) ?? new Map<string, readonly (Folder | Entry)[]>();
  lists.set(entries, known);
  const key = JSON.stringify([folder, search]);
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  if (known.size >= MAX_LISTS) known.clear();
  const list = search === '' ? contentsOf(index, folder) : found(entries, folder, search);
  known.set(key, list);
  return list;
}

/** @throws RedwellError not_found */
function contentsOf(index: FolderIndex, path: string): readonly (Folder | Entry)[] {
  const folder = path === '' ? index.root : index.folders.get(path);
  if (folder !== undefined) return [...folder.folders.values(), ...folder.files];
  if (!index.byPath.has(path))
    throw new RedwellError('not_found', `“${path}” is not part of this drop.`, {
      action: 'Go back to the first folder.',
    });
  return index.inside.get(path) ?? [];
}

const found = (entries: readonly Entry[], folder: string, search: string): readonly Entry[] =>
  entries.filter(
    ({ path }) => (folder === '' || path.startsWith(`${folder}/`)) && path.toLowerCase().includes(search),
  );

function rowOf(index: FolderIndex, item: Folder | Entry): FolderRow {
  if ('folders' in item) {
    const { path, documents, bytes, choosable, leftOut } = item;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { kind: 'folder', path, name, documents, bytes, choosable, leftOut };
  }
  const inside = index.countInside.get(item.path) ?? 0;
  return { kind: 'file', inside, fixed: fixedBy(index, item), entry: showEntry(item) };
}

function fixedBy(index: FolderIndex, entry: Entry): Extract<FolderRow, { kind: 'file' }>['fixed'] {
  if (entry.attached) return 'attached';
  if (entry.status === 'excluded' && !entry.leftOut) return 'system';
  return entry.parent !== null && index.byPath.get(entry.parent)?.leftOut === true ? 'archive' : null;
}

/** Returns the paths that a search finds and that can be chosen. @throws RedwellError invalid_input for an empty search */
export function pathsFound({ entries }: DropState, folder: string, search: string): string[] {
  const wanted = search.trim().toLowerCase();
  if (entries === null || wanted === '')
    throw new RedwellError('invalid_input', 'Nothing was searched for, so nothing was changed.');
  const index = folderIndexOf(entries);
  return listOf(entries, index, folder, wanted).flatMap((item) =>
    'folders' in item || fixedBy(index, item) !== null ? [] : [item.path],
  );
}
