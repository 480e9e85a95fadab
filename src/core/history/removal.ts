/** Removes a batch from history for good: its rows, its words in every index, and what SQLite keeps of them. */
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';

/** A content of a batch. `needed`: another batch has a document with the same bytes. */
export interface BatchContent {
  sha256: string;
  type: string;
  bytes: number;
  needed: boolean;
}

export interface Removal {
  /** Returns the contents of a batch, each once per type. */
  contents(batchId: string): BatchContent[];
  /** Returns those of the contents that documents of other batches have too. */
  needed(batchId: string, sha256s: ReadonlySet<string>): Set<string>;
  documentIds(batchId: string): string[];
  /** Returns the folders that exports of the batch were handed over in. Redwell does not touch them. */
  exportFolders(batchId: string): string[];
  /** Returns where exports of the batch were written that have not ended. */
  exportParts(batchId: string): { id: string; partial: string }[];
  /** Returns the names of other batches whose manifests or decisions name documents of this one: copies that replace them, or that they replace. */
  relatedByCopies(batchId: string): string[];
  /** Removes the batch in short steps; a step may be the last before a crash, and another call continues. */
  remove(batchId: string): Generator<void>;
  /**
   * Rewrites the file without what was removed. It takes a while on a large history, and needs as much free space.
   * @returns whether the write-ahead log is empty too; another process may still be reading from it
   */
  compact(): boolean;
}

const SLICE = 200;
const IN_BATCH = '(SELECT n FROM batches WHERE id = ?)';

/** Tables with a column `document`. */
const OF_DOCUMENT = [
  ...['attempts', 'texts', 'entities', 'relationships', 'document_ends', 'attention', 'document_tags'],
  ...[
    'search_documents',
    'search_document_names',
    'list_values',
    'attention_items',
    'stated',
    'stated_texts',
    'stated_due',
  ],
];
/** Full-text indexes, by the number of the document. */
const WORDS = ['path_words', 'text_words', 'field_words'];

export function batchRemoval(db: Database): Removal {
  const removal: Removal = {
    contents(batchId) {
      const contents = db
        .prepare(
          `SELECT sha256, type, max(bytes) AS bytes FROM documents
           WHERE batch = ${IN_BATCH} AND sha256 IS NOT NULL GROUP BY sha256, type`,
        )
        .all(batchId) as Omit<BatchContent, 'needed'>[];
      const needed = removal.needed(batchId, new Set(contents.map(({ sha256 }) => sha256)));
      return contents.map((row) => ({ ...row, needed: needed.has(row.sha256) }));
    },
    needed(batchId, sha256s) {
      const found = new Set<string>();
      const others = db.prepare(
        `SELECT DISTINCT sha256 FROM documents WHERE batch IS NOT ${IN_BATCH} AND sha256 IS NOT NULL`,
      );
      for (const { sha256 } of others.iterate(batchId) as Iterable<{ sha256: string }>)
        if (sha256s.has(sha256)) found.add(sha256);
      return found;
    },
    documentIds: (batchId) =>
      (
        db.prepare(`SELECT id FROM documents WHERE batch = ${IN_BATCH} ORDER BY n`).all(batchId) as {
          id: string;
        }[]
      ).map(({ id }) => id),
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
    *remove(batchId) {
      inTransaction(db, () => removeResolutions(db, batchId));
      yield;
      for (;;) {
        const rows = db
          .prepare(`SELECT n FROM documents WHERE batch = ${IN_BATCH} LIMIT ${SLICE}`)
          .all(batchId) as { n: number }[];
        if (rows.length === 0) break;
        inTransaction(db, () => {
          for (const { n } of rows) removeDocument(db, n);
        });
        yield;
      }
      inTransaction(db, () => removeBatchRow(db, batchId));
    },
    compact() {
      // Words stay in an index until its segments are merged, and rows in free pages until the file is rewritten.
      for (const table of WORDS) db.exec(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
      db.exec('VACUUM');
      const [row] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
      return row?.busy === 0;
    },
  };
  return removal;
}

function removeDocument(db: Database, n: number): void {
  for (const table of WORDS) db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(n);
  for (const table of OF_DOCUMENT) db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(n);
  db.prepare('DELETE FROM documents WHERE n = ?').run(n);
  // Triggers have put it on the list of what must be indexed again.
  db.prepare('DELETE FROM search_dirty WHERE document = ?').run(n);
}

function removeResolutions(db: Database, batchId: string): void {
  const resolutions = `(SELECT n FROM resolutions WHERE batch = ${IN_BATCH})`;
  const entities = `(SELECT n FROM batch_entities WHERE resolution IN ${resolutions})`;
  db.prepare(`DELETE FROM batch_relationships WHERE resolution IN ${resolutions}`).run(batchId);
  for (const table of ['batch_entity_names', 'batch_entity_documents'])
    db.prepare(`DELETE FROM ${table} WHERE entity IN ${entities}`).run(batchId);
  db.prepare(`DELETE FROM batch_entities WHERE resolution IN ${resolutions}`).run(batchId);
  db.prepare(`DELETE FROM resolutions WHERE batch = ${IN_BATCH}`).run(batchId);
}

function removeBatchRow(db: Database, batchId: string): void {
  for (const table of ['batch_runs', 'forecasts'])
    db.prepare(`DELETE FROM ${table} WHERE batch = ${IN_BATCH}`).run(batchId);
  db.prepare('DELETE FROM replacements WHERE ? IN (batch_id, copy_batch_id)').run(batchId);
  // The name of a matter would stay until the next look for similar texts, after the file was rewritten.
  db.exec('DELETE FROM similar_scopes WHERE scope NOT IN (SELECT scope FROM similar_texts)');
  for (const table of ['notifications', 'exports'])
    db.prepare(`DELETE FROM ${table} WHERE batch_id = ?`).run(batchId);
  db.prepare('DELETE FROM batches WHERE id = ?').run(batchId);
  db.exec('DELETE FROM search_names WHERE n NOT IN (SELECT name FROM search_document_names)');
}
