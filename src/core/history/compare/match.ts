/** Finds for each document of one batch the document of another that it is to be compared with. */
import type { Database } from '../connection.ts';

/** `batches.n` of the two batches. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** What decides how a document compares, read once in the order of the table: looking documents up one by one costs more. */
const side = (name: 'a' | 'b', batch: number): readonly string[] => [
  `CREATE TEMP TABLE side_${name} (
     n INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT, status TEXT NOT NULL, code TEXT, unwarned INTEGER NOT NULL)`,
  `INSERT INTO side_${name}
     SELECT n, path, sha256, status, code, intake_warnings = '[]' AND warnings = '[]' FROM documents WHERE batch = ${batch}`,
];

/** Documents that the first step did not pair. */
const rest = (name: 'a' | 'b'): string => `
CREATE TEMP TABLE rest_${name} AS
  SELECT n, path, sha256 FROM side_${name} WHERE n NOT IN (SELECT ${name} FROM same_pairs)`;

/** Removes what a step paired from what is left over. */
const without = (pairs: string): readonly string[] =>
  ['a', 'b'].map((name) => `DELETE FROM rest_${name} WHERE n IN (SELECT ${name} FROM ${pairs})`);

/** Numbers the documents that have a value in common, so that each is paired once. */
const numbered = (from: string, by: string, order: string): string =>
  `(SELECT n, path, sha256, row_number() OVER (PARTITION BY ${by} ORDER BY ${order}) AS k FROM ${from})`;

const read = (name: 'a' | 'b'): string =>
  numbered(`side_${name} WHERE sha256 IS NOT NULL`, 'path, sha256', 'n');

const codes = (row: 'da' | 'db'): string =>
  `(SELECT group_concat(code) FROM (SELECT DISTINCT w.value ->> 'code' AS code
    FROM json_each(json_array(json(${row}.intake_warnings), json(${row}.warnings))) l JOIN json_each(l.value) w
    ORDER BY code))`;

/** A document at the same path with the same content: whether it ended in the same way, with the same warnings. */
const REFINED = `CASE
  WHEN x.status <> y.status OR x.code IS NOT y.code THEN 'outcome'
  WHEN x.unwarned AND y.unwarned THEN 'same'
  ELSE (SELECT iif((da.intake_warnings = db.intake_warnings AND da.warnings = db.warnings)
      OR ${codes('da')} IS ${codes('db')}, 'same', 'warnings')
    FROM documents da, documents db WHERE da.n = a AND db.n = b) END`;

/** In this order: what one step pairs is no longer there for the next. */
const steps = (comparison: number, { a, b }: Pair): readonly string[] => [
  ...side('a', a),
  ...side('b', b),
  `CREATE TEMP TABLE same_pairs AS SELECT x.n AS a, y.n AS b FROM ${read('a')} x
     JOIN ${read('b')} y ON y.path = x.path AND y.sha256 = x.sha256 AND y.k = x.k`,
  rest('a'),
  rest('b'),
  // A path that stands twice in a batch: those with a known content are paired first.
  `CREATE TEMP TABLE path_pairs AS
     SELECT x.n AS a, y.n AS b, y.path AS path,
       CASE WHEN x.sha256 IS NULL OR y.sha256 IS NULL THEN 'unknown' ELSE 'changed' END AS kind
     FROM ${numbered('rest_a', 'path', 'sha256 IS NULL, n')} x
     JOIN ${numbered('rest_b', 'path', 'sha256 IS NULL, n')} y ON y.path = x.path AND y.k = x.k`,
  ...without('path_pairs'),
  `CREATE TEMP TABLE moved_pairs AS SELECT x.n AS a, y.n AS b, y.path AS path
     FROM ${numbered('rest_a WHERE sha256 IS NOT NULL', 'sha256', 'path, n')} x
     JOIN ${numbered('rest_b WHERE sha256 IS NOT NULL', 'sha256', 'path, n')} y
       ON y.sha256 = x.sha256 AND y.k = x.k`,
  ...without('moved_pairs'),
  `INSERT INTO compared
     SELECT ${comparison}, row_number() OVER (ORDER BY path, a, b), kind, a, b FROM (
       SELECT ${REFINED} AS kind, a, b, y.path AS path
         FROM same_pairs JOIN side_a x ON x.n = a JOIN side_b y ON y.n = b
       UNION ALL SELECT kind, a, b, path FROM path_pairs
       UNION ALL SELECT 'moved', a, b, path FROM moved_pairs
       UNION ALL SELECT 'went', n, NULL, path FROM rest_a
       UNION ALL SELECT 'came', NULL, n, path FROM rest_b)`,
];

const CLEAR = ['side_a', 'side_b', 'same_pairs', 'path_pairs', 'moved_pairs', 'rest_a', 'rest_b']
  .map((name) => `DROP TABLE IF EXISTS temp.${name};`)
  .join('');

/** Creates the table that `matchDocuments` fills. It is temporary, so it also works beside the process that writes. */
export const prepareCompared = (db: Database): void =>
  db.exec(`PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE IF NOT EXISTS compared (
  comparison INTEGER NOT NULL,
  -- 1 and up, by path.
  n INTEGER NOT NULL,
  -- See CHANGE_KINDS.
  kind TEXT NOT NULL,
  -- documents.n; null where the batch has no such document.
  a INTEGER,
  b INTEGER,
  PRIMARY KEY (comparison, n)
) WITHOUT ROWID`);

/**
 * Pairs the documents of two batches by path and content and adds them to the table `compared`. A path comes before a
 * content: a document that stands at the same path is never taken for one that moved.
 */
export function matchDocuments(db: Database, comparison: number, batches: Pair): void {
  db.exec(CLEAR);
  // One transaction, so that every step sees the same history.
  db.exec('BEGIN');
  try {
    for (const sql of steps(comparison, batches)) db.exec(sql);
    db.exec(CLEAR);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
