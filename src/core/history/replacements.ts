/** Records which documents were handed in as other copies of earlier ones, and tells it on both sides. */
import type { Manifest } from '../../shared/manifest.ts';
import type { Replacement } from '../../shared/replacement-record.ts';
import type { Database } from './connection.ts';

export interface Replacements {
  /** Returns what replaced a document and what it replaces itself, the oldest first. */
  of(documentId: string): Replacement[];
  /** Returns what was replaced in a batch, and what its documents replace, the oldest first. */
  ofBatch(batchId: string): Replacement[];
  /** Returns the document of a batch that has these bytes; null if none has. */
  sameBytes(batchId: string, sha256: string): { id: string; path: string } | null;
}

/** Names the decision that takes the item of a replaced document out of the list. */
export const decisionOf = (copyBatchId: string): string => `replaced-${copyBatchId}`;

/** Returns the words of that decision. */
const reasonOf = (copyPath: string, reason: string): string => `Replaced by “${copyPath}”: ${reason}`;

/**
 * Returns a function that records the replacement that a manifest states. It runs in the transaction of the manifest, so
 * the batch and the link are there together. Recording it again changes nothing, also after it was undone.
 * @param decides also takes the item out of the list
 */
export function replacementWriter(db: Database): (manifest: Manifest, decides: boolean) => void {
  const add = db.prepare(
    `INSERT INTO replacements (decision, copy_batch_id, copy_id, copy_path, copy_sha256, batch_id, document_id, path,
       sha256, code, reason, decided_by, decided_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const dismiss = db.prepare(
    `INSERT INTO attention (decision, document, code, kind, words, decided_by, decided_at)
     SELECT ?, n, ?, 'dismissed', ?, ?, ? FROM documents WHERE id = ? ON CONFLICT DO NOTHING`,
  );
  return ({ batchId, replaces, documents }, decides) => {
    const copy = documents.find(({ parentId }) => parentId === null);
    if (replaces === undefined || copy === undefined) return;
    const { documentId, code, reason, by, at } = replaces;
    const decision = decisionOf(batchId);
    add.run(
      ...[decision, batchId, copy.id, copy.path, copy.sha256],
      ...[replaces.batchId, documentId, replaces.path, replaces.sha256, code, reason, by, at],
    );
    if (decides) dismiss.run(decision, code, reasonOf(copy.path, reason), by, at, documentId);
  };
}

interface ReplacementRecord {
  copy_batch_id: string;
  copy_id: string;
  copy_path: string;
  copy_sha256: string | null;
  batch_id: string;
  document_id: string;
  path: string;
  sha256: string | null;
  code: Replacement['code'];
  reason: string;
  decided_by: string;
  decided_at: number;
  stands: number;
  undone_by: string | null;
  undone_at: number | null;
}

export function replacementQueries(db: Database): Replacements {
  const records = `SELECT r.*, a.n IS NOT NULL AND a.undone_at IS NULL AS stands, a.undone_by, a.undone_at
     FROM replacements r LEFT JOIN documents d ON d.id = r.document_id
       LEFT JOIN attention a ON a.decision = r.decision AND a.document = d.n AND a.code = r.code`;
  const of = db.prepare(`${records} WHERE r.document_id = ?1 OR r.copy_id = ?1 ORDER BY r.decided_at, r.n`);
  const ofBatch = db.prepare(
    `${records} WHERE r.batch_id = ?1 OR r.copy_batch_id = ?1 ORDER BY r.decided_at, r.n`,
  );
  const same = db.prepare(
    `SELECT d.id, d.path FROM documents d JOIN batches b ON b.n = d.batch
     WHERE b.id = ? AND d.sha256 = ? ORDER BY d.n LIMIT 1`,
  );
  return {
    of: (documentId) => (of.all(documentId) as unknown as ReplacementRecord[]).map(toReplacement),
    ofBatch: (batchId) => (ofBatch.all(batchId) as unknown as ReplacementRecord[]).map(toReplacement),
    sameBytes(batchId, sha256) {
      const found = same.get(batchId, sha256) as { id: string; path: string } | undefined;
      return found === undefined ? null : { ...found };
    },
  };
}

const toReplacement = (r: ReplacementRecord): Replacement => ({
  replaced: { id: r.document_id, path: r.path, batchId: r.batch_id, sha256: r.sha256 },
  copy: { id: r.copy_id, path: r.copy_path, batchId: r.copy_batch_id, sha256: r.copy_sha256 },
  code: r.code,
  reason: r.reason,
  by: r.decided_by,
  at: r.decided_at,
  stands: r.stands === 1,
  undone: r.undone_at === null ? null : { by: r.undone_by ?? '', at: r.undone_at },
});
