/** Removes the rows of a batch from history, and its words from the full-text indexes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../connection.ts';
import { REST_MS } from './clear-file.ts';
import { inShortTransactions } from './steps.ts';

const IN_BATCH = '(SELECT n FROM batches WHERE id = ?)';
/** Rows that one statement removes at most, and names that are removed at once. */
const ROWS = 200;
const NAMES = 1000;
/** How often others may write between looking for names and removing them, until they have to wait. */
const REFUSALS = 20;
/** Pages of a full-text index that one step writes. */
const MERGED_PAGES = 8;
/** Changes of a step that merged something; the command itself counts as one. */
const MERGED = 2;
const BUSY = 5;
const isBusy = (error: unknown): boolean =>
  ((error as { sqliteCode?: number }).sqliteCode ?? 0) % 256 === BUSY;

/** Tables with a column `document`. */
const OF_DOCUMENT = [
  ...['attempts', 'texts', 'document_ends', 'attention', 'document_tags', 'search_documents'],
  ...['search_document_names', 'attention_items', 'stated', 'stated_texts', 'stated_due'],
];
/** Those that may have very many rows of one document, which are numbered. */
const LONG = ['entities', 'relationships'];
/** Full-text indexes, by the number of the document. */
const WORDS = ['path_words', 'text_words', 'field_words'];

/** Removes all rows of a batch. A call after a kill goes on. */
export async function removeRows(db: Database, batchId: string): Promise<void> {
  // Whatever refers to a row is removed before it, and SQLite would read whole tables to prove that for each document.
  db.exec('PRAGMA foreign_keys = OFF');
  await removeResolutions(db, batchId);
  const some = db.prepare(`SELECT n FROM documents WHERE batch = ${IN_BATCH} LIMIT 1`);
  await inShortTransactions(db, () => {
    const row = some.get(batchId) as { n: number } | undefined;
    if (row === undefined) return false;
    removeSome(db, row.n);
    return true;
  });
  await removeNames(db);
  await inShortTransactions(db, () => {
    removeBatchRow(db, batchId);
    return false;
  });
}

/** Removes a document, or a part of one that has very many rows. */
function removeSome(db: Database, n: number): void {
  for (const table of LONG) {
    const places = `SELECT place FROM ${table} WHERE document = ?1 LIMIT ${ROWS}`;
    const { changes } = db
      .prepare(`DELETE FROM ${table} WHERE document = ?1 AND place IN (${places})`)
      .run(n);
    if (changes === ROWS) return;
  }
  // First of all what triggers would update for each row that goes.
  db.prepare('DELETE FROM list_values WHERE document = ?').run(n);
  for (const table of WORDS) db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(n);
  for (const table of OF_DOCUMENT) db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(n);
  db.prepare('DELETE FROM documents WHERE n = ?').run(n);
  // Triggers have put it on the list of what must be indexed again.
  db.prepare('DELETE FROM search_dirty WHERE document = ?').run(n);
}

async function removeResolutions(db: Database, batchId: string): Promise<void> {
  const resolution = db.prepare(`SELECT n FROM resolutions WHERE batch = ${IN_BATCH} LIMIT 1`);
  const relationships = db.prepare(
    `DELETE FROM batch_relationships WHERE n IN (SELECT n FROM batch_relationships WHERE resolution = ? LIMIT ${ROWS})`,
  );
  const entity = db.prepare('SELECT n FROM batch_entities WHERE resolution = ? LIMIT 1');
  const documents = db.prepare(
    `DELETE FROM batch_entity_documents WHERE entity = ?1 AND document IN
       (SELECT document FROM batch_entity_documents WHERE entity = ?1 LIMIT ${ROWS})`,
  );
  const names = db.prepare('DELETE FROM batch_entity_names WHERE entity = ?');
  const own = db.prepare('DELETE FROM batch_entities WHERE n = ?');
  const last = db.prepare('DELETE FROM resolutions WHERE n = ?');
  await inShortTransactions(db, () => {
    const found = resolution.get(batchId) as { n: number } | undefined;
    if (found === undefined) return false;
    if (relationships.run(found.n).changes > 0) return true;
    const one = entity.get(found.n) as { n: number } | undefined;
    if (one === undefined) last.run(found.n);
    else if (documents.run(one.n).changes === 0) {
      names.run(one.n);
      own.run(one.n);
    }
    return true;
  });
}

/**
 * Removes names that no document has any more. Looking for them takes long in a large history, so others may write
 * meanwhile. After such a write, SQLite refuses the removal, and the look is repeated.
 */
async function removeNames(db: Database): Promise<void> {
  const orphans = db.prepare(
    `SELECT n FROM search_names WHERE n NOT IN (SELECT name FROM search_document_names) LIMIT ${NAMES}`,
  );
  const remove = db.prepare('DELETE FROM search_names WHERE n = ?');
  for (let refused = 0, isDone = false; !isDone; ) {
    db.exec(refused < REFUSALS ? 'BEGIN' : 'BEGIN IMMEDIATE');
    try {
      const found = orphans.all() as { n: number }[];
      for (const { n } of found) remove.run(n);
      db.exec('COMMIT');
      isDone = found.length < NAMES;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      if (!isBusy(error)) throw error;
      refused += 1;
    }
    await sleep(REST_MS);
  }
}

function removeBatchRow(db: Database, batchId: string): void {
  for (const table of ['batch_runs', 'forecasts'])
    db.prepare(`DELETE FROM ${table} WHERE batch = ${IN_BATCH}`).run(batchId);
  db.prepare('DELETE FROM replacements WHERE ? IN (batch_id, copy_batch_id)').run(batchId);
  // The name of a matter would stay until the next look for similar texts.
  db.exec(
    `DELETE FROM similar_scopes WHERE NOT EXISTS
       (SELECT 1 FROM similar_texts t WHERE t.scope = similar_scopes.scope)`,
  );
  for (const table of ['notifications', 'exports'])
    db.prepare(`DELETE FROM ${table} WHERE batch_id = ?`).run(batchId);
  db.prepare('DELETE FROM batches WHERE id = ?').run(batchId);
}

/**
 * Merges the full-text indexes, which keep the words of removed documents until then. It is what their command `optimize` does, in
 * parts.
 */
export async function mergeWords(db: Database): Promise<void> {
  const changed = db.prepare('SELECT total_changes() AS n');
  const changes = (): number => (changed.get() as { n: number }).n;
  for (const table of WORDS) {
    // A number below zero takes all parts of the index; the numbers after it go on with them.
    let pages = -MERGED_PAGES;
    await inShortTransactions(db, () => {
      const before = changes();
      db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ${pages})`);
      pages = MERGED_PAGES;
      return changes() - before >= MERGED;
    });
  }
}
