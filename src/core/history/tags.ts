/** Stores the tags that people put on documents. */
import type { TagCount } from '../../shared/document-list.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';

export interface Tags {
  /** The tags of a batch, in alphabetical order; null: of all batches. */
  list(batchId: string | null): TagCount[];
  /**
   * Adds a tag to documents of a batch, or removes it. Ids that the batch does not have are passed over.
   * @returns how many documents changed
   */
  set(batchId: string, documentIds: readonly string[], tag: string, isOn: boolean): number;
}

/** @param now Unix ms */
export function tagStore(db: Database, now: () => number = Date.now): Tags {
  const everywhere = db.prepare(
    'SELECT tag, count(*) AS documents FROM document_tags GROUP BY tag ORDER BY fold(tag), tag',
  );
  const ofBatch = db.prepare(
    `SELECT tag, count(*) AS documents FROM document_tags
     WHERE batch = (SELECT n FROM batches WHERE id = ?) GROUP BY tag ORDER BY fold(tag), tag`,
  );
  const spelling = db.prepare(
    'SELECT tag FROM (SELECT DISTINCT tag FROM document_tags) WHERE fold(tag) = fold(?) LIMIT 1',
  );
  const add = db.prepare(
    `INSERT INTO document_tags (document, tag, batch, at)
     SELECT d.n, ?2, d.batch, ?3 FROM documents d JOIN batches b ON b.n = d.batch WHERE d.id = ?1 AND b.id = ?4
     ON CONFLICT DO NOTHING`,
  );
  const remove = db.prepare(
    `DELETE FROM document_tags WHERE tag = ?2 AND document = (
       SELECT d.n FROM documents d JOIN batches b ON b.n = d.batch WHERE d.id = ?1 AND b.id = ?3)`,
  );
  return {
    list: (batchId) => {
      const rows = (batchId === null ? everywhere.all() : ofBatch.all(batchId)) as TagCount[];
      return rows.map((row) => ({ ...row }));
    },
    set: (batchId, documentIds, tag, isOn) =>
      inTransaction(db, () => {
        // "privileged" on one document and "Privileged" on another would be two tags that people take for one.
        const { tag: known } = (spelling.get(tag) as { tag: string } | undefined) ?? { tag };
        let changed = 0;
        for (const id of documentIds) {
          const { changes } = isOn ? add.run(id, known, now(), batchId) : remove.run(id, known, batchId);
          changed += Number(changes);
        }
        return changed;
      }),
  };
}
