/** Counts over a drop, duplicates, and entries as the operator sees them. */

import type { FileType } from '../../shared/documents.ts';
import type { DropEntry, Inventory } from '../../shared/intake.ts';
import type { Entry } from './entry.ts';

/** Path of the first entry of the same content, for every later one. Entries must be in path order. */
export function findDuplicates(entries: readonly Entry[]): Map<string, string> {
  const first = new Map<string, string>();
  const duplicates = new Map<string, string>();
  for (const entry of entries) {
    if (entry.sha256 === null || entry.excluded !== null || entry.exception !== null) continue;
    const original = first.get(entry.sha256);
    if (original === undefined) first.set(entry.sha256, entry.path);
    else duplicates.set(entry.path, original);
  }
  return duplicates;
}

export function inventoryOf(entries: readonly Entry[], duplicates: ReadonlyMap<string, string>): Inventory {
  const types = new Map<FileType, { type: FileType; count: number; bytes: number }>();
  const count = (which: (entry: Entry) => boolean): number =>
    entries.reduce((n, entry) => n + (which(entry) ? 1 : 0), 0);
  for (const entry of entries) {
    if (entry.excluded !== null) continue;
    const row = types.get(entry.type) ?? { type: entry.type, count: 0, bytes: 0 };
    row.count += 1;
    row.bytes += entry.bytes;
    types.set(entry.type, row);
  }
  const sum = (of: (entry: Entry) => number | null): number =>
    entries.reduce((n, entry) => n + (duplicates.has(entry.path) ? 0 : (of(entry) ?? 0)), 0);
  return {
    files: count((e) => e.parent === null),
    members: count((e) => e.parent !== null),
    bytes: entries.reduce((n, e) => n + e.bytes, 0),
    duplicates: duplicates.size,
    excluded: count((e) => e.excluded !== null),
    encrypted: count((e) => e.encrypted),
    unsupported: count((e) => e.exception?.code === 'unsupported' || e.exception?.code === 'unrecognised'),
    empty: count((e) => e.exception?.code === 'empty'),
    unreadable: count(
      (e) =>
        e.exception?.code === 'access_restricted' ||
        e.exception?.code === 'source_missing' ||
        e.exception?.code === 'infrastructure',
    ),
    byType: [...types.values()].sort((a, b) => b.count - a.count || a.type.localeCompare(b.type)),
    pages: sum((e) => e.pages),
    pagesToOcr: sum((e) => e.pagesToOcr),
    predictedMs: null,
  };
}

/** @param duplicateOf path of the first of the same content */
export const toDropEntry = (entry: Entry, duplicateOf: string | null): DropEntry => ({
  path: entry.path,
  bytes: entry.bytes,
  type: entry.type,
  sha256: entry.sha256,
  pages: entry.pages,
  pagesToOcr: entry.pagesToOcr,
  duplicateOf,
  parent: entry.parent,
  excluded: entry.excluded !== null,
  exception: entry.exception?.code ?? (entry.encrypted ? 'encrypted' : (entry.warnings[0]?.code ?? null)),
  detail:
    entry.exception?.detail ??
    entry.excluded ??
    entry.warnings[0]?.detail ??
    (entry.encrypted ? 'Protected by a password' : ''),
});
