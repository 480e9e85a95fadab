/** Which rows are selected after clicks and keys, and what an exported list contains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING, type Selected, toggled } from '../../../src/renderer/lib/use-row-selection.ts';
import { documentColumns } from '../../../src/renderer/pages/batch/document-columns.tsx';
import {
  activeView,
  everything,
  filterOfView,
  viewOf,
} from '../../../src/renderer/pages/batch/document-views.ts';
import { isBare, isNarrowed, NO_FILTER, sortOf } from '../../../src/renderer/pages/batch/filter.ts';
import { documentsCsv, documentsOf } from '../../../src/renderer/pages/batch/selected-documents.ts';
import type { ListedDocument, ListView } from '../../../src/shared/document-list.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const pressed = (...clicks: readonly (readonly [string, boolean])[]): string =>
  [...clicks.reduce((state: Selected, [id, range]) => toggled(state, IDS, id, range), NOTHING).selected]
    .sort()
    .join('');

describe('selected rows', () => {
  it('are toggled one by one', () => {
    expect(pressed(['b', false], ['d', false], ['b', false])).toBe('d');
  });

  it('are extended from the last toggled row in both directions, and shrink again', () => {
    expect(pressed(['c', false], ['e', true])).toBe('cde');
    expect(pressed(['c', false], ['e', true], ['d', true])).toBe('cd');
    expect(pressed(['c', false], ['e', true], ['a', true])).toBe('abc');
    expect(pressed(['f', false], ['b', false], ['c', true])).toBe('bcf');
  });

  it('begin with the row itself when nothing was selected before, or its start has left the list', () => {
    expect(pressed(['d', true])).toBe('d');
    const before = toggled(NOTHING, IDS, 'a', false);
    expect([...toggled(before, IDS.slice(1), 'c', true).selected].sort()).toEqual(['a', 'c']);
  });

  it('always contain the range from its start to the row that was clicked with Shift', () => {
    const click = fc.tuple(fc.constantFrom(...IDS), fc.boolean());
    fc.assert(
      fc.property(fc.array(click, { maxLength: 12 }), fc.constantFrom(...IDS), (clicks, last) => {
        const before = clicks.reduce(
          (state: Selected, [id, range]) => toggled(state, IDS, id, range),
          NOTHING,
        );
        const { selected, anchor } = toggled(before, IDS, last, true);
        const [from, to] = [IDS.indexOf(anchor!), IDS.indexOf(last)].sort() as [number, number];
        for (const id of IDS.slice(from, to + 1)) expect(selected.has(id)).toBe(true);
        // A range never takes away what was selected before it began.
        for (const id of before.base) expect(selected.has(id)).toBe(true);
      }),
    );
  });
});

const row = (n: number, change: Partial<ListedDocument> = {}): ListedDocument => ({
  id: `b-d${n}`,
  batchId: 'b',
  path: `folder/${n}.pdf`,
  sha256: 'f'.repeat(64),
  bytes: 1234567 * n,
  type: 'pdf',
  status: 'completed',
  parentId: null,
  duplicateOf: null,
  exception: null,
  warnings: [],
  pages: n,
  characters: 10,
  entities: 2,
  stages: {} as ListedDocument['stages'],
  custodian: 'Harlan, J.',
  day: 20210314,
  attempts: 1,
  startedAt: Date.UTC(2026, 0, 2),
  endedAt: null,
  runningMs: 1500,
  tags: ['Hot', 'Privileged'],
  ...change,
});

/** Answers with pages of two rows. */
const sourceOf = (rows: readonly ListedDocument[], only: ReadonlySet<string> | null) => {
  const asked: unknown[] = [];
  const request = async (_name: string, query: { cursor: string | null }) => {
    asked.push(query);
    const from = Number(query.cursor ?? 0);
    const next = from + 2 < rows.length ? String(from + 2) : null;
    return { items: rows.slice(from, from + 2), next, total: rows.length };
  };
  const filter = { ...NO_FILTER, search: 'x', sort: { by: 'bytes', descending: true } as const };
  return { source: { bridge: { request: request as never }, batchId: 'b', filter, only }, asked };
};
const columns = (...ids: string[]) => {
  const all = documentColumns(() => '');
  return ids.map((id) => all.find((column) => column.id === id)!);
};

describe('an exported list', () => {
  it('has the rows of every page in their order, with the columns that are shown', async () => {
    const rows = [row(3), row(2, { path: '=cmd|x' }), row(1, { day: null, sha256: null, tags: [] })];
    const { source, asked } = sourceOf(rows, null);
    const { parts, documents } = await documentsCsv(
      source,
      columns('path', 'bytes', 'date', 'started', 'ended', 'tags', 'hash'),
    );
    expect(documents).toBe(3);
    expect(parts.join('')).toBe(
      [
        '\uFEFF"Path","Size (bytes)","Date","Started","Ended","Tags","SHA-256"',
        `"folder/3.pdf","3703701","2021-03-14","2026-01-02T00:00:00.000Z","","Hot; Privileged","${'f'.repeat(64)}"`,
        `"'=cmd|x","2469134","2021-03-14","2026-01-02T00:00:00.000Z","","Hot; Privileged","${'f'.repeat(64)}"`,
        '"folder/1.pdf","1234567","","2026-01-02T00:00:00.000Z","","",""',
        '',
      ].join('\r\n'),
    );
    expect(asked).toMatchObject([
      { batchId: 'b', search: 'x', sort: { by: 'bytes', descending: true }, cursor: null },
      { cursor: '2' },
    ]);
  });

  it('has only the selected documents, and reads no further than the last one', async () => {
    const { source, asked } = sourceOf([row(1), row(2), row(3), row(4), row(5)], new Set(['b-d2', 'b-d3']));
    const found: string[] = [];
    for await (const { id } of documentsOf(source)) found.push(id);
    expect(found).toEqual(['b-d2', 'b-d3']);
    expect(asked).toHaveLength(2);
  });

  it('names every column that can be shown', () => {
    for (const column of documentColumns(() => '')) {
      if (column.id === 'stages') continue;
      expect(typeof column.text(row(1)), column.id).toBe('string');
    }
  });
});

describe('the views of a document list', () => {
  const filter = { ...NO_FILTER, status: 'exception' as const, sort: sortOf('-bytes') };
  const view: ListView = { name: 'Failed', ...viewOf(filter, ['path', 'bytes']), isDefault: true };

  it('come back as they were saved', () => {
    expect(view.query).toBe('status=exception&sort=-bytes');
    expect(filterOfView(view)).toEqual(filter);
  });

  it('are recognized by filter, order and columns', () => {
    expect(activeView([view], filter, ['path', 'bytes'])).toBe('Failed');
    expect(activeView([view], filter, null)).toBeUndefined();
    expect(activeView([view], { ...filter, sort: null }, ['path', 'bytes'])).toBeUndefined();
    expect(activeView([view], { ...NO_FILTER, all: true }, null)).toBeNull();
  });

  it('leave an address for everything when the list has a default view', () => {
    expect(isBare(everything([view]))).toBe(false);
    expect(isNarrowed(everything([view]))).toBe(false);
    expect(isBare(everything([]))).toBe(true);
  });

  it('read only orders that there are', () => {
    expect(sortOf('pages')).toEqual({ by: 'pages', descending: false });
    expect([sortOf(null), sortOf('path'), sortOf('nope'), sortOf('--bytes')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(sortOf('-path')).toEqual({ by: 'path', descending: true });
  });
});
