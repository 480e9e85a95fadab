/** Writes a batch and all its documents as intake received them. */
import type { DocumentException } from '../../shared/documents.ts';
import type { StatedRecord } from '../../shared/load-file-record.ts';
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';
import { documentEnds } from './document-ends.ts';
import { UNTOUCHED } from './fold-events.ts';
import { foldedOrNull } from './paths.ts';
import { replacementWriter } from './replacements.ts';
import { statedWriter } from './stated.ts';
import type { Touched } from './touched.ts';

export interface ManifestWriter {
  /** Records a manifest. Returns false, and changes nothing, for a batch that is recorded. */
  record(manifest: Manifest): boolean;
  /**
   * Adds what a damaged history has lost of a batch: the batch itself, and documents, whose outcome is not known any
   * more. Run 0 lets any event that is still known say it.
   * @returns how many documents were added
   */
  complete(manifest: Manifest): { isNew: boolean; documents: number };
}

export function manifestWriter(db: Database): ManifestWriter {
  const add = documentAdder(db);
  const addReplacement = replacementWriter(db);
  const batch = db.prepare(
    `INSERT INTO batches (id, name, matter, custodian, priority, created_at, status)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const addBatch = (m: Manifest, status: 'outbox' | 'completed'): number | null => {
    const row = [m.batchId, m.name, m.matter, m.custodian, m.priority, m.createdAt, status];
    const made = batch.run(...row);
    return made.changes === 0 ? null : Number(made.lastInsertRowid);
  };
  const find = db.prepare('SELECT n FROM batches WHERE id = ?');
  // A batch whose own row was lost has its number for a name.
  const rename = db.prepare(
    `UPDATE batches SET name = ?, matter = ?, custodian = ?, priority = ?, created_at = ? WHERE n = ? AND name = id`,
  );
  const known = db.prepare('SELECT id FROM documents WHERE batch = ?');
  const numberOf = db.prepare('SELECT n FROM documents WHERE id = ?');
  const state = statedWriter(db);
  const restate = (id: string, stated: StatedRecord): void => {
    const found = numberOf.get(id) as { n: number } | undefined;
    if (found !== undefined) state(found.n, stated);
  };
  const lose = db.prepare(
    `UPDATE documents SET status = 'exception', run = 0, stage = NULL, code = 'record_lost', exception = ? WHERE n = ?`,
  );
  return {
    record: (manifest) =>
      inTransaction(db, () => {
        const n = addBatch(manifest, 'outbox');
        if (n === null) return false;
        for (const d of manifest.documents) add(n, manifest.createdAt, d);
        addReplacement(manifest, true);
        return true;
      }),
    complete: (manifest) =>
      inTransaction(db, () => {
        const made = addBatch(manifest, 'completed');
        const n = made ?? (find.get(manifest.batchId) as { n: number }).n;
        const { name, matter, custodian, priority, createdAt } = manifest;
        rename.run(name, matter, custodian, priority, createdAt, n);
        const there = new Set((known.all(n) as { id: string }[]).map(({ id }) => id));
        const missing = manifest.documents.filter(({ id }) => !there.has(id));
        for (const d of missing) {
          const document = add(n, createdAt, d);
          if (d.status === 'pending') lose.run(LOST, document);
        }
        // The record of a document may be lost where the document is not.
        for (const { id, stated } of manifest.documents) if (stated !== undefined) restate(id, stated);
        // Whether somebody undid it may be lost too, so the item is open again unless its decision was recovered.
        addReplacement(manifest, false);
        return { isNew: made !== null, documents: missing.length };
      }),
  };
}

/** Whoever records a manifest marks its minute. */
const nowhere = (): Touched => ({ batches: new Set(), minutes: new Set() });

const LOST = JSON.stringify({
  code: 'record_lost',
  stage: null,
  detail: 'The history file was damaged.',
  attempt: 0,
} satisfies DocumentException);

/** Returns a function that adds a document as intake received it, and returns its number. */
function documentAdder(db: Database): (batch: number, createdAt: number, d: ManifestDocument) => number {
  const document = db.prepare(
    `INSERT INTO documents (id, batch, path, folded, sha256, bytes, type, parent_id, duplicate_of, status, run,
       stages, stage, code, exception, intake_warnings, warnings, warned, pages, ended_at, modified_at, excluded, control,
       custodian)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, ?, ?, ?)`,
  );
  const pathWords = db.prepare('INSERT INTO path_words (rowid, path) VALUES (?, ?)');
  const ends = documentEnds(db);
  const state = statedWriter(db);

  return (batchN, createdAt, d) => {
    const { lastInsertRowid: n } = document.run(
      d.id,
      batchN,
      d.path,
      foldedOrNull(d.path),
      d.sha256,
      d.bytes,
      d.type,
      d.parentId,
      d.duplicateOf,
      d.status,
      UNTOUCHED,
      d.status === 'pending' ? 0 : stageOf(d),
      d.exception?.code ?? null,
      d.exception === null ? null : JSON.stringify(d.exception),
      JSON.stringify(d.warnings),
      d.warnings.length > 0 ? 1 : 0,
      d.pages,
      // A document that intake refused ended there. Duplicates and excluded files never started.
      d.status === 'exception' ? createdAt : null,
      d.modifiedAt,
      d.excluded ?? null,
      d.stated?.control ?? null,
      d.stated?.custodian || null,
    );
    pathWords.run(n, d.path);
    if (d.stated !== undefined) state(Number(n), d.stated);
    if (d.status === 'exception')
      ends.record(Number(n), { run: 1, status: d.status, at: createdAt }, nowhere());
    return Number(n);
  };
}

const stageOf = (d: ManifestDocument): number | null =>
  d.exception?.stage == null ? null : STAGES.indexOf(d.exception.stage);
