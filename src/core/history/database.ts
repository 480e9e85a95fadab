/** Opens the history file: pragmas, schema, and what to do with a file that is not whole. */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { connect, type Database } from './connection.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface Opened {
  db: Database;
  /** Where a damaged file was put; null when the file was whole or new. */
  movedTo: string | null;
}

/** Pages held in memory: enough that the indexes of a large batch are not read again and again. */
const CACHE_KIB = 32_768;
/** Up to this size a whole check costs less than the operator notices; above it, only after a crash. */
const ALWAYS_CHECK_BYTES = 32 * 1024 * 1024;

/**
 * Opens the file, making or upgrading it. A damaged file is moved aside under a name that says so, and a new
 * one begun; under `readOnly` nothing on disk is moved or made.
 * @throws RedwellError history_unavailable when it was written by a newer version, cannot be opened, or is
 * damaged or missing under `readOnly`
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
      action: 'Submit a folder first, or name the right data folder with --data.',
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

/** Says that nothing is being written any more, writes the log back, then closes. */
export function closeDatabase(db: Database, readOnly: boolean): void {
  if (!readOnly) db.exec('UPDATE state SET writing = 0; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);');
  db.close();
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_CONSTRAINT for what the check found. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26, 19]);

/**
 * Whether the file is no whole database. It is asked over a connection of its own without statements, so that
 * the file is free to be moved (see `Database.close`); a finding therefore comes as a broken constraint.
 * @throws Error when it cannot be opened for another reason
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

/** Runs `work` in one write transaction; what throws inside leaves nothing behind. */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back already where the disk was full or the file damaged.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

const versionOf = (db: Database): number =>
  (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

function migrate(db: Database): void {
  if (versionOf(db) === MIGRATIONS.length) return;
  inTransaction(db, () => {
    // Asked again inside: another process may have been faster.
    for (const sql of MIGRATIONS.slice(versionOf(db))) db.exec(sql);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function refuseNewer(db: Database, path: string): void {
  if (versionOf(db) <= MIGRATIONS.length) return;
  throw new RedwellError('history_unavailable', `${path} was written by a newer version of Redwell.`, {
    action: 'Update Redwell, or use another data folder.',
  });
}

/** Moves the file and its two companions to a name with the time in it. */
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
  const said = error instanceof Error ? error.message : String(error);
  return new RedwellError('history_unavailable', `The history in ${path} cannot be opened: ${said}.`, {
    action: 'Check that the data folder can be read and written, and that its disk is not full.',
    cause: error,
  });
}
