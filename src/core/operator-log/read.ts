/** Reads entries for people, newest first. Whether they are true is what `verifyLog` says. */
import { join } from 'node:path';
import type { OperatorAction, OperatorEntry, OperatorFilter } from '../../shared/operator-log.ts';
import { parseLine } from './entry.ts';
import { linesOf, logFiles, sizeOf } from './files.ts';

export interface EntryQuery {
  filter: OperatorFilter;
  /** From the previous page; null: from the newest. */
  cursor: string | null;
  limit: number;
}

export interface EntryPage {
  items: OperatorEntry[];
  next: string | null;
  total: number;
}

/** Returns a page of the entries that pass a filter. A command and its outcome are one item: the outcome. */
export async function readEntries(folder: string, { filter, cursor, limit }: EntryQuery): Promise<EntryPage> {
  const before = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor);
  const items: OperatorEntry[] = [];
  const answered = new Set<number>();
  let total = 0;
  for (const file of (await logFiles(folder)).reverse()) {
    for (const entry of (await entriesOf(join(folder, file))).reverse()) {
      if (entry.of !== null) answered.add(entry.of);
      if ((entry.phase === 'asked' && answered.delete(entry.seq)) || !passes(entry, filter)) continue;
      total += 1;
      // One more than asked for tells whether there is another page.
      if (entry.seq < before && items.length <= limit) items.push(entry);
    }
  }
  const shown = items.slice(0, limit);
  return { items: shown, next: items.length > limit ? String(shown.at(-1)?.seq) : null, total };
}

/** Returns the newest entry of one of these actions; null if there is none. */
export async function newestOf(
  folder: string,
  actions: readonly OperatorAction[],
): Promise<OperatorEntry | null> {
  for (const file of (await logFiles(folder)).reverse()) {
    const found = (await entriesOf(join(folder, file))).findLast(({ what }) => actions.includes(what));
    if (found !== undefined) return found;
  }
  return null;
}

/** Returns the entries of one file that can be read, in order. */
export async function entriesOf(path: string): Promise<OperatorEntry[]> {
  const entries: OperatorEntry[] = [];
  for await (const { bytes } of linesOf(path, await sizeOf(path))) {
    const read = parseLine(bytes.toString('utf8'));
    if (read !== null) entries.push(read.entry);
  }
  return entries;
}

function passes(entry: OperatorEntry, { who, what, batch, from, until }: OperatorFilter): boolean {
  const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
  return (
    (who === '' || has(`${entry.who}@${entry.host}`, who)) &&
    (what === null || entry.what === what) &&
    (batch === '' || (entry.batch !== null && (entry.batch.id === batch || has(entry.batch.name, batch)))) &&
    (from === null || entry.at >= from) &&
    (until === null || entry.at < until)
  );
}
