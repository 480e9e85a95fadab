/** Two batches side by side: their documents, types, exceptions, warnings, entities and times. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { CHANGE_KINDS, type Change, type ChangeKind } from '../../../src/shared/bridge-compare.ts';
import type { ManifestDocument } from '../../../src/shared/manifest.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { sized } from '../../support/scale.ts';
import { storyOf } from './story.ts';

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-compare-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

/** What decides how a document compares. */
interface Doc {
  path: string;
  sha256: string | null;
  outcome: 'pending' | 'corrupt' | 'encrypted';
  warnings: ('extension_mismatch' | 'partial_pages')[];
}

const docArb: fc.Arbitrary<Doc> = fc.record({
  path: fc.constantFrom('a', 'b/c', 'b/d', 'é', 'A'),
  sha256: fc.constantFrom('1', '2', '3', '4', null),
  outcome: fc.constantFrom('pending', 'pending', 'corrupt', 'encrypted'),
  warnings: fc.uniqueArray(fc.constantFrom('extension_mismatch', 'partial_pages'), { maxLength: 2 }),
});

const manifestDoc = (batchId: string, n: number, doc: Doc): ManifestDocument =>
  manifestDocument(batchId, n, {
    path: doc.path,
    sha256: doc.sha256,
    warnings: doc.warnings.map((code) => ({ code, stage: null, detail: `of ${batchId}`, attempt: 0 })),
    ...(doc.outcome === 'pending'
      ? {}
      : {
          status: 'exception',
          exception: { code: doc.outcome, stage: null, detail: '', attempt: 0 },
        }),
  });

const record = (batchId: string, docs: readonly Doc[]): void =>
  history.recordManifest(
    manifestOf(batchId, 0, { documents: docs.map((doc, i) => manifestDoc(batchId, i + 1, doc)) }),
  );

type Row = readonly [kind: ChangeKind, a: number | null, b: number | null];

/** Compares in memory: pairs documents one by one, in the order of the rules. */
function naive(a: readonly Doc[], b: readonly Doc[]): Row[] {
  const rows: Row[] = [];
  const left = new Set(a.keys());
  const right = new Set(b.keys());
  const pairAll = (
    order: (list: readonly Doc[], all: Set<number>) => number[],
    fits: (x: Doc, y: Doc) => boolean,
    kindOf: (x: Doc, y: Doc) => ChangeKind,
  ): void => {
    for (const i of order(a, left)) {
      const j = order(b, right).find((at) => fits(a[i]!, b[at]!));
      if (j === undefined) continue;
      left.delete(i);
      right.delete(j);
      rows.push([kindOf(a[i]!, b[j]!), i, j]);
    }
  };
  const inOrder = (_list: readonly Doc[], all: Set<number>): number[] => [...all];
  const knownFirst = (list: readonly Doc[], all: Set<number>): number[] =>
    [...all].sort((x, y) => Number(list[x]!.sha256 === null) - Number(list[y]!.sha256 === null) || x - y);
  const byPath = (list: readonly Doc[], all: Set<number>): number[] =>
    [...all].sort((x, y) => Buffer.compare(Buffer.from(list[x]!.path), Buffer.from(list[y]!.path)) || x - y);
  const read = ({ sha256 }: Doc): boolean => sha256 !== null;
  pairAll(
    inOrder,
    (x, y) => read(x) && x.path === y.path && x.sha256 === y.sha256,
    (x, y) => {
      if (x.outcome !== y.outcome) return 'outcome';
      return x.warnings.toSorted().join() === y.warnings.toSorted().join() ? 'same' : 'warnings';
    },
  );
  pairAll(
    knownFirst,
    (x, y) => x.path === y.path,
    (x, y) => (read(x) && read(y) ? 'changed' : 'unknown'),
  );
  pairAll(
    byPath,
    (x, y) => read(x) && x.sha256 === y.sha256,
    () => 'moved',
  );
  for (const i of left) rows.push(['went', i, null]);
  for (const j of right) rows.push(['came', null, j]);
  return rows;
}

const numberOf = (id: string | undefined): number | null =>
  id === undefined ? null : Number(id.slice(-5)) - 1;
const rowOf = ({ kind, a, b }: Change): Row => [kind, numberOf(a?.documentId), numberOf(b?.documentId)];
const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** Reads every page. */
function changesOf(pair: { a: string; b: string }, kind: ChangeKind | null, limit = 500): Change[] {
  const engine = history.compare();
  const all: Change[] = [];
  let cursor: string | null = null;
  do {
    const page = engine.changes({ ...pair, kind, cursor, limit });
    expect(REQUESTS['compare.changes'].output.parse(page)).toEqual(page);
    all.push(...page.items);
    cursor = page.next;
    if (cursor === null) expect(all).toHaveLength(page.total);
  } while (cursor !== null);
  return all;
}

it('compares any two batches as a comparison in memory does', { timeout: 300_000 }, () => {
  let run = 0;
  fc.assert(
    fc.property(
      fc.array(docArb, { maxLength: 14 }),
      fc.array(docArb, { maxLength: 14 }),
      fc.integer({ min: 1, max: 5 }),
      (a, b, limit) => {
        run += 1;
        const pair = { a: `a${run}`, b: `b${run}` };
        record(pair.a, a);
        record(pair.b, b);
        const expected = naive(a, b);
        const found = CHANGE_KINDS.flatMap((kind) => changesOf(pair, kind, limit));
        expect(sorted(found.map(rowOf))).toEqual(sorted(expected));
        const differing = changesOf(pair, null, limit);
        expect(sorted(differing.map(rowOf))).toEqual(sorted(expected.filter(([kind]) => kind !== 'same')));
        const paths = differing.map((one) => one.b?.path ?? one.a?.path ?? '');
        expect(paths).toEqual(paths.toSorted((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))));
        const { changes } = history.compare().compare(pair);
        for (const kind of CHANGE_KINDS)
          expect(changes[kind]).toBe(expected.filter(([one]) => one === kind).length);
      },
    ),
    { numRuns: sized(150, 40) },
  );
});

it('counts types, exceptions and warnings of both sides, and compares their names', () => {
  const doc = (path: string, change: Partial<Doc> = {}): Doc => ({
    path,
    sha256: path,
    outcome: 'pending',
    warnings: [],
    ...change,
  });
  record('a', [doc('1'), doc('2', { outcome: 'corrupt' }), doc('3', { warnings: ['partial_pages'] })]);
  record('b', [doc('1'), doc('2'), doc('4', { outcome: 'encrypted' })]);
  const pair = { a: 'a', b: 'b' };
  expect(history.compare().compare(pair)).toMatchObject({
    changes: { came: 1, went: 1, changed: 0, moved: 0, outcome: 1, warnings: 0, unknown: 0, same: 1 },
    types: [{ type: 'txt', a: 3, b: 3 }],
    exceptions: [
      { code: 'corrupt', a: 1, b: 0 },
      { code: 'encrypted', a: 0, b: 1 },
    ],
    warnings: [{ code: 'partial_pages', a: 1, b: 0 }],
    entities: null,
  });
  for (const [batchId, names] of [
    ['a', ['Ann Lee', 'Harlan']],
    ['b', ['Harlan', 'Reyes']],
  ] as const) {
    const resolution = history.resolutions.begin(batchId, 1) ?? 0;
    history.resolutions.add(resolution, {
      entities: names.map((name, place) => ({
        ...{ kind: 'person' as const, name, aliases: [], mentions: 5 - place },
        documents: [[`${batchId}-d00001`, 5 - place]],
      })),
    });
    history.resolutions.finish(resolution, { documents: 3, missing: 0 });
  }
  const again = history.compare().compare(pair);
  expect(again.entities).toEqual({
    came: { count: 1, top: [{ kind: 'person', name: 'Reyes', documents: 1, mentions: 4 }] },
    went: { count: 1, top: [{ kind: 'person', name: 'Ann Lee', documents: 1, mentions: 5 }] },
  });
  const batch = history.batch('a');
  const answer = { a: batch, b: batch, ...again };
  expect(REQUESTS['compare.get'].output.parse(answer)).toEqual(answer);
});

it('puts the times of stages side by side, and refuses a batch that history does not have', () => {
  for (const batchId of ['a', 'b']) history.recordManifest(manifestOf(batchId, 1));
  const { events, results } = storyOf('b-d00001', [{ retries: [], failsAt: null, canceledAt: null }]);
  history.apply({ cursor: '1-0', events, results });
  const { stages } = history.compare().compare({ a: 'a', b: 'b' });
  expect(stages.every(({ a }) => a === null)).toBe(true);
  expect(stages.find(({ b }) => b !== null)?.b).toMatchObject({ ran: { p50: 500, p95: 500 } });
  expect(() => history.compare().compare({ a: 'a', b: 'gone' })).toThrow('Batch gone is not in the history');
});

it('keeps the pages of a comparison while it is read, and compares again when asked after a change', () => {
  const docs = (paths: readonly string[]): Doc[] =>
    paths.map((path) => ({ path, sha256: path, outcome: 'pending', warnings: [] }));
  record('a', docs(['1', '2']));
  record('b', docs(['2', '3', '4']));
  const reader = openHistory({ path: history.path, readOnly: true });
  try {
    const engine = reader.compare();
    const pair = { a: 'a', b: 'b' };
    const query = { ...pair, kind: null, limit: 1 };
    expect(engine.compare(pair).changes).toMatchObject({ came: 2, went: 1, same: 1 });
    const first = engine.changes({ ...query, cursor: null });
    expect(first).toMatchObject({ total: 3, items: [{ kind: 'went' }] });
    const { events, results } = storyOf('b-d00001', [{ retries: [], failsAt: 0, canceledAt: null }]);
    history.apply({ cursor: '1-0', events, results });
    expect(engine.changes({ ...query, cursor: first.next })).toMatchObject({
      total: 3,
      items: [{ kind: 'came', b: { path: '3' } }],
    });
    expect(engine.compare(pair).changes).toMatchObject({ came: 2, went: 1, outcome: 1, same: 0 });
    // Others do not push it out before there are four of them.
    for (const [a, b] of [
      ['b', 'a'],
      ['a', 'a'],
      ['b', 'b'],
      ['b', 'a'],
    ] as const)
      engine.compare({ a, b });
    expect(engine.changes({ ...query, cursor: null }).total).toBe(4);
  } finally {
    reader.dispose();
  }
});

it('sums up intervals with their lower edge, each run where it ended', () => {
  history.recordManifest(manifestOf('a', 2));
  const ends = [1, 2].map((n) => {
    const { events, results } = storyOf(`a-d0000${n}`, [
      { retries: [], failsAt: n === 1 ? null : 2, canceledAt: null },
    ]);
    history.apply({ cursor: `${n}-0`, events, results });
    return events.at(-1)?.at ?? 0;
  });
  const engine = history.compare();
  const [first = 0, second = 0] = ends;
  const edges = [first - 1000, first, first + 1, second, second + 1].toSorted((x, y) => x - y);
  const answer = engine.trends(edges);
  expect(REQUESTS['trends.get'].output.parse(answer)).toEqual(answer);
  expect(answer.since).toBe(Math.min(first, second));
  expect(answer.intervals.map(({ at }) => at)).toEqual(edges.slice(0, -1));
  const at = (edge: number) => answer.intervals.find((one) => one.at === edge);
  expect(at(first)).toMatchObject({ completed: 1, exceptions: 0, pages: 1 });
  expect(at(second)).toMatchObject({ completed: 0, exceptions: 1, pages: 0 });
  expect(answer.intervals.reduce((sum, one) => sum + one.completed + one.exceptions, 0)).toBe(2);
  expect(REQUESTS['trends.get'].input.safeParse({ edges: [2, 1] }).success).toBe(false);
});
