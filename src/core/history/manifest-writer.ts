/** Writes a batch and all its documents as intake received them. */
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';
import { UNTOUCHED } from './fold-events.ts';
import { foldedOrNull } from './paths.ts';

/** Returns a function that records a manifest. It returns false, and changes nothing, for a batch that is recorded. */
export function manifestWriter(db: Database): (manifest: Manifest) => boolean {
  const batch = db.prepare(
    `INSERT INTO batches (id, name, matter, custodian, priority, created_at, status)
     VALUES (?, ?, ?, ?, ?, ?, 'outbox') ON CONFLICT (id) DO NOTHING`,
  );
  const document = db.prepare(
    `INSERT INTO documents (id, batch, path, folded, sha256, bytes, type, parent_id, duplicate_of, status, run,
       stages, stage, code, exception, intake_warnings, warnings, warned, pages, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, '[]', ?, ?, ?)`,
  );
  const pathWords = db.prepare('INSERT INTO path_words (rowid, path) VALUES (?, ?)');

  const add = (batchN: number, createdAt: number, d: ManifestDocument): void => {
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
    );
    pathWords.run(n, d.path);
  };

  return (manifest) =>
    inTransaction(db, () => {
      const made = batch.run(
        manifest.batchId,
        manifest.name,
        manifest.matter,
        manifest.custodian,
        manifest.priority,
        manifest.createdAt,
      );
      if (made.changes === 0) return false;
      const n = Number(made.lastInsertRowid);
      for (const d of manifest.documents) add(n, manifest.createdAt, d);
      return true;
    });
}

const stageOf = (d: ManifestDocument): number | null =>
  d.exception?.stage == null ? null : STAGES.indexOf(d.exception.stage);
