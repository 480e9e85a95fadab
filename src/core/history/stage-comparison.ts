/** Compares how long the stages of a batch ran and waited with how long they did in other batches. */
import type { StageComparison } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';

/** Documents of the batch that are looked at, evenly spread, so that the cost does not grow with the batch. */
const DOCUMENTS = 4000;
/** Attempts of other batches that are looked at, newest first. */
const PAST = 20_000;

interface Row {
  stage: number;
  count: number;
  ran50: number;
  ran95: number;
  waited50: number;
  waited95: number;
}

const percentiles = (from: string): string =>
  `SELECT stage, count(*) AS count, percentile_disc(ran, 0.5) AS ran50, percentile_disc(ran, 0.95) AS ran95,
     percentile_disc(waited_ms, 0.5) AS waited50, percentile_disc(waited_ms, 0.95) AS waited95
   FROM (${from}) GROUP BY stage`;

export function stageComparison(db: Database): (batchId: string) => StageComparison[] {
  const batch = db.prepare(
    'SELECT n, (SELECT count(*) FROM documents d WHERE d.batch = b.n) AS documents FROM batches b WHERE id = ?',
  );
  const here = db.prepare(
    percentiles(
      `SELECT a.stage, a.ended_at - a.started_at AS ran, a.waited_ms FROM documents d JOIN attempts a ON a.document = d.n
       WHERE d.batch = ? AND d.n % ? = 0 AND a.outcome = 'completed' AND a.cached = 0`,
    ),
  );
  const past = db.prepare(
    percentiles(
      `SELECT a.stage, a.ended_at - a.started_at AS ran, a.waited_ms
       FROM (SELECT * FROM attempts WHERE outcome = 'completed' AND cached = 0 ORDER BY ended_at DESC LIMIT ${PAST}) a
       JOIN documents d ON d.n = a.document WHERE d.batch <> ?`,
    ),
  );
  const compared = (rows: unknown[], stage: number): StageComparison['here'] => {
    const row = (rows as Row[]).find((one) => one.stage === stage);
    if (row === undefined) return null;
    const { count, ran50, ran95, waited50, waited95 } = row;
    return { count, ran: { p50: ran50, p95: ran95 }, waited: { p50: waited50, p95: waited95 } };
  };
  return (batchId) => {
    const found = batch.get(batchId) as { n: number; documents: number } | undefined;
    if (found === undefined) return [];
    const own = here.all(found.n, Math.max(1, Math.floor(found.documents / DOCUMENTS)));
    const others = past.all(found.n);
    return STAGES.map((stage, i) => ({ stage, here: compared(own, i), past: compared(others, i) }));
  };
}
