/** Sorted and filtered lists of documents, page by page, and how quickly 100,000 rows answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOrder } from '../../../src/core/history/document-order.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS, type RequestInput } from '../../../src/shared/bridge.ts';
import {
  DOCUMENT_SORTS,
  type DocumentSort,
  type DocumentSortKey,
  type ListedDocument,
} from '../../../src/shared/document-list.ts';
import { DOCUMENT_STATUSES } from '../../../src/shared/documents.ts';
import { EXCEPTION_CODES } from '../../../src/shared/exceptions.ts';
import { FILE_TYPES, type FileType } from '../../../src/shared/file-types.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { indexAll } from '../../support/search.ts';
import { type Run, storyOf } from './story.ts';

const SIZE = 90;
const TYPES: readonly FileType[] = ['txt', 'pdf', 'eml', 'docx'];
const TAGS = ['Privileged', 'Hot', 'Zürich'];

let dir: string;
let path: string;
let history: History;

/** What became of the nth document: some fail, some are retried, some never start. */
function runsOf(n: number): Run[] {
  const run: Run = { retries: [n % 4, 0, n % 3], failsAt: n % 5 === 0 ? n % 6 : null, canceledAt: null };
  if (n % 9 === 0) return [];
  if (n % 13 === 0) return [{ ...run, canceledAt: 3 }];
  return n % 10 === 0 ? [run, { retries: [], failsAt: null, canceledAt: null }] : [run];
}

function fill(batchId: string): void {
  const documents = Array.from({ length: SIZE }, (_v, i) =>
    manifestDocument(batchId, i + 1, {
      path: `${['b', 'a', 'É', 'a b'][i % 4]}/${i % 7}.txt`,
      type: TYPES[i % TYPES.length]!,
      bytes: 100 * (i % 6),
      modifiedAt: i % 3 === 0 ? null : Date.UTC(2020, i % 12, 1 + (i % 20), 12),
      ...(i % 7 === 0
        ? {
            stated: {
              ...{ file: 'vol.dat', sha256: 'f'.repeat(64), row: i + 2, control: `RW${i % 3}` },
              ...{ custodian: '', original: 'native' as const, textId: null, textColumn: null, fields: {} },
            },
          }
        : {}),
      warnings: i % 8 === 0 ? [{ code: 'extension_mismatch', stage: null, detail: '', attempt: 0 }] : [],
    }),
  );
  Object.assign(documents[17]!, { status: 'excluded', sha256: null });
  history.recordManifest(manifestOf(batchId, 0, { documents }));
  for (const [index, { id, status }] of documents.entries())
    if (status === 'pending') history.apply({ cursor: '1-0', ...storyOf(id, runsOf(index)) });
  TAGS.forEach((tag, i) => {
    const some = documents.filter((_d, n) => n % (i + 3) === 0).map(({ id }) => id);
    history.tags.set(batchId, some, tag, true);
  });
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-list-'));
  path = join(dir, 'history.sqlite');
  history = openHistory({ path });
  fill('a');
  fill('b');
  indexAll(history);
});
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

type Query = RequestInput<'documents.list'>;
const read = (query: Query) => history.listDocuments(REQUESTS['documents.list'].input.parse(query));

/** Reads all pages of a list from a cursor on. */
function allPages(query: Query): ListedDocument[] {
  const rows: ListedDocument[] = [];
  let cursor: string | null = query.cursor ?? null;
  do {
    const page = read({ ...query, cursor });
    rows.push(...page.items);
    cursor = page.next;
    // A page that is not the last one is full, and a cursor leads to at least one row.
    if (cursor !== null) expect(page.items).toHaveLength(query.limit ?? 100);
    else if (rows.length > 0) expect(page.items.length).toBeGreaterThan(0);
  } while (cursor !== null);
  return rows;
}

function stageOf({ status, exception, stages }: ListedDocument): number | null {
  if (status === 'exception') return exception?.stage == null ? null : STAGES.indexOf(exception.stage);
  if (status !== 'pending' && status !== 'running') return null;
  return STAGES.findIndex((stage) => stages[stage].status !== 'completed');
}

/** What each column shows, for a plain sort in memory. */
const VALUE: Readonly<Record<DocumentSortKey, (row: ListedDocument) => string | number | null>> = {
  path: (row) => row.path,
  status: (row) => DOCUMENT_STATUSES.indexOf(row.status),
  stage: stageOf,
  type: (row) => FILE_TYPES.indexOf(row.type),
  bytes: (row) => row.bytes,
  pages: (row) => row.pages,
  entities: (row) => row.entities,
  date: (row) => row.day,
  warnings: (row) => row.warnings.length || null,
  exception: (row) => (row.exception === null ? null : EXCEPTION_CODES.indexOf(row.exception.code)),
  attempts: (row) => row.attempts,
  started: (row) => row.startedAt,
  ended: (row) => row.endedAt,
  duration: (row) => row.runningMs,
  hash: (row) => row.sha256,
  control: (row) => row.control ?? null,
};

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : a - Number(b);

function sortedInMemory(rows: readonly ListedDocument[], { by, descending }: DocumentSort): string[] {
  const sign = descending ? -1 : 1;
  return [...rows]
    .sort((a, b) => {
      const [x, y] = [VALUE[by](a), VALUE[by](b)];
      const received = sign * compare(a.id, b.id);
      if (x === null || y === null) return x === y ? received : x === null ? 1 : -1;
      return sign * compare(x, y) || received;
    })
    .map(({ id }) => id);
}

const anySort = fc.record({ by: fc.constantFrom(...DOCUMENT_SORTS), descending: fc.boolean() });
const anyFilter = fc.record({
  status: fc.option(fc.constantFrom(...DOCUMENT_STATUSES), { freq: 1 }),
  type: fc.option(fc.constantFrom(...TYPES), { freq: 1 }),
  tag: fc.option(fc.constantFrom(...TAGS, 'Nobody'), { freq: 1 }),
  stage: fc.option(fc.constantFrom(...STAGES), { freq: 1 }),
  code: fc.option(fc.constantFrom('corrupt' as const, 'extension_mismatch' as const), { freq: 1 }),
  warned: fc.boolean(),
  search: fc.constantFrom('', '', 'a', 'é/', '3.TXT'),
});
type Filter = typeof anyFilter extends fc.Arbitrary<infer T> ? T : never;

const passes = (row: ListedDocument, filter: Filter): boolean =>
  (filter.status === null || row.status === filter.status) &&
  (filter.type === null || row.type === filter.type) &&
  (filter.tag === null || row.tags.includes(filter.tag)) &&
  (filter.stage === null || stageOf(row) === STAGES.indexOf(filter.stage)) &&
  (filter.code === null ||
    row.exception?.code === filter.code ||
    row.warnings.some(({ code }) => code === filter.code)) &&
  (!filter.warned || row.warnings.length > 0) &&
  row.path.normalize('NFC').toLowerCase().includes(filter.search.toLowerCase());

describe('a list of documents', () => {
  it('equals a plain sort of the documents that pass the filter, whatever the pages', () => {
    const everything = allPages({ batchId: 'a', limit: 500 });
    expect(everything).toHaveLength(SIZE);
    fc.assert(
      fc.property(anySort, anyFilter, fc.integer({ min: 1, max: 40 }), (sort, filter, limit) => {
        const wanted = everything.filter((row) => passes(row, filter));
        const rows = allPages({ batchId: 'a', sort, ...filter, limit });
        expect(rows.map(({ id }) => id)).toEqual(sortedInMemory(wanted, sort));
        expect(read({ batchId: 'a', sort, ...filter, limit }).total).toBe(wanted.length);
        const ids = history.documentIds(REQUESTS['documents.ids'].input.parse({ batchId: 'a', ...filter }));
        expect([...ids].sort()).toEqual(wanted.map(({ id }) => id).sort());
      }),
      { numRuns: 200 },
    );
  });

  it('has documents with and without a value in every column, so that the test above means something', () => {
    const rows = allPages({ batchId: 'b' });
    for (const by of DOCUMENT_SORTS)
      expect(new Set(rows.map((row) => VALUE[by](row))).size, by).toBeGreaterThan(1);
    for (const by of [
      'date',
      'warnings',
      'exception',
      'attempts',
      'started',
      'ended',
      'duration',
      'hash',
    ] as const)
      expect(
        rows.map((row) => VALUE[by](row)),
        by,
      ).toContain(null);
    expect(REQUESTS['documents.list'].output.parse(read({ batchId: 'b' }))).toBeTruthy();
  });

  it('shows what the columns of one document say', () => {
    const row = allPages({ batchId: 'a', search: 'a/1.txt' }).find(({ id }) => id === 'a-d00002')!;
    expect(row).toMatchObject({
      custodian: 'C. Custodian',
      day: 20200202,
      attempts: 2,
      tags: [],
      warnings: [],
    });
    const { attempts } = history.document(row.id)!;
    expect(row.startedAt).toBe(Math.min(...attempts.map(({ startedAt }) => startedAt)));
    expect(row.runningMs).toBe(500 * attempts.filter(({ cached }) => !cached).length);
    expect(allPages({ batchId: 'a' }).find(({ id }) => id === 'a-d00001')!.tags).toEqual([
      'Hot',
      'Privileged',
      'Zürich',
    ]);
  });

  it('continues after the same place when the last document of a page has changed meanwhile', () => {
    fill('c');
    const query: Query = {
      batchId: 'c',
      sort: { by: 'attempts', descending: true },
      limit: 3,
      status: 'exception',
    };
    const before = allPages(query).map(({ id }) => id);
    const first = read(query);
    expect(before.length).toBeGreaterThan(4);
    const last = first.items.at(-1)!;
    // It is tried once more, which would move it to the top.
    history.apply({
      cursor: '2-0',
      ...storyOf(last.id, [
        ...runsOf(Number(last.id.slice(-5)) - 1),
        { retries: [9], failsAt: 0, canceledAt: null },
      ]),
    });
    const rest = allPages({ ...query, cursor: first.next }).map(({ id }) => id);
    expect(rest).toEqual(before.slice(3));
  });

  it('refuses a cursor of another order', () => {
    const cursor = read({ batchId: 'a', sort: { by: 'bytes', descending: false }, limit: 5 }).next;
    expect(() => read({ batchId: 'a', cursor })).toThrow('This page of the list does not exist.');
    expect(() => read({ batchId: 'a', cursor: '7.1' })).toThrow('This page of the list does not exist.');
  });

  it('reads every order along an index, without sorting', () => {
    const db = new DatabaseSync(path, { readOnly: true });
    for (const by of DOCUMENT_SORTS)
      for (const descending of [false, true]) {
        const { segments, tables, n } = documentOrder({ by, descending });
        const direction = descending ? 'DESC' : 'ASC';
        for (const { where, values, value } of segments) {
          const order = [value, n].filter((one) => one !== null).map((one) => `${one} ${direction}`);
          const batch = n.startsWith('v.') ? 'v.batch = 1 AND d.batch = 1' : 'd.batch = 1';
          const plan = db
            .prepare(
              `EXPLAIN QUERY PLAN SELECT d.id FROM ${tables} WHERE ${batch} AND ${where} ORDER BY ${order} LIMIT 9`,
            )
            .all(...values) as { detail: string }[];
          const steps = plan.map(({ detail }) => detail).join('; ');
          expect(steps, by).not.toContain('TEMP B-TREE');
          expect(steps, by).not.toContain('SCAN');
        }
      }
    db.close();
  });
});
