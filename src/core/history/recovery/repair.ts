/** Recovers a damaged history, completes it, and keeps the report about it. */
import type { HistoryRecovery } from '../../../shared/health.ts';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import type { ManifestWriter } from '../manifest-writer.ts';
import { markBare } from './losses.ts';
import { readReport, writeReport } from './report.ts';
import { restore } from './restore.ts';
import type { HistoryRepair } from './types.ts';

const INCOMPLETE = `d.warned = 1 AND instr(d.warnings, '"code":"record_incomplete"') > 0`;
const LOST = `d.status = 'exception' AND d.code = 'record_lost'`;

export function historyRepair(db: Database, path: string, manifests: ManifestWriter): HistoryRepair {
  let report = readReport(path);
  let isRecovered = false;
  const keep = (change: Partial<HistoryRecovery>): void => {
    const before = report ?? newReport({ cause: 'missing', keptAs: null });
    report = { ...before, ...change };
    writeReport(path, report);
  };
  const count = (where: string): number =>
    (db.prepare(`SELECT count(*) AS n FROM documents d WHERE ${where}`).get() as { n: number }).n;
  return {
    report: () => report,
    *recover() {
      if (report?.state !== 'running' || report.keptAs === null || isRecovered) return;
      try {
        const found = yield* restore(db, report.keptAs);
        isRecovered = true;
        // A second run after a crash finds again what the first one has written.
        keep({
          batches: Math.max(report.batches, found.batches),
          documents: Math.max(report.documents, found.documents),
          incomplete: found.incomplete,
        });
      } catch (error) {
        keep({ state: 'failed', error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
    batchIds: () =>
      new Set((db.prepare('SELECT id FROM batches').all() as { id: string }[]).map(({ id }) => id)),
    complete(manifest) {
      const { isNew, documents } = manifests.complete(manifest);
      if (documents === 0 && !isNew) return;
      const { rebuiltBatches = 0, rebuiltDocuments = 0 } = report ?? {};
      keep({
        rebuiltBatches: rebuiltBatches + (isNew ? 1 : 0),
        rebuiltDocuments: rebuiltDocuments + documents,
      });
    },
    lost() {
      const found = new Map<string, { lost: string[]; incomplete: string[] }>();
      const rows = db
        .prepare(
          `SELECT b.id AS batch, d.id, d.status = 'exception' AND d.code = 'record_lost' AS gone
           FROM documents d JOIN batches b ON b.n = d.batch WHERE (${LOST}) OR (${INCOMPLETE})`,
        )
        .all() as { batch: string; id: string; gone: number | null }[];
      for (const { batch, id, gone } of rows) {
        const of = found.get(batch) ?? { lost: [], incomplete: [] };
        found.set(batch, of);
        (gone === 1 ? of.lost : of.incomplete).push(id);
      }
      return found;
    },
    markBare: (documentIds) => inTransaction(db, () => markBare(db, documentIds)),
    reopen: (documentIds) => inTransaction(db, () => documentIds.forEach((id) => void reopen(db, id))),
    finish() {
      if (report === null) return;
      const state = report.state === 'running' ? 'done' : report.state;
      keep({ state, lost: count(LOST), incomplete: count(INCOMPLETE) });
    },
  };
}

/** Returns the report of a recovery that begins now. */
export const newReport = (found: Pick<HistoryRecovery, 'cause' | 'keptAs'>): HistoryRecovery => ({
  at: Date.now(),
  state: 'running',
  ...{ batches: 0, documents: 0, rebuiltBatches: 0, rebuiltDocuments: 0, lost: 0, incomplete: 0 },
  error: null,
  ...found,
});

function reopen(db: Database, id: string): void {
  const { n, warnings } = db.prepare('SELECT n, warnings FROM documents WHERE id = ?').get(id) as {
    n: number;
    warnings: string;
  };
  for (const table of ['texts', 'entities', 'relationships'])
    db.prepare(`DELETE FROM ${table} WHERE document = ?`).run(n);
  db.prepare('DELETE FROM text_words WHERE rowid = ?').run(n);
  const left = (JSON.parse(warnings) as { code: string }[]).filter(
    ({ code }) => code !== 'record_incomplete',
  );
  db.prepare(
    `UPDATE documents SET text_at = -1, entities_at = -1, relationships_at = -1, final_at = -1, warnings = ?,
       warned = ? OR intake_warnings <> '[]' WHERE n = ?`,
  ).run(JSON.stringify(left), left.length > 0 ? 1 : 0, n);
}
