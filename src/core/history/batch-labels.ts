/** The matters and custodians that earlier batches have, for the next one. */
import type { RequestOutput } from '../../shared/bridge.ts';
import type { Database } from './connection.ts';

/** Pairs at most; nobody looks through more. */
const MAX_LABELS = 500;

/** Returns a function that lists each pair of matter and custodian once, the last used first. */
export function batchLabels(db: Database): () => RequestOutput<'intake.labels'> {
  const labels = db.prepare(
    `SELECT matter, custodian, max(created_at) AS usedAt FROM batches
     WHERE matter <> '' OR custodian <> ''
     GROUP BY matter, custodian ORDER BY usedAt DESC, matter, custodian LIMIT ${MAX_LABELS}`,
  );
  return () => labels.all() as RequestOutput<'intake.labels'>;
}
