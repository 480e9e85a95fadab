/** Compares how long the stages of a batch ran and waited with how long they did in earlier batches. */
import type { ComparedTimes, StageComparison } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { type Timed, weightedTimes } from './weighted-times.ts';

/** Documents of the batch that are looked at, evenly spread, so that the cost does not grow with the batch. */
const DOCUMENTS = 4000;
/** Attempts of earlier batches that are looked at, newest first. */
const PAST = 20_000;

interface Row {
  stage: number;
  count: number;
  ran50: number;
  ran95: number;
  waited50: number;
  waited95: number;
}

/** What decides how long a document takes: its type, and whether it had to be recognized. */
const KIND = "d.type || iif(ifnull(d.pages_ocr, 0) > 0, ' scanned', '')";

/** Returns a function that reads the times of the six stages in a batch; null for a stage that no document has passed. */
export function stageTimesOf(db: Database): (batchId: string) => (ComparedTimes | null)[] {
  const batch = db.prepare(
    'SELECT n, (SELECT count(*) FROM documents d WHERE d.batch = b.n) AS documents FROM batches b WHERE id = ?',
  );
  const times = db.prepare(
    `SELECT stage, count(*) AS count, percentile_disc(ran, 0.5) AS ran50, percentile_disc(ran, 0.95) AS ran95,
       percentile_disc(waited_ms, 0.5) AS waited50, percentile_disc(waited_ms, 0.95) AS waited95
     FROM (SELECT a.stage, a.ended_at - a.started_at AS ran, a.waited_ms
       FROM documents d JOIN attempts a ON a.document = d.n
       WHERE d.batch = ? AND d.n % ? = 0 AND a.outcome = 'completed' AND a.cached = 0)
     GROUP BY stage`,
  );
  return (batchId) => {
    const found = batch.get(batchId) as { n: number; documents: number } | undefined;
    const every = Math.max(1, Math.floor((found?.documents ?? 0) / DOCUMENTS));
    const rows = found === undefined ? [] : (times.all(found.n, every) as unknown as Row[]);
    return STAGES.map((_stage, i) => {
      const row = rows.find(({ stage }) => stage === i);
      if (row === undefined) return null;
      const { count, ran50, ran95, waited50, waited95 } = row;
      return { count, ran: { p50: ran50, p95: ran95 }, waited: { p50: waited50, p95: waited95 } };
    });
  };
}

export function stageComparison(db: Database): (batchId: string) => StageComparison[] {
  const here = stageTimesOf(db);
  const batch = db.prepare('SELECT n, created_at FROM batches WHERE id = ?');
  const kinds = db.prepare(
    `SELECT ${KIND} AS kind, count(*) AS count FROM documents d
     WHERE d.batch = ? AND d.status NOT IN ('duplicate', 'excluded') GROUP BY kind`,
  );
  const past = db.prepare(
    `SELECT a.stage, a.ended_at - a.started_at AS ran, a.waited_ms AS waited, ${KIND} AS kind
     FROM (SELECT * FROM attempts WHERE outcome = 'completed' AND cached = 0 AND ended_at < ?
       ORDER BY ended_at DESC LIMIT ${PAST}) a
     JOIN documents d ON d.n = a.document WHERE d.batch <> ?`,
  );
  return (batchId) => {
    const found = batch.get(batchId) as { n: number; created_at: number } | undefined;
    if (found === undefined) return [];
    const own = here(batchId);
    const mix = new Map(
      (kinds.all(found.n) as { kind: string; count: number }[]).map(({ kind, count }) => [kind, count]),
    );
    const attempts = past.all(found.created_at, found.n) as unknown as (Timed & { stage: number })[];
    return STAGES.map((stage, i) => ({
      stage,
      here: own[i] ?? null,
      past: weightedTimes(
        attempts.filter((one) => one.stage === i),
        mix,
      ),
    }));
  };
}
