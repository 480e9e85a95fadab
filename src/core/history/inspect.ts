/** Tells whether a file is a whole history, without changing anything about it. */
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { RedwellError } from '../../shared/errors.ts';
import { connect } from './connection.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { hasHeader } from './recovery/page-file.ts';

/** What is in place of a whole history: a file that is damaged or not a history, or no file at all, such as a folder. */
export type Trouble = 'damaged' | 'no_file';

/**
 * A full check of a file up to this size is too quick to notice. A larger file is checked only after a crash, and then in
 * the background.
 */
export const ALWAYS_CHECK_BYTES = 32 * 1024 * 1024;

/** The column `state.writing`. A crash leaves it at OPEN; a check in the background that found damage leaves DAMAGED. */
export const WRITING = { closed: 0, open: 1, damaged: 2 } as const;

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);
/** SQLITE_ERROR: a table or column that every history has is not there. */
const STRANGE = 1;
/** A version that no Redwell will reach; a header that states a higher one is destroyed. */
const MAX_VERSION = 1000;

/** The primary result code of SQLite; 0 for any other error. */
const codeOf = (error: unknown): number => ((error as { sqliteCode?: number }).sqliteCode ?? 0) & 0xff;

/** Whether an error of SQLite says that the file is damaged. */
export const isDamage = (error: unknown): boolean => DAMAGE.has(codeOf(error));

/** What to say when damage is found in a file that is in use. */
export const damagedNow = (path: string, cause?: unknown): RedwellError =>
  new RedwellError('history_unavailable', `The history file is damaged: ${path}.`, {
    action:
      'Close Redwell and start it again. It recovers what can be read, and keeps the damaged file. No original is affected.',
    ...(cause === undefined ? {} : { cause }),
  });

/**
 * Checks the file and its companions. The connection cannot write, so that closing it does not write a log back into a
 * file that it may not belong to. It prepares no statement, so that the file can be moved afterwards (see
 * `Database.close`); rows are told through a function instead.
 * @param full checks a large file too, which otherwise is read in full only when damage was found in it before
 * @throws Error when the file cannot be opened for another reason
 */
export function inspect(path: string, full = false): Trouble | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return null;
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return 'no_file';
  accessSync(path, constants.R_OK | constants.W_OK);
  if (['-wal', '-shm'].some((end) => isNoFile(path + end))) return 'damaged';
  if (!hasHeader(path)) return 'damaged';
  return checkFile(path, full || statSync(path).size <= ALWAYS_CHECK_BYTES);
}

/** Whether the file is a whole history without its write-ahead log. @throws Error when it cannot be opened */
export const isWholeAlone = (path: string): boolean =>
  hasHeader(path) && checkFile(`${pathToFileURL(path).href}?immutable=1`, true) === null;

function checkFile(path: string, always: boolean): Trouble | null {
  const db = connect(path, true);
  const told: string[] = [];
  db.define('tell', (text) => {
    told.push(text);
    return text;
  });
  try {
    db.exec('SELECT tell(user_version) FROM pragma_user_version; SELECT tell(count(*)) FROM sqlite_master;');
    const [version = 0, tables] = told.splice(0).map(Number);
    if (version === 0) return tables === 0 ? null : 'damaged';
    // Whatever opens the file refuses it.
    if (version > MIGRATIONS.length && version < MAX_VERSION) return null;
    db.exec(`SELECT tell(count(*)) FROM state; SELECT tell(max(writing)) FROM state;
      SELECT count(*) FROM (SELECT 1 FROM batches LIMIT 1); SELECT count(*) FROM (SELECT 1 FROM documents LIMIT 1);`);
    const [states, writing] = told.splice(0);
    if (states !== '1') return 'damaged';
    // In a statement of its own: as a condition, SQLite would run the check before it reads the condition.
    if (always || Number(writing) === WRITING.damaged)
      db.exec('SELECT tell(quick_check) FROM pragma_quick_check');
    return told.every((problem) => problem === 'ok') ? null : 'damaged';
  } catch (error) {
    if (isDamage(error) || codeOf(error) === STRANGE) return 'damaged';
    throw error;
  } finally {
    db.close();
  }
}

function isNoFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile();
}
