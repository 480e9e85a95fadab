/** Serves one folder of a drop, or what a search finds below it, page by page. */
import { RedwellError } from '../../shared/errors.ts';
import type { EntryFilter, FolderRow } from '../../shared/intake-edit.ts';
import { passes, showEntry } from './entry-pages.ts';
import { type Folder, type FolderIndex, folderIndexOf } from './folder-index.ts';
import type { Entry } from './records.ts';
import type { DropState } from './state.ts';
import type { FolderView, Page } from './types.ts';

/** What a folder's list contains, per inventory, so that only the first page has to find it. */
const lists = new WeakMap<readonly Entry[], Map<string, readonly (Folder | Entry)[]>>();
/** Searches that are kept; each letter typed is one more. */
const MAX_LISTS = 50;

/**
 * Returns one page of a folder: its folders, then its files. A mail or an archive is a folder too. With a filter or a
 * search, the list has every document below that passes them.
 * @throws RedwellError not_found, invalid_input; drop_not_ready while the drop is being read
 */
export function pageOfFolder(
  { drop, entries }: DropState,
  view: FolderView,
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
  const list = listOf(entries, index, view);
  return {
    items: list.slice(from, from + limit).map((item) => rowOf(index, item)),
    next: from + limit < list.length ? String(from + limit) : null,
    total: list.length,
  };
}

function listOf(
  entries: readonly Entry[],
  index: FolderIndex,
  { folder, filter, search }: FolderView,
): readonly (Folder | Entry)[] {
  const wanted = search.trim().toLowerCase();
  const known = lists.get(entries) ?? new Map<string, readonly (Folder | Entry)[]>();
  lists.set(entries, known);
  const key = JSON.stringify([folder, filter, wanted]);
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  if (known.size >= MAX_LISTS) known.clear();
  const isPlain = filter === 'all' && wanted === '';
  const list = isPlain ? contentsOf(index, folder) : found(entries, folder, filter, wanted);
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

const found = (
  entries: readonly Entry[],
  folder: string,
  filter: EntryFilter,
  search: string,
): readonly Entry[] =>
  entries.filter(
    (entry) =>
      (folder === '' || entry.path.startsWith(`${folder}/`)) &&
      entry.path.toLowerCase().includes(search) &&
      passes(entry, filter),
  );

function rowOf(index: FolderIndex, item: Folder | Entry): FolderRow {
  if ('folders' in item) {
    const { path, documents, bytes, selectable, leftOut } = item;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { kind: 'folder', path, name, documents, bytes, selectable, leftOut };
  }
  const inside = index.countInside.get(item.path) ?? 0;
  return { kind: 'file', inside, fixed: fixedBy(index, item), entry: showEntry(item) };
}

function fixedBy(index: FolderIndex, entry: Entry): Extract<FolderRow, { kind: 'file' }>['fixed'] {
  if (entry.attached) return 'attached';
  if (entry.status === 'excluded' && !entry.leftOut) return 'system';
  return entry.parent !== null && index.byPath.get(entry.parent)?.leftOut === true ? 'archive' : null;
}

/** Returns the paths that a filter or a search finds and that can be chosen. @throws RedwellError invalid_input without both */
export function pathsFound({ entries }: DropState, view: FolderView): string[] {
  if (entries === null || (view.filter === 'all' && view.search.trim() === ''))
    throw new RedwellError('invalid_input', 'Nothing was searched for, so nothing was changed.');
  const index = folderIndexOf(entries);
  return listOf(entries, index, view).flatMap((item) =>
    'folders' in item || fixedBy(index, item) !== null ? [] : [item.path],
  );
}
