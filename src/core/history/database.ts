/** Opens the history file: pragmas, schema, and what to do with a file that is not whole. */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { RedwellError } from '../../shared/errors.ts';
import { MIGRATIONS } from './migrations/index.ts';

export type Database = DatabaseSyncInstance;

export interface Opened {
  db: Database;
  /** Where a damaged file was put; null when the file was whole or new. */
  movedTo: string | null;
}

/** How long to wait for another process's write, ms. */
const BUSY_MS = 5000;
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
    return { db: openChecked(path), movedTo: null };
  } catch (error) {
    if (!isDamage(error)) throw asUnavailable(path, error);
    const movedTo = moveAside(path);
    return { db: openChecked(path), movedTo };
  }
}

function openReadOnly(path: string): Database {
  if (!existsSync(path)) {
    throw new RedwellError('history_unavailable', `There is no history in ${dirname(path)} yet.`, {
      action: 'Submit a folder first, or name the right data folder with --data.',
    });
  }
  try {
    let db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
    if (versionOf(db) < MIGRATIONS.length) {
      db.close();
      openChecked(path).close();
      db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
    }
    refuseNewer(db, path);
    return db;
  } catch (error) {
    throw asUnavailable(path, error);
  }
}

function openChecked(path: string): Database {
  const known = existsSync(path) ? statSync(path).size : 0;
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    refuseNewer(db, path);
    if (known > 0 && (known <= ALWAYS_CHECK_BYTES || wasCutOff(db))) check(db);
    migrate(db);
    db.exec('UPDATE state SET writing = 1');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Says that nothing is being written any more, then closes. */
export function closeDatabase(db: Database, readOnly: boolean): void {
  if (!readOnly) db.exec('UPDATE state SET writing = 0; PRAGMA optimize;');
  db.close();
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

const wasCutOff = (db: Database): boolean =>
  versionOf(db) > 0 && (db.prepare('SELECT writing FROM state').get() as { writing: number }).writing === 1;

class DamagedError extends Error {}

function check(db: Database): void {
  const { quick_check: found } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (found !== 'ok') throw new DamagedError(found);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with their extended codes. */
function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true;
  const text = error instanceof Error ? error.message : '';
  return /malformed|not a database/i.test(text);
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
