/** Finds for each document of one batch the document of another that it is to be compared with. */
import type { Database } from '../connection.ts';

/** `batches.n` of the two batches. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** Documents that are not paired yet. @param batch `batches.n` */
const rest = (side: 'a' | 'b', batch: number): string => `
CREATE TEMP TABLE rest_${side} AS
  SELECT n, path, sha256 FROM documents WHERE batch = ${batch} AND n NOT IN (SELECT ${side} FROM pairs)`;

/** Numbers the documents that have a value in common, so that each is paired once. */
const numbered = (from: string, by: string, order: string): string =>
  `(SELECT n, path, sha256, row_number() OVER (PARTITION BY ${by} ORDER BY ${order}) AS k FROM ${from})`;

const read = (batch: number): string =>
  numbered(`documents WHERE batch = ${batch} AND sha256 IS NOT NULL`, 'path, sha256', 'n');

const codes = (side: 'da' | 'db'): string =>
  `(SELECT group_concat(code) FROM (SELECT DISTINCT w.value ->> 'code' AS code
    FROM json_each(json_array(json(${side}.intake_warnings), json(${side}.warnings))) l JOIN json_each(l.value) w
    ORDER BY code))`;

/** A document at the same path with the same content: whether it ended in the same way, with the same warnings. */
const REFINED = `CASE
  WHEN how <> 'same' THEN how
  WHEN da.status <> db.status OR da.code IS NOT db.code THEN 'outcome'
  WHEN da.intake_warnings = db.intake_warnings AND da.warnings = db.warnings THEN 'same'
  WHEN ${codes('da')} IS NOT ${codes('db')} THEN 'warnings'
  ELSE 'same' END`;

/** In this order: what one step pairs is no longer there for the next. */
const steps = (comparison: number, { a, b }: Pair): readonly string[] => [
  'CREATE TEMP TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, how TEXT NOT NULL)',
  `INSERT INTO pairs SELECT x.n, y.n, 'same' FROM ${read(a)} x
     JOIN ${read(b)} y ON y.path = x.path AND y.sha256 = x.sha256 AND y.k = x.k`,
  rest('a', a),
  rest('b', b),
  // A path that stands twice in a batch: those with a known content are paired first.
  `INSERT INTO pairs
     SELECT x.n, y.n, CASE WHEN x.sha256 IS NULL OR y.sha256 IS NULL THEN 'unknown' ELSE 'changed' END
     FROM ${numbered('rest_a', 'path', 'sha256 IS NULL, n')} x
     JOIN ${numbered('rest_b', 'path', 'sha256 IS NULL, n')} y ON y.path = x.path AND y.k = x.k`,
  'DELETE FROM rest_a WHERE n IN (SELECT a FROM pairs)',
  'DELETE FROM rest_b WHERE n IN (SELECT b FROM pairs)',
  `INSERT INTO pairs SELECT x.n, y.n, 'moved'
     FROM ${numbered('rest_a WHERE sha256 IS NOT NULL', 'sha256', 'path, n')} x
     JOIN ${numbered('rest_b WHERE sha256 IS NOT NULL', 'sha256', 'path, n')} y
       ON y.sha256 = x.sha256 AND y.k = x.k`,
  'DELETE FROM rest_a WHERE n IN (SELECT a FROM pairs)',
  'DELETE FROM rest_b WHERE n IN (SELECT b FROM pairs)',
  `INSERT INTO compared
     SELECT ${comparison}, row_number() OVER (ORDER BY path, a, b), kind, a, b FROM (
       SELECT ${REFINED} AS kind, a, b, db.path AS path
         FROM pairs JOIN documents da ON da.n = a JOIN documents db ON db.n = b
       UNION ALL SELECT 'went', n, NULL, path FROM rest_a
       UNION ALL SELECT 'came', NULL, n, path FROM rest_b)`,
];

const CLEAR = ['pairs', 'rest_a', 'rest_b'].map((name) => `DROP TABLE IF EXISTS temp.${name};`).join('');

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
