/** One SQLite connection, with each statement made once. */
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';

export interface Database {
  /** The same statement each time for the same text. @throws Error with SQLite's words */
  prepare(sql: string): StatementSyncInstance;
  /** Runs to the end without keeping a statement. Rows are dropped. */
  exec(sql: string): void;
  /** Makes a function of one text known to SQL. */
  define(name: string, of: (text: string) => string): void;
  readonly isTransaction: boolean;
  /**
   * Lets go of the file. With statements made by `prepare` the library can only let go when these are collected,
   * so a file may be moved or deleted only under a connection that never prepared one.
   */
  close(): void;
}

/** How long to wait for another process's write, ms. */
const BUSY_MS = 5000;

/** @throws Error with SQLite's words when the file cannot be opened */
export function connect(path: string, readOnly: boolean): Database {
  const db = new DatabaseSync(path, { readOnly, timeout: BUSY_MS });
  const statements = new Map<string, StatementSyncInstance>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const made = db.prepare(sql);
      statements.set(sql, made);
      return made;
    },
    exec: (sql) => db.exec(sql),
    define: (name, of) => db.function(name, { deterministic: true }, (text: unknown) => of(String(text))),
    get isTransaction() {
      return db.isTransaction;
    },
    close() {
      statements.clear();
      db.close();
    },
  };
}
