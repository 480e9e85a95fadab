/** Opens the history file, upgrades its schema, and replaces a damaged file. */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { connect, type Database } from './connection.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface Opened {
  db: Database;
  /** Where the damaged file was moved to; null when the file was intact or new. */
  movedTo: string | null;
}

/** Page cache, large enough to hold the indexes of a large batch. */
const CACHE_KIB = 32_768;
/** A full check of a file up to this size is too quick to notice. Larger files are checked only after a crash. */
const ALWAYS_CHECK_BYTES = 32 * 1024 * 1024;

/**
 * Opens the file, creating or upgrading it. A damaged file is renamed to `…damaged-<time>` and replaced by an empty one.
 * With `readOnly` no file is created or moved; an older one is still upgraded.
 * @throws RedwellError history_unavailable when a newer version wrote the file, when it cannot be opened, or when it is
 * damaged or missing with `readOnly`
 */
export function openDatabase(path: string, readOnly: boolean): Opened {
  if (readOnly) return { db: openReadOnly(path), movedTo: null };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const movedTo = isDamaged(path) ? moveAside(path) : null;
    return { db: openWritable(path), movedTo };
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
      db.close();
      openWritable(path).close();
      db = connect(path, true);
    }
    refuseNewer(db, path);
    return db;
  } catch (error) {
    throw asUnavailable(path, error);
  }
}

function openWritable(path: string): Database {
  const db = connect(path, false);
  try {
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
       PRAGMA cache_size = -${CACHE_KIB};`,
    );
    refuseNewer(db, path);
    migrate(db);
    db.exec('UPDATE state SET writing = 1');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Clears the mark that a writer is active, writes the log back into the file, and closes it. */
export function closeDatabase(db: Database, readOnly: boolean): void {
  if (!readOnly) db.exec('UPDATE state SET writing = 0; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);');
  db.close();
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_CONSTRAINT, which reports what the check found. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26, 19]);

/**
 * Whether the file is damaged. The check has a connection of its own without prepared statements, so that the file can be
 * moved afterwards (see `Database.close`). Without statements it cannot return rows, so it reports damage by violating a
 * constraint.
 * @throws Error when the file cannot be opened for another reason
 */
function isDamaged(path: string): boolean {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) return false;
  const when = bytes <= ALWAYS_CHECK_BYTES ? '' : 'WHERE (SELECT writing FROM state) = 1';
  const db = connect(path, false);
  try {
    db.exec(`SELECT count(*) FROM sqlite_master; PRAGMA temp_store = MEMORY;
      CREATE TEMP TABLE found (problem TEXT CHECK (problem = 'ok'));
      INSERT INTO found SELECT quick_check FROM pragma_quick_check ${when};`);
    return false;
  } catch (error) {
    if (DAMAGE.has((error as { sqliteCode?: number }).sqliteCode ?? 0)) return true;
    throw error;
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
  const reason = error instanceof Error ? error.message : String(error);
  return new RedwellError('history_unavailable', `The history in ${path} could not be opened: ${reason}.`, {
    action: 'Check that you can read and write the data folder and that its disk is not full.',
    cause: error,
  });
}
