/** Records what left Redwell: every export, how it ended, and what it held. */
import type { ExportRecord } from '../../shared/handover.ts';
import type { Database } from './connection.ts';

/** An export that has started. */
export interface StartedExport
  extends Pick<ExportRecord, 'id' | 'batchId' | 'kind' | 'target' | 'startedAt'> {
  /** Where its parts are written until all are there. */
  partial: string;
}

type Ended = Pick<
  ExportRecord,
  'target' | 'outcome' | 'documents' | 'originals' | 'leftOut' | 'bytes' | 'rootHash' | 'error'
> & { endedAt: number };

export interface ExportLog {
  start(started: StartedExport): void;
  /** Records another folder for an export, just before it gets this name. */
  setTarget(id: string, target: string): void;
  /** Records how an export ended. The first record of an end stays. */
  end(id: string, ended: Ended): void;
  /** Returns exports that nobody has ended: they run, or their process was killed. */
  open(): StartedExport[];
  /** Returns the exports of a batch, or of all, newest first; 500 at most. */
  list(batchId: string | null): ExportRecord[];
}

const MOST_LISTED = 500;

interface ExportRow {
  id: string;
  batch_id: string;
  kind: ExportRecord['kind'];
  target: string;
  partial: string;
  started_at: number;
  ended_at: number | null;
  outcome: ExportRecord['outcome'];
  documents: number;
  originals: number;
  left_out: number;
  bytes: number;
  root_hash: string | null;
  error: string | null;
}

const startedOf = (row: ExportRow): StartedExport => ({
  id: row.id,
  batchId: row.batch_id,
  kind: row.kind,
  target: row.target,
  startedAt: row.started_at,
  partial: row.partial,
});

function recordOf(row: ExportRow): ExportRecord {
  const { partial: _partial, ...started } = startedOf(row);
  return {
    ...started,
    endedAt: row.ended_at,
    outcome: row.outcome,
    documents: row.documents,
    originals: row.originals,
    leftOut: row.left_out,
    bytes: row.bytes,
    rootHash: row.root_hash,
    error: row.error,
  };
}

export function exportLog(db: Database): ExportLog {
  const start = db.prepare(
    `INSERT INTO exports (id, batch_id, kind, target, partial, started_at, documents, originals, left_out, bytes)
     VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`,
  );
  const setTarget = db.prepare('UPDATE exports SET target = ? WHERE id = ? AND outcome IS NULL');
  const end = db.prepare(
    `UPDATE exports SET target = ?, ended_at = ?, outcome = ?, documents = ?, originals = ?, left_out = ?,
       bytes = ?, root_hash = ?, error = ? WHERE id = ? AND outcome IS NULL`,
  );
  const open = db.prepare('SELECT * FROM exports WHERE outcome IS NULL ORDER BY n');
  const list = db.prepare(
    `SELECT * FROM exports WHERE ?1 IS NULL OR batch_id = ?1 ORDER BY started_at DESC, n DESC LIMIT ${MOST_LISTED}`,
  );
  return {
    start: (s) => void start.run(s.id, s.batchId, s.kind, s.target, s.partial, s.startedAt),
    setTarget: (id, target) => void setTarget.run(target, id),
    end(id, e) {
      const counts = [e.documents, e.originals, e.leftOut, e.bytes] as const;
      end.run(e.target, e.endedAt, e.outcome, ...counts, e.rootHash, e.error, id);
    },
    open: () => (open.all() as unknown as ExportRow[]).map(startedOf),
    list: (batchId) => (list.all(batchId) as unknown as ExportRow[]).map(recordOf),
  };
}
