/** Counts the documents of a batch by warning. */
import type { WarningCount } from '../../shared/batches.ts';
import type { Database } from './connection.ts';

/** Returns a function that counts the documents that have each warning, the most frequent first. */
export function warningCounter(db: Database): (batchId: string) => WarningCount[] {
  const count = db.prepare(
    `SELECT code, count(*) AS count FROM (
       SELECT DISTINCT d.n, w.value ->> 'code' AS code
       FROM batches b JOIN documents d ON d.batch = b.n
         JOIN json_each(json_array(json(d.intake_warnings), json(d.warnings))) l JOIN json_each(l.value) w
       WHERE b.id = ? AND d.warned = 1)
     GROUP BY code ORDER BY count DESC, code`,
  );
  return (batchId) => (count.all(batchId) as unknown as WarningCount[]).map((row) => ({ ...row }));
}
