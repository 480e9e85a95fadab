/** Removes contents from the cache mirror. */
import type { Database } from '../connection.ts';
import { inShortTransactions } from './steps.ts';

interface Kept {
  n: number;
  next: string | null;
  bytes: number;
}

/**
 * Removes everything kept for these contents, under all stage versions. What a kill left of the later stages of a content cannot be
 * found by a second call, so the entry of its first stage goes last.
 * @returns the inputs of the later stages, by which the cache has their other results
 */
export async function forgetContents(
  db: Database,
  contents: readonly { sha256: string; type: string }[],
): Promise<string[]> {
  const first = db.prepare(
    'SELECT n, next, bytes FROM kept WHERE input >= ? AND input < ? AND stage = 0 LIMIT 100',
  );
  const later = db.prepare('SELECT n, next, bytes FROM kept WHERE input = ? LIMIT 100');
  const remove = db.prepare('DELETE FROM kept WHERE n = ?');
  const subtract = db.prepare('UPDATE total SET bytes = bytes - ?');
  const drop = (rows: readonly Kept[]): void => {
    for (const { n } of rows) remove.run(n);
    subtract.run(rows.reduce((sum, { bytes }) => sum + bytes, 0));
  };
  const inputs = new Set<string>();
  let at = 0;
  await inShortTransactions(db, () => {
    const content = contents[at];
    if (content === undefined) return false;
    const { sha256, type } = content;
    const rows = first.all(`${sha256}:${type}:`, `${sha256}:${type};`) as unknown as Kept[];
    for (const { next } of rows) {
      if (next === null) continue;
      inputs.add(next);
      const found = later.all(next) as unknown as Kept[];
      if (found.length === 0) continue;
      drop(found);
      return true;
    }
    if (rows.length === 0) at += 1;
    else drop(rows);
    return true;
  });
  return [...inputs];
}
