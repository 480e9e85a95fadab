/** Opens the history file, upgrades its schema, and sets a damaged file aside. */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { connect, type Database, isDiskRefusal } from './connection.ts';
import { ALWAYS_CHECK_BYTES, damagedNow, inspect, isDamage, type Trouble, WRITING } from './inspect.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface Opened {
  db: Database;
  /** What was in place of a whole history, and where it was moved to; null when there was nothing wrong. */
  aside: { trouble: Trouble; path: string } | null;
  /** Whether a large file was not closed in order and must still be checked, which takes seconds. */
  mustCheck: boolean;
}

/** Page cache, large enough to hold the indexes of a large batch. */
const CACHE_KIB = 32_768;

/**
 * Opens the file, creating or upgrading it. Whatever is not a whole history is renamed to `…damaged-<time>` and replaced
 * by an empty one; nothing is ever deleted.
 * @param mode `own`: this process owns the data folder. `share`: another one may have the file open, so that a damaged
 * file stays where it is. `read`: no file is created or moved; an older one is still upgraded.
 * @throws RedwellError history_unavailable when a newer version wrote the file, when it cannot be opened, or when it is
 * damaged or missing and may not be replaced
 */
export function openDatabase(path: string, mode: 'own' | 'share' | 'read'): Opened {
  if (mode === 'read') return { db: openReadOnly(path), aside: null, mustCheck: false };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const trouble = inspect(path);
    if (trouble !== null && mode === 'share') throw damagedNow(path);
    const aside = trouble === null ? null : { trouble, path: moveAside(path) };
    const isLarge = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > ALWAYS_CHECK_BYTES;
    const { db, wasOpen } = openWritable(path);
    // Beside the owner, an open file says nothing about a crash.
    return { db, aside, mustCheck: mode === 'own' && isLarge && wasOpen };
  } catch (error) {
    throw asUnavailable(path, error);
  }
}

function openReadOnly(path: string): Database {
  if (!existsSync(path)) {
    throw new RedwellError('history_unavailable', `There is no history in ${dirname(path)} yet.`, {
      action: 'Submit a folder first, or choose another data folder with --data.',
    });
  }
  try {
    let db = connect(path, true);
    if (versionOf(db) < MIGRATIONS.length) {
      if (inspect(path) !== null) throw damagedNow(path);
      db.close();
      openWritable(path).db.close();
      db = connect(path, true);
    }
    refuseNewer(db, path);
    return db;
  } catch (error) {
    throw asUnavailable(path, error);
  }
}

function openWritable(path: string): { db: Database; wasOpen: boolean } {
  const db = connect(path, false);
  try {
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
       PRAGMA cache_size = -${CACHE_KIB};`,
    );
    refuseNewer(db, path);
    migrate(db);
    const { writing } = db.prepare('SELECT writing FROM state').get() as { writing: number };
    db.exec(`UPDATE state SET writing = ${WRITING.open}`);
    return { db, wasOpen: writing !== WRITING.closed };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Leaves a mark that makes the next start check the whole file before it opens it. */
export function markDamaged(db: Database): void {
  try {
    db.exec(`UPDATE state SET writing = ${WRITING.damaged}`);
  } catch (error) {
    // The damage is in the mark's own page, which every start reads, or the disk refuses and a later call notices.
    if (!isDamage(error) && !isDiskRefusal(error)) throw error;
  }
}

/**
 * Clears the mark that a writer is active, writes the log back into the file, and closes it.
 * @param keepMark leaves the mark, because nobody knows that the file is in order, or because it is another process's
 */
export function closeDatabase(db: Database, keepMark: boolean): void {
  try {
    if (!keepMark)
      db.exec(
        `UPDATE state SET writing = ${WRITING.closed}; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);`,
      );
  } catch (error) {
    // Nothing is lost: what was written stays in the log beside the file, and the next start checks both.
    if (!isDiskRefusal(error)) throw error;
  } finally {
    db.close();
  }
}

/** Runs `work` in one write transaction, and rolls back when it throws. */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // On a full disk or a damaged file, SQLite has already rolled back.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `work`, which only reads, on one state of the file. Without it, SQLite locks the file for each statement anew. */
export function reading<T>(db: Database, work: () => T): T {
  if (db.isTransaction) return work();
  db.prepare('BEGIN').run();
  try {
    return work();
  } finally {
    if (db.isTransaction) db.prepare('COMMIT').run();
  }
}

const versionOf = (db: Database): number =>
  (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

function migrate(db: Database): void {
  if (versionOf(db) === MIGRATIONS.length) return;
  inTransaction(db, () => {
    // Read the version again inside the transaction: another process may have upgraded the file meanwhile.
    for (const sql of MIGRATIONS.slice(versionOf(db))) db.exec(sql);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function refuseNewer(db: Database, path: string): void {
  if (versionOf(db) <= MIGRATIONS.length) return;
  throw new RedwellError(
    'history_unavailable',
    `The history in ${path} was written by a newer version of Redwell.`,
    {
      action: 'Update Redwell, or use another data folder.',
    },
  );
}

/** Renames the file and its two companions to a name that contains the time. @returns the new path */
function moveAside(path: string): string {
  const { dir, name, ext } = parse(path);
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  let target = join(dir, `${name}.damaged-${stamp}${ext}`);
  for (let n = 2; existsSync(target); n += 1) target = join(dir, `${name}.damaged-${stamp}-${n}${ext}`);
  for (const companion of ['', '-wal', '-shm']) {
    if (existsSync(path + companion)) renameSync(path + companion, target + companion);
  }
  return target;
}

function asUnavailable(path: string, error: unknown): RedwellError {
  if (error instanceof RedwellError) return error;
  if (isDamage(error)) return damagedNow(path, error);
  const reason = error instanceof Error ? error.message : String(error);
  return new RedwellError('history_unavailable', `The history in ${path} could not be opened: ${reason}.`, {
    action: 'Check that you can read and write the data folder and that its disk is not full.',
    cause: error,
  });
}
