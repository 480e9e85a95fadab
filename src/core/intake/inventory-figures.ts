/** What the operator sees of a drop: the counts, and the list in pages. */
import type { FileType } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { DropEntry, Inventory } from '../../shared/intake.ts';
import { yieldEvery } from '../util/event-loop.ts';
import type { Entry, FileRecord } from './records.ts';
import type { DropState } from './state.ts';
import type { Page } from './types.ts';

const UNREADABLE = new Set([
  'access_restricted',
  'source_missing',
  'infrastructure',
  'corrupt',
  'container_error',
]);

/** How long documents will take, ms; null while nothing is known of it. */
export type ExpectedMs = (
  documents: readonly Pick<Entry, 'type' | 'pages' | 'pagesToOcr'>[],
) => number | null;

/** `files` + `members` is everything received; `bytes` is what lies on disk, members not counted twice. */
export async function countInventory(entries: readonly Entry[], expectedMs: ExpectedMs): Promise<Inventory> {
  const inventory: Inventory = {
    files: 0,
    members: 0,
    bytes: 0,
    duplicates: 0,
    excluded: 0,
    encrypted: 0,
    unsupported: 0,
    empty: 0,
    unreadable: 0,
    byType: [],
    pages: 0,
    pagesToOcr: 0,
    predictedMs: null,
  };
  const types = new Map<FileType, { type: FileType; count: number; bytes: number }>();
  const yieldIfDue = yieldEvery();
  for (const entry of entries) {
    await yieldIfDue();
    if (entry.parent === null) inventory.files += 1;
    else inventory.members += 1;
    if (entry.status === 'excluded') {
      inventory.excluded += 1;
      continue;
    }
    if (entry.parent === null) inventory.bytes += entry.bytes;
    if (entry.status === 'duplicate') inventory.duplicates += 1;
    inventory.pages += entry.pages ?? 0;
    inventory.pagesToOcr += entry.pagesToOcr ?? 0;
    const code = (entry.exception ?? entry.foreseen)?.code;
    if (code === 'encrypted') inventory.encrypted += 1;
    else if (code === 'unsupported' || code === 'unrecognized') inventory.unsupported += 1;
    else if (code === 'empty') inventory.empty += 1;
    else if (code !== undefined && UNREADABLE.has(code)) inventory.unreadable += 1;
    const kind = types.get(entry.type) ?? { type: entry.type, count: 0, bytes: 0 };
    kind.count += 1;
    kind.bytes += entry.bytes;
    types.set(entry.type, kind);
  }
  inventory.predictedMs = expectedMs(
    entries.filter((entry) => entry.status === 'pending' && entry.foreseen === null),
  );
  inventory.byType = [...types.values()].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return inventory;
}

export type EntryFilter = 'all' | 'problems' | 'duplicates' | 'excluded';

const PASSES: Readonly<Record<EntryFilter, (entry: DropEntry) => boolean>> = {
  all: () => true,
  problems: (entry) => entry.exception !== null,
  duplicates: (entry) => entry.duplicateOf !== null,
  excluded: (entry) => entry.excluded,
};

function show(entry: Entry): DropEntry {
  const finding = entry.exception ?? entry.foreseen ?? entry.warnings[0] ?? null;
  const detail =
    entry.status === 'excluded'
      ? entry.excluded
      : entry.status === 'duplicate'
        ? `The same content as ${entry.duplicateOf}; it is processed once.`
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
    exception: finding?.code ?? null,
    detail,
  };
}

/** While the drop is still being read: in the order things were found, without families and duplicates. */
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

/** Places of what a filter lets through, kept per inventory: pages after the first cost nothing. */
const places = new WeakMap<readonly Entry[], Map<EntryFilter, number[]>>();

function placesOf(entries: readonly Entry[], filter: EntryFilter): number[] {
  const kept = places.get(entries) ?? new Map<EntryFilter, number[]>();
  places.set(entries, kept);
  const known = kept.get(filter);
  if (known !== undefined) return known;
  const found: number[] = [];
  entries.forEach((entry, i) => {
    if (PASSES[filter](show(entry))) found.push(i);
  });
  kept.set(filter, found);
  return found;
}

/** @param cursor what the page before gave; @throws RedwellError invalid_input */
export function pageOfEntries(
  state: DropState,
  filter: EntryFilter,
  cursor: string | null,
  limit: number,
): Page<DropEntry> {
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new RedwellError('invalid_input', 'This page of the list does not exist.', {
      action: 'Open the list again from its beginning.',
    });
  const { entries } = state;
  if (entries === null) {
    const passing =
      filter === 'all' ? state.records : state.records.filter((r) => PASSES[filter](showRecord(r)));
    const items = passing.slice(from, from + limit).map(showRecord);
    return { items, next: nextOf(from, limit, passing.length), total: passing.length };
  }
  if (filter === 'all') {
    const items = entries.slice(from, from + limit).map(show);
    return { items, next: nextOf(from, limit, entries.length), total: entries.length };
  }
  const found = placesOf(entries, filter);
  const items = found.slice(from, from + limit).flatMap((i) => {
    const entry = entries[i];
    return entry === undefined ? [] : [show(entry)];
  });
  return { items, next: nextOf(from, limit, found.length), total: found.length };
}

const nextOf = (from: number, limit: number, total: number): string | null =>
  from + limit < total ? String(from + limit) : null;
