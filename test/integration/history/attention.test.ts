/** What waits for a person, over all batches, and what people decided about it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { ATTENTION } from '../../../src/core/history/migrations/0010-attention.ts';
import type { History } from '../../../src/core/history/types.ts';
import {
  type AttentionFilter,
  type AttentionItem,
  attentionFilterSchema,
} from '../../../src/shared/attention.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { EXCEPTIONS } from '../../../src/shared/exceptions.ts';
import type { ManifestDocument } from '../../../src/shared/manifest.ts';
import { overwritePages, PAGE_BYTES } from '../../support/damage.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { type Run, runsArb, storyOf } from './story.ts';

const CLEAN: Run = { retries: [], failsAt: null, canceledAt: null };
/** The stage where a story fails decides its code: 0 corrupt, 1 encrypted, 2 ocr_timeout. */
const failing = (stage: number): Run => ({ ...CLEAN, failsAt: stage });
const PAT = { by: 'pat', at: 1_000 };

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-attention-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

const filterOf = (filter: Partial<AttentionFilter> = {}): AttentionFilter =>
  attentionFilterSchema.parse(filter);
const list = (filter: Partial<AttentionFilter> = {}): AttentionItem[] => {
  const items: AttentionItem[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = history.attention.list({ filter: filterOf(filter), cursor, limit: 3 });
    expect(REQUESTS['attention.list'].output.parse(page)).toEqual(page);
    items.push(...page.items);
    if (page.next === null) {
      expect(items).toHaveLength(page.total);
      return items;
    }
    cursor = page.next;
  }
};
const keys = (filter: Partial<AttentionFilter> = {}): string[] =>
  list(filter).map(({ documentId, code }) => `${documentId} ${code}`);
const run = (documentId: string, ...runs: Run[]): void =>
  history.apply({ cursor: '1-0', ...storyOf(documentId, runs) });
const batch = (batchId: string, documents: Partial<ManifestDocument>[], matter = 'Test v. Matter'): void =>
  history.recordManifest(
    manifestOf(batchId, 0, {
      matter,
      documents: documents.map((change, i) => manifestDocument(batchId, i + 1, change)),
    }),
  );
const refused = (code: 'encrypted' | 'empty'): Partial<ManifestDocument> => ({
  status: 'exception',
  exception: { code, stage: null, detail: 'refused', attempt: 0 },
});
const warning = (code: 'low_or_no_text' | 'attachment_missing' | 'text_layer_replaced', detail: string) => ({
  ...{ code, stage: null, detail, attempt: 0 },
  pages: [2],
});

/** Two batches with one of everything. */
const fill = (): void => {
  batch('a', [{}, {}, refused('encrypted'), { warnings: [warning('attachment_missing', 'x.pdf')] }]);
  batch(
    'b',
    [
      { path: 'Box 1/Letter Ä.pdf' },
      { warnings: [warning('low_or_no_text', 'p2'), warning('low_or_no_text', 'p3')] },
      { warnings: [warning('text_layer_replaced', '')] },
      refused('empty'),
      { status: 'duplicate', duplicateOf: 'b-d00001', warnings: [warning('low_or_no_text', 'twin')] },
    ],
    'Roe v. Wade',
  );
  run('a-d00001', failing(1));
  run('a-d00002', CLEAN);
  run('a-d00004', CLEAN);
  run('b-d00001', failing(0));
  run('b-d00002', CLEAN);
  run('b-d00003', CLEAN);
};

describe('the list', () => {
  it('has exceptions and warnings of all batches, by who must act and what to do', () => {
    fill();
    const items = list();
    expect(items.map(({ documentId, code, intake }) => [documentId, code, intake])).toEqual([
      ['a-d00001', 'encrypted', false],
      ['a-d00003', 'encrypted', true],
      ['b-d00004', 'empty', true],
      ['b-d00002', 'low_or_no_text', false],
      ['b-d00001', 'corrupt', false],
      ['a-d00004', 'attachment_missing', false],
    ]);
    expect(items.map(({ code }) => EXCEPTIONS[code].actor)).toEqual([
      ...Array<string>(4).fill('paralegal'),
      ...Array<string>(2).fill('custodian'),
    ]);
    expect(items[0]).toMatchObject({
      detail: 'for good in run 1',
      matter: 'Test v. Matter',
      batchName: 'Batch a',
    });
    expect(items[3]).toMatchObject({ detail: 'p2\np3', pages: [2] });
    expect(history.attention.count()).toBe(6);
  });

  it('leaves out what nobody needs to act on, what is a duplicate, and what has not ended', () => {
    fill();
    batch('c', [{ warnings: [warning('low_or_no_text', 'not yet')] }]);
    expect(keys().filter((key) => /b-d00003|b-d00005|^c/.test(key))).toEqual([]);
  });

  it.each<[string, Partial<AttentionFilter>, string[]]>([
    ['batch', { batchId: 'b', actor: 'paralegal' }, ['b-d00004 empty', 'b-d00002 low_or_no_text']],
    ['unknown batch', { batchId: 'nobody' }, []],
    ['matter', { matter: 'Roe v. Wade', code: 'corrupt' }, ['b-d00001 corrupt']],
    ['code at intake', { code: 'encrypted', intake: true }, ['a-d00003 encrypted']],
    ['code after intake', { code: 'encrypted', intake: false }, ['a-d00001 encrypted']],
    ['who must act', { actor: 'administrator' }, []],
    ['a part of the path, in any case', { search: 'letter ä' }, ['b-d00001 corrupt']],
    [
      'nobody assigned',
      { assignee: '', actor: 'custodian' },
      ['b-d00001 corrupt', 'a-d00004 attachment_missing'],
    ],
    ['somebody assigned', { assignee: 'Jo' }, []],
    ['dismissed', { state: 'dismissed' }, []],
  ])('filters by %s', (_what, filter, expected) => {
    fill();
    expect(keys(filter)).toEqual(expected);
    const { groups } = history.attention.summary(filterOf(filter));
    const within = groups.filter(
      ({ code, actor, intake }) =>
        (filter.code ?? code) === code &&
        (filter.actor ?? actor) === actor &&
        (filter.intake ?? intake) === intake,
    );
    expect(within.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
  });

  it('counts groups, batches and matters', () => {
    fill();
    const summary = history.attention.summary(filterOf());
    expect(REQUESTS['attention.summary'].output.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({ open: 6, dismissed: 0, assignees: [] });
    expect(summary.batches).toEqual([
      { id: 'b', name: 'Batch b', count: 3 },
      { id: 'a', name: 'Batch a', count: 3 },
    ]);
    expect(summary.matters).toEqual([
      { matter: 'Roe v. Wade', count: 3 },
      { matter: 'Test v. Matter', count: 3 },
    ]);
    expect(summary.groups[0]).toEqual({ actor: 'paralegal', code: 'encrypted', intake: false, count: 1 });
  });

  it('loses an item that a later run mends, and gets it back when the run fails again', () => {
    batch('a', [{}]);
    run('a-d00001', failing(1));
    expect(keys()).toEqual(['a-d00001 encrypted']);
    const again = storyOf('a-d00001', [failing(1), failing(2)]).events;
    const waits = again.findIndex(({ run: number }) => number === 2);
    history.apply({ cursor: '2-0', events: again.slice(0, waits + 1), results: [] });
    expect(keys()).toEqual([]);
    history.apply({ cursor: '3-0', events: again, results: [] });
    expect(keys()).toEqual(['a-d00001 ocr_timeout']);
    run('a-d00001', failing(1), failing(2), CLEAN);
    expect(keys()).toEqual([]);
  });
});

describe('decisions', () => {
  const one = { items: [{ documentId: 'a-d00001', code: 'encrypted' as const }] };

  it('dismisses with a reason, by name and time, and takes it back', () => {
    fill();
    const { decision, items } = history.attention.dismiss(one, 'Privileged, not needed', PAT);
    expect(items).toBe(1);
    expect(keys()).not.toContain('a-d00001 encrypted');
    expect(list({ state: 'dismissed' })).toMatchObject([
      { documentId: 'a-d00001', dismissed: { reason: 'Privileged, not needed', by: 'pat', at: 1_000 } },
    ]);
    expect(history.attention.summary(filterOf())).toMatchObject({ open: 5, dismissed: 1 });
    expect(history.attention.dismiss(one, 'Twice', PAT).items).toBe(0);
    expect(history.attention.undo(decision, PAT)).toBe(1);
    expect(history.attention.undo(decision, PAT)).toBe(0);
    expect(keys()).toContain('a-d00001 encrypted');
    history.attention.dismiss(one, 'Again', PAT);
    expect(history.attention.reopen({ filter: filterOf({ state: 'dismissed' }) }, PAT)).toBe(1);
    expect(keys({ state: 'dismissed' })).toEqual([]);
  });

  it('brings a dismissed document back that fails again with another code', () => {
    batch('a', [{}]);
    run('a-d00001', failing(1));
    history.attention.dismiss(one, 'No password', PAT);
    run('a-d00001', failing(1), { ...failing(1), retries: [1, 0] });
    expect(keys()).toEqual([]);
    run('a-d00001', failing(1), failing(1), failing(2));
    expect(keys()).toEqual(['a-d00001 ocr_timeout']);
    expect(keys({ state: 'dismissed' })).toEqual([]);
  });

  it('assigns to a name, and an undone assignment shows the one before it', () => {
    fill();
    history.attention.assign(one, 'Jo', PAT);
    const { decision, items } = history.attention.assign({ filter: filterOf({ batchId: 'a' }) }, 'Kim', {
      ...PAT,
      at: 2_000,
    });
    expect(items).toBe(3);
    expect(keys({ assignee: 'Kim' })).toHaveLength(3);
    expect(history.attention.assign(one, 'Kim', { ...PAT, at: 3_000 }).items).toBe(0);
    expect(history.attention.undo(decision, PAT)).toBe(3);
    expect(keys({ assignee: 'Jo' })).toEqual(['a-d00001 encrypted']);
    expect(history.attention.summary(filterOf()).assignees).toEqual(['Jo']);
    expect(history.attention.assign(one, '', { ...PAT, at: 4_000 }).items).toBe(1);
    expect(keys({ assignee: 'Jo' })).toEqual([]);
    expect(keys({ assignee: '' })).toHaveLength(6);
  });

  it('passes over items that have left the list, and names that were never in it', () => {
    fill();
    run('a-d00001', failing(1), CLEAN);
    const gone = { items: [...one.items, { documentId: 'nobody', code: 'empty' as const }] };
    expect(history.attention.dismiss(gone, 'Late', PAT).items).toBe(0);
  });

  it('finds what a retry can help, by batch', () => {
    fill();
    batch('c', [{}]);
    run('c-d00001', failing(2));
    const found = (only: 'encrypted' | null) =>
      Object.fromEntries(history.attention.retryable({ filter: filterOf() }, only));
    // Neither a damaged file nor one that intake refused can be retried.
    expect(found(null)).toEqual({ a: ['a-d00001'], c: ['c-d00001'] });
    expect(found('encrypted')).toEqual({ a: ['a-d00001'] });
  });
});

it('lists what the documents say after any story, and the same after an upgrade', () => {
  fc.assert(
    fc.property(fc.array(runsArb, { minLength: 1, maxLength: 6 }), (stories) => {
      const folder = mkdtempSync(join(tmpdir(), 'redwell-attention-'));
      const path = join(folder, 'history.sqlite');
      const told = openHistory({ path });
      told.recordManifest(manifestOf('s', stories.length));
      for (const [i, runs] of stories.entries())
        told.apply({ cursor: '1-0', ...storyOf(`s-d${String(i + 1).padStart(5, '0')}`, runs) });
      const expected = [...told.allDocuments('s')].flatMap(({ id, status, exception, warnings }) =>
        status === 'exception'
          ? [`${id} ${exception?.code ?? 'infrastructure'}`]
          : status === 'completed'
            ? warnings.map(({ code }) => `${id} ${code}`)
            : [],
      );
      const query = { filter: filterOf(), cursor: null, limit: 500 };
      const seen = told.attention.list(query).items;
      told.dispose();
      expect(seen.map(({ documentId, code }) => `${documentId} ${code}`).sort()).toEqual(expected.sort());
      const db = new DatabaseSync(path);
      db.exec(`DROP TABLE attention; DROP TABLE attention_items; DROP TRIGGER attention_document_added;
        DROP TRIGGER attention_document_changed; DROP TRIGGER attention_document_removed;`);
      db.exec(ATTENTION);
      db.close();
      const upgraded = openHistory({ path });
      expect(upgraded.attention.list(query).items).toEqual(seen);
      upgraded.dispose();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 20 },
  );
});

it('keeps decisions when the file is damaged and recovered', () => {
  fill();
  const filter = { state: 'dismissed' as const };
  history.attention.dismiss({ items: [{ documentId: 'b-d00001', code: 'corrupt' }] }, 'Copy asked for', PAT);
  history.attention.assign({ filter: filterOf() }, 'Kim', PAT);
  const undone = history.attention.dismiss({ filter: filterOf({ code: 'encrypted' }) }, 'Mistake', PAT);
  history.attention.undo(undone.decision, PAT);
  const before = [list(), list(filter), history.attention.summary(filterOf())];
  history.dispose();
  overwritePages(history.path, [0], () => Buffer.alloc(PAGE_BYTES));
  history = openHistory({ path: history.path });
  expect(history.repair.report()).toMatchObject({ cause: 'damaged', documents: 9 });
  expect([list(), list(filter), history.attention.summary(filterOf())]).toEqual(before);
});
