/**
 * Clears what SQLite keeps of removed and moved rows in a file that is in use: in free pages, in the gaps of others, and in the
 * write-ahead log. `VACUUM` does that too, but nobody can write until it has rewritten all of the file.
 */
import { fdatasyncSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedwellError } from '../../../shared/errors.ts';
import { connect, type Database } from '../connection.ts';
import { clearPages } from './page-clearer.ts';
import { TornPage } from './page-space.ts';

/** How long others wait for a step at most, ms. SQLite asks for the lock again after up to 25 ms more. */
export const STEP_MS = 4;
/** Between two steps, ms: whoever waits asks for the lock meanwhile. */
export const REST_MS = 8;
/** A second look finds what was moved into a page before the one that it came from was cleared. */
const PASSES = 2;
/** How long a reader may keep the log from being emptied, ms. */
const PATIENCE_MS = 100_000;
const AGAIN_MS = 250;
/** How long a writer waits while the log is emptied, ms. */
const EMPTY_MS = 20;
const BUSY_MS = 5000;

export interface OpenFile {
  path: string;
  /** Open for reading and writing. Closing it would drop SQLite's locks on the file, so its owner keeps it open. */
  fd: number;
}

/** @throws RedwellError conflict when somebody reads from the file for too long; any error of the disk */
export async function clearFile({ path, fd }: OpenFile): Promise<void> {
  const db = connect(path, false);
  try {
    for (let pass = 0; pass < PASSES; pass += 1) {
      let at: number | null = 1;
      while (at !== null) {
        await emptyLog(db);
        at = clearSome(db, path, fd, at);
        await sleep(REST_MS);
      }
    }
    fdatasyncSync(fd);
    await emptyLog(db);
  } catch (error) {
    // A number that leads out of a page is a torn page, too.
    if (!(error instanceof TornPage || error instanceof RangeError)) throw error;
    // Not as SQLite writes it, so it is rewritten as a whole, or found to be damaged.
    db.exec('VACUUM');
    await emptyLog(db);
  } finally {
    db.close();
  }
}

/** @returns the page to go on with; null once all are done */
function clearSome(db: Database, path: string, fd: number, from: number): number | null {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Nobody can write now. If nobody has since the log was emptied, all that counts is in the file.
    const isEmpty = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
    const until = performance.now() + STEP_MS;
    const next = isEmpty ? clearPages(fd, from, () => performance.now() > until) : from;
    // Any change makes other connections forget the pages that they hold in memory, and so what stood in the gaps.
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    db.exec(`PRAGMA user_version = ${version}; COMMIT`);
    return next;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Writes the log back into the file and empties it. Whoever writes meanwhile waits for milliseconds. */
async function emptyLog(db: Database): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    // Most is done while others write.
    db.prepare('PRAGMA wal_checkpoint(PASSIVE)').all();
    db.exec(`PRAGMA busy_timeout = ${EMPTY_MS}`);
    const [row] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    if (row?.busy === 0) return;
    if (performance.now() > until)
      throw new RedwellError('conflict', 'Another program has been reading the history for too long.', {
        action:
          'Close other Redwell programs on this data folder. Redwell completes the deletion at its next start.',
      });
    await sleep(AGAIN_MS);
  }
}
