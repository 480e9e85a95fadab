/** What history knows of itself: how far it has read, its gaps, what it has told, its size, and that it is on disk. */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Database } from './connection.ts';
import type { History } from './types.ts';

/** The cursor, gaps, notifications and statistics. */
export function stateQueries(db: Database, path: string) {
  const readCursor = db.prepare('SELECT cursor FROM state');
  const setCursor = db.prepare('UPDATE state SET cursor = ?');
  const addGap = db.prepare('INSERT INTO gaps (at, "from", "to", reason) VALUES (?, ?, ?, ?)');
  const claim = db.prepare('INSERT INTO notifications VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const stats = db.prepare(
    `SELECT (SELECT count(*) FROM batches) AS batches, (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM gaps) AS gaps`,
  );
  const lastRun = db.prepare(
    `SELECT max(
       (SELECT ifnull(max(run), 0) FROM notifications WHERE batch_id = ?1),
       (SELECT ifnull(max(d.run), 0) FROM documents d JOIN batches b ON b.n = d.batch WHERE b.id = ?1)
     ) AS run`,
  );
  const history: Pick<History, 'cursor' | 'recordGap' | 'claimNotification' | 'lastRun' | 'stats'> = {
    cursor: () => (readCursor.get() as { cursor: string | null }).cursor,
    recordGap({ from, to, at, reason }) {
      addGap.run(at, from, to, reason);
    },
    claimNotification: (batchId, run, notification) =>
      claim.run(batchId, run, notification.at, JSON.stringify(notification)).changes > 0,
    lastRun: (batchId) => (lastRun.get(batchId) as { run: number }).run,
    stats: () => ({ ...(stats.get() as Omit<ReturnType<History['stats']>, 'bytes'>), bytes: sizeOf(path) }),
  };
  return { history, setCursor: (cursor: string) => setCursor.run(cursor) };
}

/**
 * Puts the write-ahead log on disk, which commits alone do not (`synchronous = NORMAL`). A commit that is no longer in the
 * log is in the database file, because SQLite syncs that before it reuses the log.
 */
export async function syncLog(path: string): Promise<void> {
  const log = await open(`${path}-wal`, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (log === null) return;
  try {
    await log.datasync();
  } finally {
    await log.close();
  }
}

/** Returns the size of the file and its log, in bytes. */
function sizeOf(path: string): number {
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size(path) + size(`${path}-wal`);
}
