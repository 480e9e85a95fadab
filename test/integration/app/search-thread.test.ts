/** The built thread answers searches and comparisons, and the console goes on meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { openSearcher } from '../../../src/core/history/search/searcher.ts';
import type { History } from '../../../src/core/history/types.ts';
import { searchInputSchema } from '../../../src/shared/search.ts';
import { indexAll, writeTexts } from '../../support/search.ts';

const ENTRY = join(import.meta.dirname, '../../../out/main/search.js');
let dir: string;
let history: History;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-thread-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
  writeTexts(history, 'b', [{ path: '1.txt', text: 'the first notice' }]);
  indexAll(history);
});
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

it('answers in a thread, and sees what is written later', async () => {
  const searcher = openSearcher({ path: history.path, entry: ENTRY });
  const find = (query: string) => searcher.find(searchInputSchema.parse({ query }));
  let turns = 0;
  const ticker = setInterval(() => {
    turns += 1;
  });
  await expect(find('first pre/1 notice')).resolves.toMatchObject({ total: 1, waiting: 0 });
  clearInterval(ticker);
  expect(turns).toBeGreaterThan(0);
  writeTexts(history, 'b2', [{ path: '2.txt', text: 'another first notice' }]);
  await expect(find('first')).resolves.toMatchObject({ total: 2, waiting: 1 });
  await expect(find('first w/')).resolves.toMatchObject({ kind: 'problem', problem: { at: 6, end: 8 } });
  await searcher.dispose();
});

it('compares batches in a thread, and sums up days', async () => {
  writeTexts(history, 'c', [{ path: '1.txt', sha256: 'x' }]);
  writeTexts(history, 'd', [{ path: '2.txt', sha256: 'x' }, { path: '3.txt' }]);
  const comparer = openSearcher({ path: history.path, entry: ENTRY });
  const pair = { a: 'c', b: 'd' };
  await expect(comparer.compare(pair)).resolves.toMatchObject({ changes: { came: 1, moved: 1, went: 0 } });
  await expect(comparer.changes({ ...pair, kind: 'moved', cursor: null, limit: 10 })).resolves.toMatchObject({
    total: 1,
    items: [{ a: { path: '1.txt' }, b: { path: '2.txt' } }],
  });
  await expect(comparer.compare({ a: 'c', b: 'gone' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(comparer.trends({ edges: [0, 1, 2] })).resolves.toMatchObject({
    intervals: [
      { at: 0, completed: 0 },
      { at: 1, pages: 0 },
    ],
  });
  await comparer.dispose();
});

it('can be closed in the middle of a search without taking the process with it', async () => {
  const text = 'notice of the first and the second breach '.repeat(300);
  writeTexts(
    history,
    'large',
    Array.from({ length: 300 }, (_one, i) => ({ path: `${i}.txt`, text })),
  );
  indexAll(history);
  // A thread that is terminated inside SQLite aborts the process, here nearly every time.
  for (let wait = 0; wait < 40; wait += 4) {
    const searcher = openSearcher({ path: history.path, entry: ENTRY });
    await searcher.find(searchInputSchema.parse({ query: 'absent' }));
    const searching = searcher.find(
      searchInputSchema.parse({ query: 'notice w/9 breach AND first w/20 second' }),
    );
    const ended = searching.catch((error: unknown) => error);
    await sleep(wait);
    await searcher.dispose();
    await ended;
  }
});

it('fails when the file of history is gone', async () => {
  const searcher = openSearcher({ path: join(dir, 'gone.sqlite'), entry: ENTRY });
  await expect(searcher.find(searchInputSchema.parse({ query: 'a' }))).rejects.toThrow();
  await searcher.dispose();
});
