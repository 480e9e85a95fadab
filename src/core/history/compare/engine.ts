/** Compares two batches in history: their documents, types, exceptions, warnings, times and entities. */

import type { RequestOutput, RequestParsed } from '../../../shared/bridge.ts';
import { CHANGE_KINDS, type ChangeKind, type Comparison } from '../../../shared/bridge-compare.ts';
import { RedwellError } from '../../../shared/errors.ts';
import { STAGES } from '../../../shared/stages.ts';
import type { Database } from '../connection.ts';
import { decodeCursor, encodeCursor } from '../cursors.ts';
import { stageTimesOf } from '../stage-comparison.ts';
import { warningCounter } from '../warnings.ts';
import { entityComparison } from './entities.ts';
import { matchDocuments, type Pair, prepareCompared } from './match.ts';
import { changeReader } from './rows.ts';
import { trendReader } from './trends.ts';

/** What history alone knows of a comparison; the batches' counters may be live. */
export type RecordedComparison = Omit<Comparison, 'a' | 'b'>;

export interface CompareEngine {
  /** Sums up the work of days or months. @param edges of the intervals, Unix ms, ascending */
  trends(edges: readonly number[]): RequestOutput<'trends.get'>;
  /** @throws RedwellError not_found */
  compare(pair: { a: string; b: string }): RecordedComparison;
  /** Returns documents of the last comparison of the two; compares them if there is none. @throws RedwellError not_found */
  changes(query: RequestParsed<'compare.changes'>): RequestOutput<'compare.changes'>;
}

/** Comparisons whose rows are kept, the latest used ones. */
const KEPT = 4;

/** Documents that were compared, in the table `compared`. */
interface Snapshot {
  readonly key: string;
  readonly comparison: number;
  readonly pair: Pair;
  /** Unix ms. */
  readonly at: number;
  /** `PRAGMA data_version` of then. */
  readonly version: number;
  readonly counts: Record<ChangeKind, number>;
}

/** @param db a connection that writes nothing else, or a comparison could be older than what it wrote */
export function compareEngine(db: Database): CompareEngine {
  prepareCompared(db);
  const snapshots = snapshotKeeper(db);
  const counts = countReader(db);
  const warnings = warningCounter(db);
  const stages = stageTimesOf(db);
  const entities = entityComparison(db);
  const rows = changeReader(db);
  return {
    trends: trendReader(db),
    compare({ a, b }) {
      const { pair, at, counts: changes } = snapshots.current(a, b);
      const times = { a: stages(a), b: stages(b) };
      return {
        at,
        changes,
        types: counts.types(pair),
        exceptions: counts.exceptions(pair),
        warnings: both(warnings(a), warnings(b), ({ code }) => code).map(({ key, ...sides }) => ({
          code: key,
          ...sides,
        })),
        stages: STAGES.map((stage, i) => ({ stage, a: times.a[i] ?? null, b: times.b[i] ?? null })),
        entities: entities(pair),
      };
    },
    changes({ a, b, kind, cursor, limit }) {
      const { comparison, counts: all } = snapshots.kept(a, b) ?? snapshots.current(a, b);
      const [after = 0] = cursor === null ? [] : decodeCursor(cursor, 1);
      const found = rows(comparison, kind, after, limit + 1);
      const last = found.length > limit ? found[limit - 1] : undefined;
      const differing = CHANGE_KINDS.reduce((sum, one) => (one === 'same' ? sum : sum + all[one]), 0);
      return {
        items: found.slice(0, limit).map(({ change }) => change),
        next: last === undefined ? null : encodeCursor([last.n]),
        total: kind === null ? differing : all[kind],
      };
    },
  };
}

function snapshotKeeper(db: Database) {
  const find = db.prepare('SELECT n FROM batches WHERE id = ?');
  const dataVersion = db.prepare('PRAGMA data_version');
  const remove = db.prepare('DELETE FROM compared WHERE comparison = ?');
  const kinds = db.prepare('SELECT kind, count(*) AS count FROM compared WHERE comparison = ? GROUP BY kind');
  const newest = db.prepare('SELECT ifnull(max(comparison), 0) AS n FROM compared');
  const kept: Snapshot[] = [];

  const batchN = (id: string): number => {
    const row = find.get(id) as { n: number } | undefined;
    if (row !== undefined) return row.n;
    throw new RedwellError('not_found', `Batch ${id} is not in the history of this computer.`, {
      action: 'Choose another batch from the history.',
    });
  };
  const take = (a: string, b: string): Snapshot | undefined => {
    const at = kept.findIndex(({ key }) => key === JSON.stringify([a, b]));
    const [found] = at < 0 ? [] : kept.splice(at, 1);
    if (found !== undefined) kept.unshift(found);
    return found;
  };
  const forget = (snapshot: Snapshot | undefined): void => {
    if (snapshot === undefined) return;
    kept.splice(kept.indexOf(snapshot), 1);
    remove.run(snapshot.comparison);
  };
  const countsOf = (comparison: number): Snapshot['counts'] => {
    const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Snapshot['counts'];
    for (const { kind, count } of kinds.all(comparison) as { kind: ChangeKind; count: number }[])
      counts[kind] = count;
    return counts;
  };
  return {
    kept: take,
    /** Returns the comparison of two batches as they are now. */
    current(a: string, b: string): Snapshot {
      const { data_version: version } = dataVersion.get() as { data_version: number };
      const before = take(a, b);
      if (before?.version === version) return before;
      const pair = { a: batchN(a), b: batchN(b) };
      // The connection may have other engines.
      const comparison = (newest.get() as { n: number }).n + 1;
      matchDocuments(db, comparison, pair);
      forget(before);
      const key = JSON.stringify([a, b]);
      const snapshot = { key, comparison, pair, at: Date.now(), version, counts: countsOf(comparison) };
      kept.unshift(snapshot);
      while (kept.length > KEPT) forget(kept.at(-1));
      return snapshot;
    },
  };
}

function countReader(db: Database) {
  const types = db.prepare(
    `SELECT type, sum(batch = :a) AS a, sum(batch = :b) AS b FROM documents WHERE batch IN (:a, :b)
     GROUP BY type ORDER BY count(*) DESC, type`,
  );
  const exceptions = db.prepare(
    `SELECT code, sum(batch = :a) AS a, sum(batch = :b) AS b FROM documents
     WHERE batch IN (:a, :b) AND status = 'exception' AND code IS NOT NULL
     GROUP BY code ORDER BY count(*) DESC, code`,
  );
  const plain = <T extends object>(rows: readonly unknown[]): T[] => (rows as T[]).map((row) => ({ ...row }));
  return {
    types: (pair: Pair) => plain<Comparison['types'][number]>(types.all({ ...pair })),
    exceptions: (pair: Pair) => plain<Comparison['exceptions'][number]>(exceptions.all({ ...pair })),
  };
}

/** Puts the counts of two lists side by side, the most frequent first. */
function both<T extends { count: number }, K extends string>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (one: T) => K,
): { key: K; a: number; b: number }[] {
  const found = new Map<K, { key: K; a: number; b: number }>();
  for (const [side, list] of [
    ['a', a],
    ['b', b],
  ] as const)
    for (const one of list) {
      const key = keyOf(one);
      const row = found.get(key) ?? { key, a: 0, b: 0 };
      found.set(key, row);
      row[side] = one.count;
    }
  return [...found.values()].sort((x, y) => y.a + y.b - (x.a + x.b) || (x.key < y.key ? -1 : 1));
}
