/** Tags and saved views: what they hold, and that they survive an upgrade, a damaged file and a second repair. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { LISTS } from '../../../src/core/history/migrations/0011-lists.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { ListView } from '../../../src/shared/document-list.ts';
import { documentId, overwritePages, PAGE_BYTES, writeHistory } from '../../support/damage.ts';
import { indexAll } from '../../support/search.ts';

const [A, B] = ['20261101-0900-aaaaa', '20261102-0900-bbbbb'] as const;
const view = (name: string, change: Partial<ListView> = {}): ListView => ({
  name,
  query: 'status=exception&sort=-bytes',
  columns: ['path', 'bytes'],
  isDefault: false,
  ...change,
});

let dir: string;
let path: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-tags-'));
  path = join(dir, 'history.sqlite');
  writeHistory(path, [A, B], 40);
  history = openHistory({ path });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true, force: true });
});

const listed = (batchId: string, change: object = {}) =>
  history.listDocuments(REQUESTS['documents.list'].input.parse({ batchId, limit: 500, ...change })).items;
const taggedIds = (batchId: string, tag: string): string[] => listed(batchId, { tag }).map(({ id }) => id);

describe('tags', () => {
  it('are put on documents of one batch, counted, listed in alphabetical order, and taken away', () => {
    const ids = [1, 2, 3].map((n) => documentId(A, n));
    expect(history.tags.set(A, ids, 'Privileged', true)).toBe(3);
    expect(history.tags.set(A, ids.slice(0, 2), 'hot', true)).toBe(2);
    // The other batch's document, and one that nobody has, are passed over.
    expect(history.tags.set(A, [documentId(B, 1), 'nobody'], 'hot', true)).toBe(0);
    expect(history.tags.list(A)).toEqual([
      { tag: 'hot', documents: 2 },
      { tag: 'Privileged', documents: 3 },
    ]);
    expect(history.tags.list(B)).toEqual([]);
    expect(taggedIds(A, 'hot')).toEqual(ids.slice(0, 2));
    expect(listed(A).find(({ id }) => id === ids[0])?.tags).toEqual(['Privileged', 'hot']);
    expect(history.tags.set(A, ids, 'hot', false)).toBe(2);
    expect(history.tags.list(null)).toEqual([{ tag: 'Privileged', documents: 3 }]);
  });

  it('keep the spelling that the first document got, in every batch', () => {
    history.tags.set(A, [documentId(A, 1)], 'Zürich', true);
    expect(history.tags.set(B, [documentId(B, 1)], 'zÜRICH', true)).toBe(1);
    expect(history.tags.set(A, [documentId(A, 1)], 'zürich', true)).toBe(0);
    expect(history.tags.list(null)).toEqual([{ tag: 'Zürich', documents: 2 }]);
    expect(history.tags.set(B, [documentId(B, 1)], 'zürich', false)).toBe(1);
  });
});

describe('views', () => {
  it('are saved, replaced, renamed and removed, each list for itself', () => {
    history.views.save('documents', view('Failed'));
    history.views.save('history', view('Failed', { columns: null }));
    history.views.save('documents', view('Large'));
    expect(
      history.views.save('documents', view('Failed', { query: '' })).map((v) => [v.name, v.query]),
    ).toEqual([
      ['Failed', ''],
      ['Large', 'status=exception&sort=-bytes'],
    ]);
    expect(history.views.list('history')).toEqual([view('Failed', { columns: null })]);
    expect(() => history.views.rename('documents', 'Failed', 'Large')).toThrow('called “Large” already');
    expect(() => history.views.rename('documents', 'Gone', 'New')).toThrow('no view called “Gone”');
    history.views.rename('documents', 'Failed', 'Exceptions');
    history.views.remove('documents', 'Large');
    history.views.remove('documents', 'Large');
    expect(history.views.list('documents').map(({ name }) => name)).toEqual(['Exceptions']);
  });

  it('have at most one default per list, and are at most 50', () => {
    const defaults = () =>
      history.views
        .list('documents')
        .filter(({ isDefault }) => isDefault)
        .map(({ name }) => name);
    history.views.save('documents', view('One', { isDefault: true }));
    history.views.save('documents', view('Two', { isDefault: true }));
    expect(defaults()).toEqual(['Two']);
    history.views.setDefault('documents', 'One');
    expect(defaults()).toEqual(['One']);
    expect(() => history.views.setDefault('documents', 'Three')).toThrow('no view called');
    expect(defaults()).toEqual(['One']);
    history.views.setDefault('documents', null);
    expect(defaults()).toEqual([]);
    for (let n = 2; n < 50; n += 1) history.views.save('documents', view(`View ${n}`));
    expect(() => history.views.save('documents', view('One more'))).toThrow('50 views already');
    history.views.save('documents', view('One'));
  });
});

/** Tags and views as history has them. */
const made = (): unknown => ({
  tags: [A, B].map((batch) => [
    history.tags.list(batch),
    taggedIds(batch, 'Hot'),
    taggedIds(batch, 'Privileged'),
  ]),
  views: history.views.list('documents'),
});

function mark(): void {
  for (const batch of [A, B])
    for (let n = 1; n <= 40; n += 1) {
      history.tags.set(batch, [documentId(batch, n)], 'Hot', true);
      if (n % 3 === 0) history.tags.set(batch, [documentId(batch, n)], 'Privileged', true);
    }
  history.views.save('documents', view('Failed', { isDefault: true }));
  history.views.save('documents', view('Large', { columns: null }));
}

describe('after damage', () => {
  it.each([
    ['the header', 0],
    ['the first page', 1],
  ] as const)('tags, views and sort orders come back when %s is destroyed', (_what, kind) => {
    mark();
    const before = made();
    const sorted = (): string[] =>
      listed(A, { sort: { by: 'attempts', descending: true } }).map(({ id }) => id);
    const order = sorted();
    history.dispose();
    overwritePages(path, [0], () => Buffer.alloc(kind === 0 ? 100 : PAGE_BYTES));
    history = openHistory({ path });
    expect(history.repair.report()?.cause).toBe('damaged');
    expect(made()).toEqual(before);
    expect(sorted()).toEqual(order);
    history.dispose();
    const db = new DatabaseSync(path, { readOnly: true });
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    db.close();
    history = openHistory({ path });
    expect(made()).toEqual(before);
  });

  it('invents no tag when any one page is destroyed', () => {
    mark();
    const before = JSON.stringify(made());
    history.dispose();
    const count = new DatabaseSync(path, { readOnly: true });
    const { n } = count
      .prepare(`SELECT max(pageno) - 1 AS n FROM dbstat WHERE name = 'document_tags'`)
      .get() as { n: number };
    count.close();
    overwritePages(path, [n], () => Buffer.alloc(PAGE_BYTES, 0xa5));
    history = openHistory({ path });
    for (const batch of [A, B])
      for (const { id, tags } of listed(batch)) {
        const number = Number(id.slice(-5));
        const wanted = number % 3 === 0 ? ['Hot', 'Privileged'] : ['Hot'];
        expect(wanted, id).toEqual(expect.arrayContaining(tags));
      }
    expect(JSON.stringify(history.views.list('documents'))).toBe(
      JSON.stringify((JSON.parse(before) as { views: unknown }).views),
    );
  });
});

it('computes what lists are sorted by for a history of an earlier version', () => {
  indexAll(history);
  const values = (): unknown => {
    const db = new DatabaseSync(path, { readOnly: true });
    const rows = db.prepare('SELECT * FROM list_values ORDER BY document').all();
    db.close();
    return rows;
  };
  const before = values();
  history.dispose();
  const db = new DatabaseSync(path);
  const names = (type: string, like: string): string[] =>
    (
      db.prepare('SELECT name FROM sqlite_schema WHERE type = ? AND name LIKE ?').all(type, like) as {
        name: string;
      }[]
    ).map(({ name }) => name);
  for (const name of names('trigger', 'list_%')) db.exec(`DROP TRIGGER ${name}`);
  for (const name of names('index', 'documents_by_%')) db.exec(`DROP INDEX ${name}`);
  for (const name of ['list_values', 'document_tags', 'views']) db.exec(`DROP TABLE ${name}`);
  db.exec(LISTS);
  db.close();
  history = openHistory({ path });
  expect(values()).toEqual(before);
  expect(before).toHaveLength(80);
});
