/**
 * Cache entries kept on this computer, for when the cache in Redis has been emptied. A file of its own beside
 * history: it may be deleted at any time, and then everything is worked out once more.
 */
import { rmSync } from 'node:fs';
import type { Logger } from 'pino';
import { STAGES, type Stage, versionsUpTo } from '../../shared/stages.ts';
import { connect, type Database } from './connection.ts';
import { inTransaction } from './database.ts';

/** What names an entry: the stage, and what its result follows from besides versions. */
export interface MirrorKey {
  stage: Stage;
  input: string;
}
export interface MirrorEntry extends MirrorKey {
  /** As it stood in the cache. */
  bytes: Buffer;
}

/** One document's entries; the later stages' follow from what the first one gave. */
export interface MirrorDocument {
  first: string;
  /** What the later stages have as their input; null while it is unknown. */
  next: string | null;
}

export interface CacheMirror {
  /** Of these, the ones that are not kept yet. */
  missing(keys: readonly MirrorKey[]): MirrorKey[];
  /** Keeps entries, and which later input follows from which first one. Drops the longest unused beyond the bound. */
  keep(entries: readonly MirrorEntry[], documents: readonly MirrorDocument[]): void;
  /** Keys of everything kept for a content, under the present versions, first stage first. */
  find(sha256: string, type: string): MirrorKey[];
  /** The bytes of entries, with a note that they were of use; null where one was dropped meanwhile. */
  read(keys: readonly MirrorKey[]): (Buffer | null)[];
  bytes(): number;
  dispose(): void;
}

const MAX_BYTES = 2 * 1024 ** 3;
/** A single larger entry is not kept: it would push out hundreds of others. */
const MAX_ENTRY_BYTES = 32 * 1024 ** 2;
/** When the bound is passed, so much is left, in percent. */
const LEFT_PERCENT = 90;

/** What is lost in a power cut is worked out again, so the disk is not waited for. */
const SCHEMA = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS kept (
  n INTEGER PRIMARY KEY,
  input TEXT NOT NULL,
  stage INTEGER NOT NULL,
  versions TEXT NOT NULL,
  -- Of a first stage: the input of the later ones.
  next TEXT,
  body BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  used INTEGER NOT NULL,
  UNIQUE (input, stage, versions)
) STRICT;
CREATE INDEX IF NOT EXISTS kept_used ON kept (used, n, bytes);
`;

/** Keeps nothing and finds nothing. */
export const NO_MIRROR: CacheMirror = {
  missing: () => [],
  keep: () => undefined,
  find: () => [],
  read: (keys) => keys.map(() => null),
  bytes: () => 0,
  dispose: () => undefined,
};

/**
 * A file that cannot be read is deleted and begun anew. What fails later (a full disk) is logged once, and from
 * then on nothing is kept: history, which is written at the same time, must not wait for it.
 * @throws Error when the folder cannot be written
 */
export function openCacheMirror(path: string, log?: Logger, maxBytes = MAX_BYTES): CacheMirror {
  let inner: CacheMirror;
  const guard = <T>(work: (kept: CacheMirror) => T): T => {
    try {
      return work(inner);
    } catch (error) {
      log?.warn({ error }, 'results are no longer kept on this computer');
      inner.dispose();
      inner = NO_MIRROR;
      return work(inner);
    }
  };
  try {
    inner = keptResults(path, maxBytes);
  } catch (error) {
    log?.warn({ error }, 'the kept results cannot be read; they are begun anew');
    for (const companion of ['', '-wal', '-shm']) rmSync(path + companion, { force: true });
    inner = keptResults(path, maxBytes);
  }
  return {
    missing: (keys) => guard((kept) => kept.missing(keys)),
    keep: (entries, documents) => guard((kept) => kept.keep(entries, documents)),
    find: (sha256, type) => guard((kept) => kept.find(sha256, type)),
    read: (keys) => guard((kept) => kept.read(keys)),
    bytes: () => inner.bytes(),
    dispose: () => inner.dispose(),
  };
}

function keptResults(path: string, maxBytes: number): CacheMirror {
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
  const sum = db.prepare('SELECT coalesce(sum(bytes), 0) AS bytes FROM kept');
  let total = (sum.get() as { bytes: number }).bytes;

  return {
    missing: (keys) =>
      keys.filter(({ stage, input }) => has.get(input, indexOf(stage), versionsUpTo(stage)) === undefined),

    keep(entries, documents) {
      inTransaction(db, () => {
        const now = Date.now();
        for (const { stage, input, bytes } of entries) {
          if (bytes.length > MAX_ENTRY_BYTES) continue;
          const row = [input, indexOf(stage), versionsUpTo(stage), bytes, bytes.length, now] as const;
          if (insert.run(...row).changes > 0) total += bytes.length;
        }
        for (const { first: input, next } of documents) if (next !== null) link.run(next, input, next);
        if (total > maxBytes) total -= dropUnused(db, total - (maxBytes * LEFT_PERCENT) / 100);
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

    bytes: () => total,
    dispose: () => db.close(),
  };
}

const indexOf = (stage: Stage): number => STAGES.indexOf(stage);

/** Removes the longest unused, at least so many bytes of them where there are. @returns how many bytes went */
function dropUnused(db: Database, wanted: number): number {
  const oldest = db.prepare('SELECT n, bytes FROM kept ORDER BY used, n');
  const remove = db.prepare('DELETE FROM kept WHERE n = ?');
  const rows: { n: number; bytes: number }[] = [];
  let dropped = 0;
  for (const row of oldest.iterate() as Iterable<{ n: number; bytes: number }>) {
    if (dropped >= wanted) break;
    rows.push({ n: row.n, bytes: row.bytes });
    dropped += row.bytes;
  }
  for (const { n } of rows) remove.run(n);
  return dropped;
}
