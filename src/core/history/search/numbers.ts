/** Reads many numbers from SQLite at once: as one JSON text they cross ten times faster than as rows. */
import type { Database } from '../connection.ts';

type Value = string | number | null;

/** @param sql selects one column `n` of whole numbers */
export function numbersOf(db: Database, sql: string, ...values: Value[]): number[] {
  const { list } = db.prepare(`SELECT json_group_array(n) AS list FROM (${sql})`).get(...values) as {
    list: string;
  };
  return JSON.parse(list) as number[];
}

/** @param sql selects two columns `a` and `b` of numbers */
export function pairsOf(db: Database, sql: string, ...values: Value[]): { a: number[]; b: number[] } {
  const { a, b } = db
    .prepare(`SELECT json_group_array(a) AS a, json_group_array(b) AS b FROM (${sql})`)
    .get(...values) as { a: string; b: string };
  return { a: JSON.parse(a) as number[], b: JSON.parse(b) as number[] };
}
