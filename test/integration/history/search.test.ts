/** What a search answers besides its documents: order, pages, excerpts, facets, and an index that keeps up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/core/history/connection.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import { openSearcher } from '../../../src/core/history/search/searcher.ts';
import type { History } from '../../../src/core/history/types.ts';
import { searchAnswerSchema, searchFacetsSchema, searchInputSchema } from '../../../src/shared/search.ts';
import { answerOf, finished, hitsOf, idsOf, indexAll, writeTexts } from '../../support/search.ts';

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-search-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

const paths = (query: string, change: object = {}): string[] =>
  hitsOf(history, query, change).map(({ path }) => path);

function writeMails(): string[] {
  return writeTexts(
    history,
    'b1',
    [
      {
        path: 'in/Müller contract.eml',
        type: 'eml',
        text: 'Dear Bo, the wire of $18,450.00 under 28 U.S.C. § 1332 was a fraud.',
        metadata: {
          from: [{ name: 'Ann Reyes', address: 'ann@reyes.com' }],
          to: [
            { name: 'Bo Smith', address: 'bo@x.com' },
            { name: 'Jones', address: '' },
          ],
          bcc: [{ name: 'Hidden', address: '' }],
          subject: 'Wire notice',
          sent: '2023-12-31T23:00:00Z',
          language: 'eng',
        },
        entities: [
          { kind: 'person', text: 'Bo', canonical: 'Bo Smith' },
          { kind: 'organization', text: 'Acme, Inc.', canonical: 'Acme' },
          { kind: 'person', text: 'Jones', canonical: 'Jones' },
        ],
      },
      { path: 'in/plain.txt', text: 'fraud fraud fraud', modifiedAt: Date.UTC(2024, 4, 5) },
      { path: 'out/twin.txt', status: 'duplicate', duplicateOf: 'b1-d00002' },
      {
        path: 'out/scan.pdf',
        type: 'pdf',
        text: 'A long text in which the word fraud stands once among many others.',
        warnings: [{ code: 'low_confidence', stage: 'ocr', detail: '', attempt: 1 }],
      },
    ],
    { name: 'Production 3', matter: 'Reyes v. Acme', custodian: 'Dana Smith' },
  );
}

describe('fields', () => {
  it.each([
    ['from:reyes', [1]],
    ['from:"ann reyes"', [1]],
    ['to:bo NOT from:bo', [1]],
    // No phrase goes from one receiver to the next.
    ['to:"com jones"', []],
    ['to:(com w/3 jones)', []],
    ['to:(bo w/2 smith)', [1]],
    ['cc:hidden', [1]],
    ['subject:(wire pre/1 notice)', [1]],
    ['name:muller', [1]],
    ['name:in', []],
    ['path:in', [1, 2]],
    ['path:(in pre/2 contract)', [1]],
    ['entity:"bo smith"', [1]],
    ['entity:"acme jones"', []],
    ['matter:"reyes v acme" type:pdf', [4]],
    ['matter:(reyes w/2 acme) type:pdf', [4]],
    ['custodian:smith name:plain', [2]],
    ['batch:"b1" type:email', [1]],
    ['batch:production name:twin', [3]],
    ['date:2023', [1]],
    ['date:2024', [2]],
    ['date:>2023-12-31', [2]],
    ['date:2023-12-31..2024-05-05', [1, 2]],
    ['has:warning', [4]],
    ['has:low_confidence', [4]],
    ['has:text NOT fraud', []],
    ['is:duplicate', [3]],
    ['lang:en', [1]],
    ['"18,450.00"', [1]],
    ['$18,450.00', [1]],
    ['u.s.c. § 1332', [1]],
    ['muller contract fraud', [1]],
    ['fraud NOT type:(pdf OR eml)', [2]],
    // One word is not near itself.
    ['fraud w/5 fraud type:pdf', []],
    ['fraud w/1 fraud', [2]],
    ['fraud pre/2 fraud*', [2]],
    ['wire w/5 28', []],
    ['wire w/6 28', [1]],
    ['28 pre/6 wire', []],
  ])('finds by %s', (query, found) => {
    const ids = writeMails();
    expect(idsOf(history, query)).toEqual(found.map((n) => ids[n - 1]));
  });
});

describe('results', () => {
  it('are sorted by relevance, by date, or by name', () => {
    writeMails();
    expect(paths('fraud')[0]).toBe('in/plain.txt');
    expect(paths('fraud', { sort: 'date' })).toEqual([
      'in/plain.txt',
      'in/Müller contract.eml',
      'out/scan.pdf',
    ]);
    expect(paths('fraud', { sort: 'name' })).toEqual([
      'in/Müller contract.eml',
      'in/plain.txt',
      'out/scan.pdf',
    ]);
    expect(answerOf(history, 'has:text')).toMatchObject({ sort: 'date', total: 3 });
  });

  it('come in pages that continue one list, whatever is added meanwhile', () => {
    writeTexts(
      history,
      'b1',
      Array.from({ length: 10 }, (_one, i) => ({ path: `${i}.txt`, text: 'word' })),
    );
    indexAll(history);
    const engine = history.search();
    const page = (cursor: string | null) => {
      const answer = finished(
        engine.find(searchInputSchema.parse({ query: 'word', sort: 'name', limit: 4, cursor })),
      );
      if (answer.kind === 'problem') throw new Error(answer.problem.message);
      return answer;
    };
    const first = page(null);
    writeTexts(history, 'b2', [{ path: '0 new.txt', text: 'word' }]);
    indexAll(history);
    const second = page(first.next);
    const third = page(second.next);
    const all = [first, second, third].flatMap(({ items }) => items.map(({ path }) => path));
    expect(all).toEqual(Array.from({ length: 10 }, (_one, i) => `${i}.txt`));
    expect([first.total, third.next]).toEqual([10, null]);
    expect(searchAnswerSchema.parse(first)).toEqual(first);
    engine.dispose();
    // Another connection sees what was added.
    expect(answerOf(history, 'word')).toMatchObject({ total: 11 });
  });

  it('show each hit in its context, with offsets', () => {
    writeMails();
    const [hit] = hitsOf(history, 'wire w/5 "18 450 00" OR subject:notice');
    const [excerpt] = hit!.excerpts;
    expect(excerpt!.marks.map(({ start, end }) => excerpt!.text.slice(start, end))).toEqual([
      'wire',
      '18,450.00',
    ]);
    expect(
      hit!.fields.map(({ field, text, marks }) => [
        field,
        marks.map(({ start, end }) => text.slice(start, end)),
      ]),
    ).toEqual([['subject', ['notice']]]);
    expect(history.document(hit!.documentId)!.text!.slice(excerpt!.start)).toContain(excerpt!.text);
  });

  it('are counted by type, batch, year, name and warning, as a whole', () => {
    writeMails();
    writeTexts(history, 'b2', [{ path: 'x.txt', text: 'fraud' }], {
      name: 'Other',
      matter: '',
      custodian: '',
    });
    indexAll(history);
    const engine = history.search();
    const { facets } = finished(engine.facets({ query: 'fraud' }));
    engine.dispose();
    expect(searchFacetsSchema.parse({ facets })).toEqual({ facets });
    const counts = Object.fromEntries(
      facets.map(({ kind, values }) => [kind, values.map(({ value, count }) => [value, count])]),
    );
    expect(counts).toEqual({
      type: [
        ['txt', 2],
        ['eml', 1],
        ['pdf', 1],
      ],
      custodian: [['Dana Smith', 3]],
      matter: [['Reyes v. Acme', 3]],
      batch: [
        ['b1', 3],
        ['b2', 1],
      ],
      year: [
        ['2024', 1],
        ['2023', 1],
      ],
      person: [
        ['Bo Smith', 1],
        ['Jones', 1],
      ],
      organization: [['Acme', 1]],
      warning: [['low_confidence', 1]],
    });
  });
});

describe('the index', () => {
  it('says how many documents wait, and finds them by text before', () => {
    writeMails();
    const engine = history.search();
    const find = (query: string) => finished(engine.find(searchInputSchema.parse({ query })));
    expect(find('fraud from:reyes')).toMatchObject({ total: 0, waiting: 4 });
    expect(find('fraud')).toMatchObject({ total: 3, waiting: 4 });
    engine.dispose();
    expect(answerOf(history, 'from:reyes')).toMatchObject({ total: 1, waiting: 0 });
  });

  it('follows what is changed and removed in the other tables', () => {
    const ids = writeMails();
    expect(idsOf(history, 'entity:acme')).toEqual([ids[0]]);
    const db = connect(join(dir, 'history.sqlite'), false);
    db.exec(`DELETE FROM entities; UPDATE texts SET metadata = '{"subject":"Another"}' WHERE document = 2`);
    expect(idsOf(history, 'entity:acme')).toEqual([]);
    expect(idsOf(history, 'subject:another')).toEqual([ids[1]]);
    db.exec('DELETE FROM texts; DELETE FROM attempts; DELETE FROM documents WHERE n = 4');
    db.close();
    expect(idsOf(history, 'subject:another')).toEqual([]);
    expect(idsOf(history, 'from:reyes')).toEqual([]);
    expect(idsOf(history, 'date:2024')).toEqual([ids[1]]);
    expect(answerOf(history, 'path:scan')).toMatchObject({ total: 0 });
  });

  it('leaves out nothing after a NUL', () => {
    writeTexts(history, 'b', [
      { path: '1.txt', text: 'before\u0000after', metadata: { subject: 'a\u0000b' } },
    ]);
    expect(paths('after subject:b')).toEqual(['1.txt']);
  });

  it('leaves out no recipient of a mail to thousands, and no name of a long document', () => {
    const to = Array.from({ length: 3000 }, (_, n) => ({ name: `Member ${n}`, address: `m${n}@list.org` }));
    const entities = Array.from({ length: 3000 }, (_, n) => ({
      kind: 'organization' as const,
      text: `Company number ${n}`,
      canonical: `Company number ${n}, Inc.`,
    }));
    writeTexts(history, 'b', [{ path: '1.eml', type: 'eml', text: 'To all', metadata: { to }, entities }]);
    expect(paths('to:m2999')).toEqual(['1.eml']);
    expect(paths('entity:"company number 2999"')).toEqual(['1.eml']);
  });
});

describe('a searcher', () => {
  it('answers in order, and stops a search that another one replaces', async () => {
    writeMails();
    indexAll(history);
    const searcher = openSearcher({ path: history.path, entry: join(dir, 'nothing.js') });
    const input = (query: string) => searchInputSchema.parse({ query });
    const replaced = searcher.find(input('fraud'), 'page');
    const kept = searcher.find(input('from:reyes'), 'page');
    const other = searcher.facets({ query: 'fraud' }, 'page');
    await expect(replaced).rejects.toMatchObject({ code: 'canceled' });
    await expect(kept).resolves.toMatchObject({ total: 1 });
    expect((await other).facets).toHaveLength(8);
    await expect(searcher.find(input('"'))).resolves.toMatchObject({ kind: 'problem' });
    await expect(searcher.marks({ query: 'fraud', documentId: 'b1-d00002' })).resolves.toEqual({
      marks: [0, 6, 12].map((start) => ({ start, end: start + 5 })),
    });
    const left = searcher.find(input('fraud'));
    const failed = expect(left).rejects.toMatchObject({ code: 'canceled' });
    await searcher.dispose();
    await failed;
  });
});
