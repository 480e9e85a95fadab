/** The sorted list of batches, page by page, while batches change, and how quickly 10,000 of them answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportBatchList } from '../../../src/core/handover/lists/batches.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { BATCH_SORTS, type BatchSort, type BatchSortKey } from '../../../src/shared/batch-list.ts';
import { BATCH_STATUSES, type Batch, PRIORITIES } from '../../../src/shared/batches.ts';
import { REQUESTS, type RequestInput } from '../../../src/shared/bridge.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { storyOf } from './story.ts';

const SIZE = 60;
const NAMES = ['Batch 2', 'Batch 10', 'batch 9', 'É 1', 'e 1', '=1+1', 'Zürich', 'a'];
const MATTERS = ['', 'Doe v. Roe', 'doe v. roe', 'Estate of Ames'];

let dir: string;
let path: string;
let history: History;

const idOf = (n: number): string => `b-${String(n).padStart(5, '0')}`;

/** The nth batch: some have ended, some were never saved, some are open, and values repeat. */
function fill(n: number): void {
  const batchId = idOf(n);
  const documents = Array.from({ length: n % 5 }, (_v, i) =>
    manifestDocument(batchId, i + 1, { bytes: 100 * ((n + i) % 4) }),
  );
  if (n % 7 === 0 && documents[0] !== undefined)
    Object.assign(documents[0], { status: 'excluded', sha256: null });
  history.recordManifest(
    manifestOf(batchId, 0, {
      documents,
      name: NAMES[n % NAMES.length]!,
      matter: MATTERS[n % MATTERS.length]!,
      custodian: n % 3 === 0 ? '' : `Custodian ${n % 12}`,
      priority: PRIORITIES[n % 3]!,
      createdAt: Date.UTC(2026, 0, 1, n % 10),
    }),
  );
  for (const [index, { id, status }] of documents.entries())
    if (status === 'pending' && n % 6 !== 5)
      history.apply({
        cursor: '1-0',
        ...storyOf(id, [{ retries: [], failsAt: (n + index) % 4 === 0 ? 2 : null, canceledAt: null }]),
      });
  const batch = history.batch(batchId)!;
  if (n % 4 !== 0)
    history.saveBatch({ ...batch, durationMs: n % 9 === 0 ? null : 1000 * (n % 6) + 0.4, pages: n % 3 });
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-batches-'));
  path = join(dir, 'history.sqlite');
  history = openHistory({ path });
  for (let n = 1; n <= SIZE; n += 1) fill(n);
});
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

type Query = RequestInput<'batches.list'>;
const read = (query: Query) => history.listBatches(REQUESTS['batches.list'].input.parse(query));

/** Reads all pages of a list. @param between runs after each page */
function allPages(query: Query, between: () => void = () => {}): Batch[] {
  const rows: Batch[] = [];
  let cursor: string | null = null;
  do {
    const page = read({ ...query, cursor });
    rows.push(...page.items);
    cursor = page.next;
    if (cursor !== null) expect(page.items).toHaveLength(query.limit ?? 100);
    between();
  } while (cursor !== null);
  return rows;
}

const VALUE: Readonly<Record<BatchSortKey, (batch: Batch) => string | number | null>> = {
  name: ({ name }) => name,
  matter: ({ matter }) => matter || null,
  custodian: ({ custodian }) => custodian || null,
  status: ({ status }) => BATCH_STATUSES.indexOf(status),
  priority: ({ priority }) => PRIORITIES.indexOf(priority),
  received: ({ equation }) => equation.received,
  completed: ({ equation }) => equation.completed,
  duplicates: ({ equation }) => equation.duplicates,
  excluded: ({ equation }) => equation.excluded,
  exceptions: ({ equation }) => equation.exceptions,
  warnings: ({ warnings }) => warnings,
  bytes: ({ bytes }) => bytes,
  pages: ({ pages }) => pages,
  entities: ({ entities }) => entities,
  duration: ({ durationMs }) => (durationMs === null ? null : Math.round(durationMs)),
  submitted: ({ createdAt }) => createdAt,
  ended: ({ endedAt }) => endedAt,
};

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number') return a - Number(b);
  return a.localeCompare(String(b), 'en', { numeric: true, sensitivity: 'base' });
}

/** A plain sort of what is shown; ids grow with the order in which batches were recorded. */
function sortedInMemory(rows: readonly Batch[], { by, descending }: BatchSort): string[] {
  const value = VALUE[by];
  const newest = (a: Batch, b: Batch): number => (a.id < b.id ? 1 : -1);
  const known = rows
    .filter((row) => value(row) !== null)
    .sort((a, b) => (descending ? -1 : 1) * compare(value(a)!, value(b)!) || newest(a, b));
  const without = rows.filter((row) => value(row) === null).sort(newest);
  return [...known, ...without].map(({ id }) => id);
}

const sorts = fc.record({ by: fc.constantFrom(...BATCH_SORTS), descending: fc.boolean() });

describe('the list of batches', () => {
  it('sorts by every column as a sort in memory does, whatever the filter and the page', () => {
    const everything = allPages({ limit: 500 });
    expect(everything).toHaveLength(SIZE);
    fc.assert(
      fc.property(
        fc.record({
          sort: sorts,
          limit: fc.integer({ min: 1, max: 25 }),
          search: fc.constantFrom('', 'BATCH', 'é 1', 'doe'),
          status: fc.constantFrom('all' as const, 'active' as const, 'exceptions' as const),
        }),
        ({ sort, limit, search, status }) => {
          const passing = allPages({ search, status, limit: 500 });
          const found = allPages({ search, status, sort, limit });
          const expected =
            sort.by === 'submitted' && sort.descending
              ? passing.map(({ id }) => id)
              : sortedInMemory(passing, sort);
          expect(found.map(({ id }) => id)).toEqual(expected);
          expect(read({ search, status, sort, limit: 1 }).total).toBe(passing.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps its place while batches change: none that stays as it is gets lost or comes twice', () => {
    let step = 0;
    fc.assert(
      fc.property(sorts, fc.integer({ min: 3, max: 12 }), (sort, limit) => {
        const changed = new Set<string>();
        const ids = allPages({ sort, limit }, () => {
          step += 1;
          const id = idOf(1 + ((step * 17) % SIZE));
          changed.add(id);
          history.saveBatch({ ...history.batch(id)!, durationMs: (step * 13) % 9000, pages: step % 5 });
        }).map(({ id }) => id);
        const untouched = ids.filter((id) => !changed.has(id));
        expect(new Set(untouched).size).toBe(untouched.length);
        expect(new Set(ids).size).toBeGreaterThanOrEqual(SIZE - changed.size);
        expect(untouched.length).toBe(SIZE - changed.size);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses a cursor that leads nowhere', () => {
    const sort = { by: 'name', descending: false } as const;
    for (const cursor of ['99999', '1.2', 'x', ''])
      expect(() => read({ sort, cursor, limit: 5 })).toThrow('This page of the list does not exist.');
  });

  it('exports the list as it is sorted, with its columns, and no cell is a formula', async () => {
    const list = {
      ...{ search: '', status: 'all' as const },
      sort: { by: 'name' as const, descending: false },
    };
    const input = {
      ...list,
      columns: ['name', 'exceptions', 'bytes'] as ('name' | 'exceptions' | 'bytes')[],
    };
    const csv = await exportBatchList(history, { ...input, format: 'csv', into: null });
    const lines = Buffer.from(csv.content!, 'base64').toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFF"Batch","Exceptions","Size (bytes)"');
    expect(lines.slice(1)).toEqual(
      allPages(list).map(
        ({ name, equation, bytes }) =>
          `"${name.startsWith('=') ? "'" : ''}${name}","${equation.exceptions}","${bytes}"`,
      ),
    );
    expect(csv).toMatchObject({ batches: SIZE, path: null, cut: 0 });
    const first = await exportBatchList(history, { ...input, format: 'xlsx', into: dir });
    const second = await exportBatchList(history, { ...input, format: 'xlsx', into: dir });
    expect([first.path, second.path]).toEqual([
      join(dir, 'Redwell batches.xlsx'),
      join(dir, 'Redwell batches (2).xlsx'),
    ]);
    await expect(
      exportBatchList(history, { ...input, format: 'csv', into: join(dir, 'gone') }),
    ).rejects.toMatchObject({ code: 'folder_missing' });
    await expect(
      exportBatchList(history, { ...input, format: 'csv', into: 'relative' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('10,000 batches', () => {
  const MANY = 10_000;
  let many: History;

  beforeAll(() => {
    const file = join(dir, 'many.sqlite');
    openHistory({ path: file }).dispose();
    const saved = JSON.stringify(history.batch(idOf(2)));
    const db = new DatabaseSync(file);
    // Every eleventh batch has an exception.
    const failed = (batch: string): string => `(${batch} % 11 = 0)`;
    db.exec('BEGIN');
    db.exec(`WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${MANY})
      INSERT INTO batches (n, id, name, matter, custodian, priority, created_at, status, saved)
      SELECT i, 'm-' || i, 'Batch ' || (i * 7919 % ${MANY}), 'Matter ' || (i % 40), '', 'normal', i, 'completed',
        json_set('${saved.replaceAll("'", "''")}', '$.id', 'm-' || i, '$.status', 'completed', '$.equation', json_object(
          'received', 3, 'completed', 3 - ${failed('i')}, 'duplicates', 0, 'excluded', 0, 'exceptions', ${failed('i')},
          'pending', 0)) FROM k`);
    db.exec(`WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${3 * MANY})
      INSERT INTO documents (n, id, batch, path, bytes, type, status, run, stages, intake_warnings, warnings, warned)
      SELECT i, 'd-' || i, 1 + i % ${MANY}, 'p', 5, 'txt',
        iif(i <= ${MANY} AND ${failed(`(1 + i % ${MANY})`)}, 'exception', 'completed'), 1, '1.1.c', '[]', '[]', 0 FROM k`);
    db.exec('COMMIT');
    db.close();
    many = openHistory({ path: file });
  });
  afterAll(() => many.dispose());

  it('are all listed once and in order, and only the first page has to count', () => {
    const sort = { by: 'exceptions', descending: true } as const;
    let cursor: string | null = null;
    const seen: Batch[] = [];
    const pages: number[] = [];
    do {
      const from = performance.now();
      const page = many.listBatches({ search: '', status: 'all', sort, cursor, limit: 500 });
      pages.push(performance.now() - from);
      seen.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(MANY);
    const values = seen.map(({ equation }) => equation.exceptions);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    // Only the first page works the numbers out.
    const [first = 0, ...others] = pages;
    const median = others.toSorted((a, b) => a - b)[Math.floor(others.length / 2)] ?? 0;
    expect(median).toBeLessThan(first / 2);
  });
});
