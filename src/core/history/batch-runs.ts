/** Records the runs of batches, each once, so that a retry or a rerun never changes the time of an earlier run. */
import type { BatchRun } from '../../shared/batches.ts';
import type { Database } from './connection.ts';

/** A run that has ended, without what history counts itself. */
export type EndedRun = Omit<BatchRun, 'documents' | 'exceptions'>;

export interface BatchRuns {
  /** Records a run. A repeated call, and a batch that history doesn't have, changes nothing. */
  record(batchId: string, run: EndedRun): void;
  /** Returns the recorded runs of a batch, oldest first. */
  list(batchId: string): BatchRun[];
}

interface RunRecord {
  run: number;
  kind: BatchRun['kind'];
  started_at: number | null;
  ended_at: number;
  active_ms: number;
  status: BatchRun['status'];
  documents: number;
  exceptions: number | null;
}

export function batchRuns(db: Database): BatchRuns {
  const add = db.prepare(
    `INSERT INTO batch_runs SELECT n, ?, ?, ?, ?, ?, ? FROM batches WHERE id = ? ON CONFLICT DO NOTHING`,
  );
  // The documents of a run are those that ended in its time: their own run numbers differ from the batch's.
  const list = db.prepare(
    `SELECT r.run, r.kind, r.started_at, r.ended_at, r.active_ms, r.status, count(e.document) AS documents,
       sum(e.status = 'exception') AS exceptions
     FROM batch_runs r JOIN batches b ON b.n = r.batch
     LEFT JOIN (documents d JOIN document_ends e ON e.document = d.n AND e.status IN ('completed', 'exception'))
       ON d.batch = r.batch AND e.ended_at BETWEEN r.started_at AND r.ended_at
     WHERE b.id = ? GROUP BY r.run ORDER BY r.run`,
  );
  return {
    record(batchId, { run, kind, startedAt, endedAt, activeMs, status }) {
      add.run(run, kind, startedAt, endedAt, Math.round(activeMs), status, batchId);
    },
    list: (batchId) =>
      (list.all(batchId) as unknown as RunRecord[]).map((row) => ({
        run: row.run,
        kind: row.kind,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        activeMs: row.active_ms,
        status: row.status,
        documents: row.documents,
        exceptions: row.exceptions ?? 0,
      })),
  };
}
