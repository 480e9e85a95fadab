/** What a deletion must know of a batch before it is removed from history (see `erase`). */
import type { Steps } from '../util/event-loop.ts';
import type { Database } from './connection.ts';
import type { HeldFiles } from './erase/held-files.ts';

/** A content of a batch, once per type. */
export interface BatchContent {
  sha256: string;
  type: string;
  bytes: number;
}

export interface Removal {
  /** Returns the documents of a batch and their contents. */
  contents(batchId: string): Steps<{ documentIds: string[]; contents: BatchContent[] }>;
  /** Returns those of the contents that documents of other batches have too. */
  needed(batchId: string, sha256s: ReadonlySet<string>): Steps<Set<string>>;
  /** Returns the folders that exports of the batch were handed over in. Redwell does not touch them. */
  exportFolders(batchId: string): string[];
  /** Returns where exports of the batch were written that have not ended. */
  exportParts(batchId: string): { id: string; partial: string }[];
  /** Returns the names of other batches whose manifests or decisions name documents of this one: copies that replace them, or that they replace. */
  relatedByCopies(batchId: string): string[];
  /** The files of history, for erasing. */
  readonly files: HeldFiles;
}

/** Rows of one step: about a millisecond. */
const SLICE = 500;
const IN_BATCH = '(SELECT n FROM batches WHERE id = ?)';

export function batchRemoval(db: Database, files: HeldFiles): Removal {
  return {
    files,
    contents: (batchId) => contentsOf(db, batchId),
    needed: (batchId, sha256s) => neededOf(db, batchId, sha256s),
    exportFolders: (batchId) =>
      (
        db
          .prepare(`SELECT target FROM exports WHERE batch_id = ? AND outcome = 'completed' ORDER BY n`)
          .all(batchId) as { target: string }[]
      ).map(({ target }) => target),
    exportParts: (batchId) =>
      db
        .prepare('SELECT id, partial FROM exports WHERE batch_id = ? AND outcome IS NULL ORDER BY n')
        .all(batchId) as { id: string; partial: string }[],
    relatedByCopies: (batchId) =>
      (
        db
          .prepare(
            `SELECT DISTINCT b.name FROM replacements r
             JOIN batches b ON b.id = iif(r.batch_id = :id, r.copy_batch_id, r.batch_id)
             WHERE :id IN (r.batch_id, r.copy_batch_id) AND b.id <> :id ORDER BY b.n`,
          )
          .all({ id: batchId }) as { name: string }[]
      ).map(({ name }) => name),
  };
}

function* contentsOf(db: Database, batchId: string): ReturnType<Removal['contents']> {
  const ends = db.prepare(`SELECT min(n) AS least, max(n) AS most FROM documents WHERE batch = ${IN_BATCH}`);
  const { least, most } = ends.get(batchId) as { least: number | null; most: number | null };
  // By their numbers, which SQLite reads in order; an index would be sorted anew for each step.
  const rows = db.prepare(
    `SELECT id, sha256, type, bytes FROM documents WHERE n >= ? AND n < ? AND +batch = ${IN_BATCH} ORDER BY n`,
  );
  const documentIds: string[] = [];
  const contents = new Map<string, BatchContent>();
  for (let from = least ?? 0; most !== null && from <= most; from += SLICE) {
    const found = rows.all(from, from + SLICE, batchId) as {
      id: string;
      sha256: string | null;
      type: string;
      bytes: number;
    }[];
    for (const { id, sha256, type, bytes } of found) {
      documentIds.push(id);
      if (sha256 === null) continue;
      const known = contents.get(`${sha256} ${type}`);
      if (known === undefined || known.bytes < bytes)
        contents.set(`${sha256} ${type}`, { sha256, type, bytes });
    }
    yield;
  }
  return { documentIds, contents: [...contents.values()] };
}

function* neededOf(
  db: Database,
  batchId: string,
  sha256s: ReadonlySet<string>,
): ReturnType<Removal['needed']> {
  const found = new Set<string>();
  const others = db.prepare('SELECT n FROM batches WHERE id <> ?').all(batchId) as { n: number }[];
  const hashes = db.prepare(
    `SELECT DISTINCT sha256 FROM documents WHERE batch = ? AND sha256 > ? ORDER BY sha256 LIMIT ${SLICE}`,
  );
  for (const { n } of others) {
    let last = '';
    for (;;) {
      const rows = hashes.all(n, last) as { sha256: string }[];
      for (const { sha256 } of rows) if (sha256s.has(sha256)) found.add(sha256);
      yield;
      if (rows.length < SLICE) break;
      last = rows.at(-1)?.sha256 ?? '';
    }
  }
  return found;
}
