/** Counts the documents of a drop. */
import type { FileType } from '../../shared/file-types.ts';
import type { Inventory } from '../../shared/intake.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { ChoiceCounts } from './choice-counts.ts';
import type { Entry } from './records.ts';

const UNREADABLE = new Set([
  'access_restricted',
  'source_missing',
  'altered',
  'infrastructure',
  'corrupt',
  'container_error',
]);

/** Returns how long documents will take, ms; null if too little is known for a forecast. */
export type ExpectedMs = (
  documents: readonly Pick<Entry, 'type' | 'pages' | 'pagesToOcr'>[],
) => number | null;

/**
 * Counts the entries of an inventory. `files` + `members` is everything received. `bytes` is the size on disk, so
 * members do not count again.
 */
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
  const choices = new ChoiceCounts();
  const yieldIfDue = yieldEvery();
  for (const entry of entries) {
    await yieldIfDue();
    if (entry.parent === null) inventory.files += 1;
    else inventory.members += 1;
    choices.count(entry);
    if (entry.isCompanion) inventory.companions = (inventory.companions ?? 0) + 1;
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
  return { ...inventory, ...choices.result() };
}
