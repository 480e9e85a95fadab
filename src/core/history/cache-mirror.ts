/**
 * Keeps copies of cache entries on this computer, to refill the cache after Redis has been emptied. They have a file of
 * their own beside history. The file may be deleted at any time; documents are then processed from scratch.
 */
import { rmSync } from 'node:fs';
import type { Logger } from 'pino';
import { STAGES, type Stage, versionsUpTo } from '../../shared/stages.ts';
import { connect, type Database, isDiskRefusal } from './connection.ts';
import { inTransaction } from './database.ts';

/** Identifies an entry. `input` is everything but the versions that the stage's result depends on. */
export interface MirrorKey {
  stage: Stage;
  input: string;
}
export interface MirrorEntry extends MirrorKey {
  /** The entry exactly as the cache stored it. */
  bytes: Buffer;
}

/** Links the entries of one document: the first stage's result determines the input of all later stages. */
export interface MirrorDocument {
  first: string;
  /** Input of the later stages; null while it is unknown. */
  next: string | null;
}

export interface CacheMirror {
  /** Returns the keys that have no copy yet. */
  missing(keys: readonly MirrorKey[]): MirrorKey[];
  /** Copies entries and links. Beyond the size limit, the least recently used entries are dropped. */
  keep(entries: readonly MirrorEntry[], documents: readonly MirrorDocument[]): void;
  /** Returns the keys of everything kept for a content under the current stage versions, first stage first. */
  find(sha256: string, type: string): MirrorKey[];
  /** Returns the bytes of entries and marks them as used; null where an entry is missing. */
  read(keys: readonly MirrorKey[]): (Buffer | null)[];
  /** Total size of the entries. */
  bytes(): number;
  dispose(): void;
}

const MAX_BYTES = 2 * 1024 ** 3;
/** Larger entries are not kept: one would displace hundreds of others. */
const MAX_ENTRY_BYTES = 32 * 1024 ** 2;
/** Percent of the size limit that remains after entries were dropped. */
const LEFT_PERCENT = 90;

/** `synchronous` is off because an entry that a power failure loses can be computed again. */
const SCHEMA = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS kept (
  n INTEGER PRIMARY KEY,
  input TEXT NOT NULL,
  stage INTEGER NOT NULL,
  versions TEXT NOT NULL,
  -- Set on entries of the first stage: the input of the later stages.
  next TEXT,
  body BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  used INTEGER NOT NULL,
  UNIQUE (input, stage, versions)
) STRICT;
CREATE INDEX IF NOT EXISTS kept_used ON kept (used, n, bytes);
-- One row: the sum of the entries' bytes, which would take long to add up at each start.
CREATE TABLE IF NOT EXISTS total (only INTEGER PRIMARY KEY CHECK (only = 1), bytes INTEGER NOT NULL) STRICT;
INSERT INTO total SELECT 1, (SELECT coalesce(sum(bytes), 0) FROM kept) WHERE NOT EXISTS (SELECT 1 FROM total);
`;

/** A mirror that is always empty. */
export const NO_MIRROR: CacheMirror = {
  missing: () => [],
  keep: () => undefined,
  find: () => [],
  read: (keys) => keys.map(() => null),
  bytes: () => 0,
  dispose: () => undefined,
};

/**
 * Opens the mirror. An unreadable file is deleted and replaced by an empty one. If a call fails later (disk full), the
 * failure is logged once and the mirror stays empty from then on, so that it cannot hold up history.
 * @throws Error when the folder cannot be written
 */
export function openCacheMirror(path: string, log?: Logger, maxBytes = MAX_BYTES): CacheMirror {
  let inner: CacheMirror;
  const guard = <T>(work: (mirror: CacheMirror) => T): T => {
    try {
      return work(inner);
    } catch (error) {
      if (isDiskRefusal(error)) {
        log?.warn({ error }, 'cache mirror could not be written, because the disk refuses');
        return work(NO_MIRROR);
      }
      log?.warn({ error }, 'cache mirror failed and is off until the next start');
      inner.dispose();
      inner = NO_MIRROR;
      return work(inner);
    }
  };
  try {
    inner = openFile(path, maxBytes);
  } catch (error) {
    if (isDiskRefusal(error)) {
      log?.warn({ error }, 'cache mirror could not be opened and is off until the next start');
      return NO_MIRROR;
    }
    log?.warn({ error }, 'cache mirror is unreadable; starting with an empty one');
    for (const companion of ['', '-wal', '-shm']) rmSync(path + companion, { force: true });
    inner = openFile(path, maxBytes);
  }
  return {
    missing: (keys) => guard((mirror) => mirror.missing(keys)),
    keep: (entries, documents) => guard((mirror) => mirror.keep(entries, documents)),
    find: (sha256, type) => guard((mirror) => mirror.find(sha256, type)),
    read: (keys) => guard((mirror) => mirror.read(keys)),
    bytes: () => inner.bytes(),
    dispose: () => inner.dispose(),
  };
}

function openFile(path: string, maxBytes: number): CacheMirror {
  const db = connect(path, false);
  try {
    db.exec(SCHEMA);
  } catch (error) {
    db.close();
    throw error;
  }
  const has = db.prepare('SELECT 1 FROM kept WHERE input = ? AND stage = ? AND versions = ?');
  const insert = db.prepare(
    'INSERT OR IGNORE INTO kept (input, stage, versions, body, bytes, used) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const link = db.prepare('UPDATE kept SET next = ? WHERE input = ? AND stage = 0 AND next IS NOT ?');
  const first = db.prepare(
    'SELECT input, next FROM kept WHERE input >= ? AND input < ? AND stage = 0 AND versions = ?',
  );
  const body = db.prepare('SELECT n, body FROM kept WHERE input = ? AND stage = ? AND versions = ?');
  const touch = db.prepare('UPDATE kept SET used = ? WHERE n = ?');
  const addToTotal = db.prepare('UPDATE total SET bytes = bytes + ?');
  const readTotal = db.prepare('SELECT bytes FROM total');
  const total = (): number => (readTotal.get() as { bytes: number }).bytes;

  return {
    missing: (keys) =>
      keys.filter(({ stage, input }) => has.get(input, indexOf(stage), versionsUpTo(stage)) === undefined),

    keep(entries, documents) {
      inTransaction(db, () => {
        const now = Date.now();
        let added = 0;
        for (const { stage, input, bytes } of entries) {
          if (bytes.length > MAX_ENTRY_BYTES) continue;
          const row = [input, indexOf(stage), versionsUpTo(stage), bytes, bytes.length, now] as const;
          if (insert.run(...row).changes > 0) added += bytes.length;
        }
        for (const { first: input, next } of documents) if (next !== null) link.run(next, input, next);
        addToTotal.run(added);
        const bytes = total();
        if (bytes > maxBytes) addToTotal.run(-dropUnused(db, bytes - (maxBytes * LEFT_PERCENT) / 100));
      });
    },

    find(sha256, type) {
      const ocr = STAGES[0];
      const rows = first.all(`${sha256}:${type}:`, `${sha256}:${type};`, versionsUpTo(ocr)) as {
        input: string;
        next: string | null;
      }[];
      return rows.flatMap(({ input, next }) => [
        { stage: ocr, input },
        ...(next === null ? [] : STAGES.slice(1).map((stage) => ({ stage, input: next }))),
      ]);
    },

    read: (keys) =>
      inTransaction(db, () =>
        keys.map(({ stage, input }) => {
          const row = body.get(input, indexOf(stage), versionsUpTo(stage)) as
            | { n: number; body: Uint8Array }
            | undefined;
          if (row === undefined) return null;
          touch.run(Date.now(), row.n);
          return Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength);
        }),
      ),

    bytes: total,
    dispose: () => db.close(),
  };
}

const indexOf = (stage: Stage): number => STAGES.indexOf(stage);

/** Removes the least recently used entries, at least `minBytes` of them. @returns bytes removed */
function dropUnused(db: Database, minBytes: number): number {
  const oldest = db.prepare('SELECT n, bytes FROM kept ORDER BY used, n');
  const remove = db.prepare('DELETE FROM kept WHERE n = ?');
  const rows: { n: number; bytes: number }[] = [];
  let dropped = 0;
  for (const row of oldest.iterate() as Iterable<{ n: number; bytes: number }>) {
    if (dropped >= minBytes) break;
    rows.push({ n: row.n, bytes: row.bytes });
    dropped += row.bytes;
  }
  for (const { n } of rows) remove.run(n);
  return dropped;
}
