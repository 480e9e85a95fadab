/** Writes what similar texts are found from and what was found, in short steps. */
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { SIMILAR_SCOPE } from '../migrations/0015-similar.ts';
import type { DirtyScope, DirtyText, SimilarChanges, SimilarText } from './types.ts';

export interface SimilarStore {
  /** Returns some documents whose text was not looked at since it changed. */
  dirty(limit: number): DirtyText[];
  /** Records what was found out about them. A document that is in no row had no text that could be read. */
  record(documents: readonly DirtyText[], rows: readonly SimilarText[]): void;
  /** Returns a scope whose families are out of date and that has no unfinished documents; null for none. */
  dueScope(): DirtyScope | null;
  change(changes: SimilarChanges): void;
  /** Records that a scope was worked out, unless it changed since. */
  settle(scope: DirtyScope): void;
  /** Whether any document is being processed. */
  isBusy(): boolean;
}

export function similarStore(db: Database): SimilarStore {
  const dirty = db.prepare('SELECT document, mark FROM similar_dirty ORDER BY document LIMIT ?');
  const due = db.prepare(
    `SELECT scope, mark FROM similar_scopes s WHERE NOT EXISTS (
       SELECT 1 FROM documents d JOIN batches b ON b.n = d.batch
       WHERE d.status IN ('pending', 'running') AND ${SIMILAR_SCOPE} = s.scope
     ) LIMIT 1`,
  );
  const settle = db.prepare('DELETE FROM similar_scopes WHERE scope = ? AND mark = ?');
  const busy = db.prepare(`SELECT 1 FROM documents WHERE status IN ('pending', 'running') LIMIT 1`);
  const write = textWriter(db);
  const change = changeWriter(db);
  return {
    dirty: (limit) => (dirty.all(limit) as unknown as DirtyText[]).map((row) => ({ ...row })),
    record(documents, rows) {
      const found = new Map(rows.map((row) => [row.document, row]));
      inTransaction(db, () => {
        for (const one of documents) write(one, found.get(one.document) ?? null);
      });
    },
    dueScope() {
      const row = due.get() as DirtyScope | undefined;
      return row === undefined ? null : { ...row };
    },
    change: (changes) => inTransaction(db, () => change(changes)),
    settle: ({ scope, mark }) => void settle.run(scope, mark),
    isBusy: () => busy.get() !== undefined,
  };
}

function textWriter(db: Database): (dirty: DirtyText, row: SimilarText | null) => void {
  const clean = db.prepare('DELETE FROM similar_dirty WHERE document = ? AND mark = ?');
  const before = db.prepare('SELECT scope, digest, mail FROM similar_texts WHERE document = ?');
  const remove = ['similar_texts', 'similar_families', 'mail_threads'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE document = ?`),
  );
  const exists = db.prepare('SELECT 1 FROM texts WHERE document = ?');
  const write = db.prepare('INSERT OR REPLACE INTO similar_texts VALUES (?, ?, ?, ?, ?, ?)');
  const mark = db.prepare('INSERT OR REPLACE INTO similar_scopes VALUES (?, (random() % 9007199254740991))');
  return ({ document, mark: seen }, row) => {
    const old = before.get(document) as Pick<SimilarText, 'scope' | 'digest' | 'mail'> | undefined;
    // The text may have been deleted while it was looked at.
    if (row === null || exists.get(document) === undefined) {
      for (const one of remove) one.run(document);
      if (old !== undefined) mark.run(old.scope);
    } else {
      write.run(document, row.scope, row.words, row.digest, row.signature, row.mail);
      // A text that was read again and says the same changes nothing.
      if (old?.digest !== row.digest || old.mail !== row.mail || old.scope !== row.scope) {
        mark.run(row.scope);
        if (old !== undefined && old.scope !== row.scope) mark.run(old.scope);
      }
    }
    clean.run(document, seen);
  };
}

function changeWriter(db: Database): (changes: SimilarChanges) => void {
  // A document that was deleted while its scope was worked out must not come back.
  const isKept = 'WHERE EXISTS (SELECT 1 FROM similar_texts WHERE document = ?1)';
  const family = db.prepare(`INSERT OR REPLACE INTO similar_families SELECT ?1, ?2, ?3, ?4 ${isKept}`);
  const thread = db.prepare(`INSERT OR REPLACE INTO mail_threads SELECT ?1, ?2, ?3, ?4, ?5 ${isKept}`);
  const noFamily = db.prepare('DELETE FROM similar_families WHERE document = ?');
  const noThread = db.prepare('DELETE FROM mail_threads WHERE document = ?');
  return (changes) => {
    for (const n of changes.noFamily) noFamily.run(n);
    for (const n of changes.noThread) noThread.run(n);
    for (const { document, pivot, percent, compared } of changes.families)
      family.run(document, pivot, percent, compared);
    for (const { document, thread: first, place, parent, containedIn } of changes.threads)
      thread.run(document, first, place, parent, containedIn);
  };
}
