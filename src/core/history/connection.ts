/** A SQLite connection that prepares each statement once. */
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';

export interface Database {
  /** Returns the same statement every time for the same text. @throws Error with SQLite's message */
  prepare(sql: string): StatementSyncInstance;
  /** Runs SQL without keeping a statement, and discards any rows. */
  exec(sql: string): void;
  /** Registers an SQL function of one text. */
  define(name: string, run: (text: string) => string): void;
  readonly isTransaction: boolean;
  /**
   * Closes the connection. The library releases the file only after statements from `prepare` were garbage-collected, so
   * move or delete a file only after closing a connection that never prepared a statement.
   */
  close(): void;
}

/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN: the disk refuses, and the file is intact. */
const REFUSALS: ReadonlySet<number> = new Set([8, 10, 13, 14]);

/** Whether a call failed because the disk is full, read-only or gone. */
export const isDiskRefusal = (error: unknown): boolean =>
  REFUSALS.has(((error as { sqliteCode?: number } | null)?.sqliteCode ?? 0) & 0xff);

/** How long to wait while another process writes, ms. */
const BUSY_MS = 5000;

/** Opens a connection. @throws Error with SQLite's message when the file cannot be opened */
export function connect(path: string, readOnly: boolean): Database {
  const db = new DatabaseSync(path, { readOnly, timeout: BUSY_MS });
  const statements = new Map<string, StatementSyncInstance>();
  return {
    prepare(sql) {
      const prepared = statements.get(sql);
      if (prepared !== undefined) return prepared;
      const made = db.prepare(sql);
      statements.set(sql, made);
      return made;
    },
    exec: (sql) => db.exec(sql),
    define: (name, run) => db.function(name, { deterministic: true }, (text: unknown) => run(String(text))),
    get isTransaction() {
      return db.isTransaction;
    },
    close() {
      statements.clear();
      db.close();
    },
  };
}
