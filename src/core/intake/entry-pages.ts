/** Serves the list of a drop's entries page by page. */
import { RedwellError } from '../../shared/errors.ts';
import type { DropEntry } from '../../shared/intake.ts';
import type { EntryFilter } from '../../shared/intake-edit.ts';
import type { Entry, FileRecord } from './records.ts';
import type { DropState } from './state.ts';
import type { Page } from './types.ts';

const PASSES: Readonly<Record<EntryFilter, (entry: DropEntry) => boolean>> = {
  all: () => true,
  problems: (entry) => entry.exception !== null,
  duplicates: (entry) => entry.duplicateOf !== null,
  excluded: (entry) => entry.excluded,
};

/** Returns an entry as pages see it. */
export function showEntry(entry: Entry): DropEntry {
  const finding = entry.exception ?? entry.foreseen ?? entry.warnings[0] ?? null;
  const detail =
    entry.status === 'excluded'
      ? entry.excluded
      : entry.status === 'duplicate'
        ? `This is a copy of “${entry.duplicateOf}”. The content is processed once.`
        : (finding?.detail ?? '');
  return {
    path: entry.path,
    bytes: entry.bytes,
    type: entry.type,
    sha256: entry.sha256,
    pages: entry.pages,
    pagesToOcr: entry.pagesToOcr,
    duplicateOf: entry.duplicateOf,
    parent: entry.parent,
    excluded: entry.status === 'excluded',
    leftOut: entry.leftOut,
    exception: finding?.code ?? null,
    detail,
  };
}

/** Returns whether an entry belongs to a part of the inventory. */
export const passes = (entry: Entry, filter: EntryFilter): boolean => PASSES[filter](showEntry(entry));

/** Returns the entry of a file while the drop is still being read: families and duplicates are not known yet. */
const showRecord = (record: FileRecord): DropEntry => ({
  path: record.path,
  bytes: record.bytes,
  type: record.type,
  sha256: record.sha256,
  pages: null,
  pagesToOcr: null,
  duplicateOf: null,
  parent: null,
  excluded: record.excluded !== null,
  exception: record.failure?.code ?? null,
  detail: record.excluded ?? record.failure?.detail ?? '',
});

/** Indexes of the entries that pass a filter, per inventory, so that only the first page has to compute them. */
const cache = new WeakMap<readonly Entry[], Map<EntryFilter, number[]>>();

function indexesOf(entries: readonly Entry[], filter: EntryFilter): number[] {
  const byFilter = cache.get(entries) ?? new Map<EntryFilter, number[]>();
  cache.set(entries, byFilter);
  const cached = byFilter.get(filter);
  if (cached !== undefined) return cached;
  const indexes: number[] = [];
  entries.forEach((entry, i) => {
    if (passes(entry, filter)) indexes.push(i);
  });
  byFilter.set(filter, indexes);
  return indexes;
}

/**
 * Returns one page of a drop's entries. While the drop is being read, entries come in the order they were found.
 * @param cursor `next` of the previous page, or null for the first page
 * @throws RedwellError invalid_input
 */
export function pageOfEntries(
  state: DropState,
  filter: EntryFilter,
  cursor: string | null,
  limit: number,
): Page<DropEntry> {
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new RedwellError('invalid_input', 'This page of the list does not exist.', {
      action: 'Open the list again from the beginning.',
    });
  const { entries } = state;
  if (entries === null) {
    const passing =
      filter === 'all' ? state.records : state.records.filter((r) => PASSES[filter](showRecord(r)));
    const items = passing.slice(from, from + limit).map(showRecord);
    return { items, next: nextOf(from, limit, passing.length), total: passing.length };
  }
  if (filter === 'all') {
    const items = entries.slice(from, from + limit).map(showEntry);
    return { items, next: nextOf(from, limit, entries.length), total: entries.length };
  }
  const indexes = indexesOf(entries, filter);
  const items = indexes.slice(from, from + limit).flatMap((i) => {
    const entry = entries[i];
    return entry === undefined ? [] : [showEntry(entry)];
  });
  return { items, next: nextOf(from, limit, indexes.length), total: indexes.length };
}

const nextOf = (from: number, limit: number, total: number): string | null =>
  from + limit < total ? String(from + limit) : null;
