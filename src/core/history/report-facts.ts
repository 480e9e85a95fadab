/** Reads what the report of a batch says beyond its counters: types, engines, workers and gaps. */
import { type FileType, fileTypeSchema } from '../../shared/file-types.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { Database } from './connection.ts';

export interface ReportFacts {
  /** The most frequent type first. */
  types: {
    type: FileType;
    documents: number;
    bytes: number;
    pages: number;
    completed: number;
    exceptions: number;
  }[];
  /** Which engine, with its version, worked in which stage, and how often. */
  engines: { stage: Stage; engine: string; attempts: number }[];
  /** How many processes took part. */
  workers: number;
  /** Events that were missed while the batch was there; the states were read instead. Unix ms. */
  gaps: { at: number; reason: string }[];
}

/** @returns a function that reads the facts; all of them are empty for an unknown batch */
export function reportFacts(db: Database): (batchId: string) => ReportFacts {
  const types = db.prepare(
    `SELECT d.type, count(*) AS documents, sum(d.bytes) AS bytes, sum(ifnull(d.pages, 0)) AS pages,
       sum(d.status = 'completed') AS completed, sum(d.status = 'exception') AS exceptions
     FROM documents d JOIN batches b ON b.n = d.batch WHERE b.id = ? GROUP BY d.type ORDER BY documents DESC, d.type`,
  );
  const engines = db.prepare(
    `SELECT a.stage, a.engine, count(*) AS attempts
     FROM batches b JOIN documents d ON d.batch = b.n JOIN attempts a ON a.document = d.n
     WHERE b.id = ? AND a.engine IS NOT NULL GROUP BY a.stage, a.engine ORDER BY a.stage, attempts DESC, a.engine`,
  );
  const span = db.prepare(
    `SELECT count(DISTINCT a.worker) AS workers, min(a.started_at) AS first, max(a.ended_at) AS last
     FROM batches b JOIN documents d ON d.batch = b.n JOIN attempts a ON a.document = d.n WHERE b.id = ?`,
  );
  const gaps = db.prepare('SELECT at, reason FROM gaps WHERE at BETWEEN ? AND ? ORDER BY at LIMIT 200');
  return (batchId) => {
    const { workers, first, last } = span.get(batchId) as {
      workers: number;
      first: number | null;
      last: number | null;
    };
    return {
      types: (types.all(batchId) as unknown as (ReportFacts['types'][number] & { type: string })[]).map(
        (row) => ({ ...row, type: fileTypeSchema.parse(row.type) }),
      ),
      engines: (engines.all(batchId) as unknown as { stage: number; engine: string; attempts: number }[]).map(
        ({ stage, ...row }) => ({ ...row, stage: STAGES[stage] as Stage }),
      ),
      workers,
      gaps:
        first === null || last === null
          ? []
          : (gaps.all(first, last) as unknown as ReportFacts['gaps']).map(({ at, reason }) => ({
              at,
              reason,
            })),
    };
  };
}
