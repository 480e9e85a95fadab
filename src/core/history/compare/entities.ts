/** Finds the canonical entities that only one of two batches has. */
import type { Comparison } from '../../../shared/bridge-compare.ts';
import type { Database } from '../connection.ts';
import type { Pair } from './match.ts';

type Entities = NonNullable<Comparison['entities']>;

/** Entities that are listed by name; the others are counted. */
const LISTED = 50;

const ONLY = `FROM batch_entities e WHERE e.resolution = :here AND NOT EXISTS
  (SELECT 1 FROM batch_entities o WHERE o.resolution = :there AND o.kind = e.kind AND o.name = e.name)`;

/** Returns a function that compares two batches by kind and name; null while one of them has no canonical entities. */
export function entityComparison(db: Database): (pair: Pair) => Entities | null {
  const resolution = db.prepare(
    'SELECT n FROM resolutions WHERE batch = ? AND whole = 1 ORDER BY run DESC, n DESC LIMIT 1',
  );
  const count = db.prepare(`SELECT count(*) AS n ${ONLY}`);
  const top = db.prepare(
    `SELECT e.kind, e.name, e.documents, e.mentions ${ONLY} ORDER BY e.place LIMIT ${LISTED}`,
  );
  const shownOf = (batch: number): number | null =>
    (resolution.get(batch) as { n: number } | undefined)?.n ?? null;
  return ({ a, b }) => {
    const [first, second] = [shownOf(a), shownOf(b)];
    if (first === null || second === null) return null;
    const only = (here: number, there: number): Entities['came'] => ({
      count: (count.get({ here, there }) as { n: number }).n,
      top: (top.all({ here, there }) as unknown as Entities['came']['top']).map((row) => ({ ...row })),
    });
    return { came: only(second, first), went: only(first, second) };
  };
}
