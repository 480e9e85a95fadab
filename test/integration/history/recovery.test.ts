import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { DocumentDetail } from '../../../src/shared/documents.ts';
import {
  contentsOf,
  copyOf,
  documentId,
  isMarked,
  overwritePages,
  PAGE_BYTES,
  wholeHistory,
  writeHistory,
} from '../../support/damage.ts';
import { manifestOf } from '../../support/manifest.ts';
import { sized } from '../../support/scale.ts';

const BATCHES = ['20261101-0900-aaaaa', '20261102-0900-bbbbb'];
const DOCUMENTS = 150;

let folder: string;
let path: string;
let whole: Map<string, DocumentDetail>;
const copies: string[] = [];
const copy = (): string => {
  const made = copyOf(path);
  copies.push(dirname(made));
  return made;
};

beforeAll(() => {
  ({ folder, path, whole } = wholeHistory(BATCHES, DOCUMENTS));
});
afterAll(() => {
  for (const one of [folder, ...copies]) rmSync(one, { recursive: true, force: true });
});

/** What a document says, without its marks. */
const said = ({ warnings: _w, ...detail }: DocumentDetail) => detail;

/** Opens a damaged copy, completes it from the manifests, and checks that it says nothing that was not so. */
function expectHonest(damaged: string): { recovered: number; marked: number } {
  const history = openHistory({ path: damaged });
  let recovered = 0;
  let marked = 0;
  try {
    for (const [id, detail] of contentsOf(history, BATCHES)) {
      const before = whole.get(id);
      expect(before, `${id} was invented`).toBeDefined();
      recovered += 1;
      if (before === undefined) continue;
      // The row of its batch may be lost, which the manifest brings back.
      if (!isMarked(detail))
        expect({ ...said(detail), custodian: '' }).toEqual({ ...said(before), custodian: '' });
      else {
        expect([null, before.text]).toContain(detail.text);
        expect(detail.status).toBe(before.status);
        for (const entity of detail.entityList) expect(before.entityList).toContainEqual(entity);
        const attempts = before.attempts.map(({ run: _run, ...attempt }) => attempt);
        for (const attempt of detail.attempts) expect(attempts).toContainEqual(attempt);
      }
    }
    for (const batch of BATCHES)
      history.repair.complete(manifestOf(batch, DOCUMENTS, { createdAt: 1_700_000_000_000 }));
    history.repair.finish();
    for (const batch of BATCHES) {
      const { equation, status } = history.batch(batch)!;
      expect(equation).toMatchObject({ received: DOCUMENTS, pending: 0, duplicates: 0, excluded: 0 });
      expect(equation.completed + equation.exceptions).toBe(DOCUMENTS);
      expect(status).toMatch(/^completed/);
    }
    const after = contentsOf(history, BATCHES);
    expect(after.size).toBe(2 * DOCUMENTS);
    for (const [id, detail] of after)
      if (isMarked(detail)) marked += 1;
      else expect(said(detail)).toEqual(said(whole.get(id)!));
    const report = history.repair.report();
    // What was cut off may have held nothing.
    if (report === null) expect(marked).toBe(0);
    else
      expect([report.error, report.state, report.lost + report.incomplete]).toEqual([null, 'done', marked]);
  } finally {
    history.dispose();
  }
  const db = new DatabaseSync(damaged, { readOnly: true });
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  db.close();
  return { recovered, marked };
}

const kept = (damaged: string): string[] =>
  readdirSync(dirname(damaged)).filter((name) => /^history\.damaged-[\d-]+\.sqlite$/.test(name));

const pageCount = (): number => statSync(path).size / PAGE_BYTES;

it('recovers everything when only the header is destroyed', () => {
  const damaged = copy();
  const fd = openSync(damaged, 'r+');
  writeSync(fd, randomBytes(100), 0, 100, 0);
  closeSync(fd);
  expect(expectHonest(damaged)).toEqual({ recovered: 2 * DOCUMENTS, marked: 0 });
  expect(kept(damaged)).toHaveLength(1);
});

it('recovers documents and texts when the whole first page is zeroed', () => {
  const damaged = copy();
  overwritePages(damaged, [0], () => Buffer.alloc(PAGE_BYTES));
  expect(expectHonest(damaged).recovered).toBe(2 * DOCUMENTS);
});

it('recovers the documents under a zeroed inner page', () => {
  const db = new DatabaseSync(path, { readOnly: true });
  const { rootpage } = db.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'documents'`).get() as {
    rootpage: number;
  };
  db.close();
  const damaged = copy();
  overwritePages(damaged, [rootpage - 1], () => Buffer.alloc(PAGE_BYTES));
  expect(expectHonest(damaged)).toEqual({ recovered: 2 * DOCUMENTS, marked: 0 });
});

it('never crashes, never invents, and marks what is lost, whatever pages are damaged', {
  timeout: 300_000,
}, () => {
  const count = pageCount();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 12 }),
      fc.constantFrom('zero', 'random', 'swap', 'ones'),
      fc.nat(count - 1),
      (pages, how, other) => {
        const damaged = copy();
        const bytes = readFileSync(path);
        const fill = {
          zero: () => Buffer.alloc(PAGE_BYTES),
          ones: () => Buffer.alloc(PAGE_BYTES, 0xff),
          random: () => randomBytes(PAGE_BYTES),
          swap: () => bytes.subarray(other * PAGE_BYTES, (other + 1) * PAGE_BYTES),
        }[how];
        overwritePages(damaged, pages, fill);
        if (how !== 'swap') expectHonest(damaged);
        else expect(() => openHistory({ path: damaged }).dispose()).not.toThrow();
        rmSync(dirname(damaged), { recursive: true });
      },
    ),
    { numRuns: sized(25, 6) },
  );
});

it('recovers what a file still has that was cut off anywhere', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: statSync(path).size - 1 }), (size) => {
      const damaged = copy();
      truncateSync(damaged, size);
      expectHonest(damaged);
      rmSync(dirname(damaged), { recursive: true });
    }),
    { numRuns: sized(10, 4) },
  );
});

it.each([
  ['a shopping list', (at: string) => writeFileSync(at, 'milk\nbread\n'.repeat(2000))],
  [
    'the database of another program',
    (at: string) => {
      rmSync(at);
      const db = new DatabaseSync(at);
      db.exec(`CREATE TABLE gaps (n INTEGER PRIMARY KEY, at INTEGER, a TEXT, b TEXT, c TEXT);
        CREATE TABLE songs (n INTEGER PRIMARY KEY, title TEXT); INSERT INTO songs VALUES (1, 'x');
        PRAGMA user_version = 3;`);
      db.close();
    },
  ],
  [
    'a database without a version',
    (at: string) => {
      rmSync(at);
      const db = new DatabaseSync(at);
      db.exec('CREATE TABLE songs (n INTEGER PRIMARY KEY, title TEXT)');
      db.close();
    },
  ],
  [
    'a folder',
    (at: string) => {
      rmSync(at);
      mkdirSync(at);
      writeFileSync(join(at, 'note.txt'), 'mine');
    },
  ],
])('keeps %s in its place under another name, and recovers nothing from it', (_what, put) => {
  const damaged = copy();
  put(damaged);
  const before = statSync(damaged).isFile() ? readFileSync(damaged) : null;
  const history = openHistory({ path: damaged });
  expect(history.stats()).toMatchObject({ batches: 0, documents: 0 });
  history.dispose();
  const [name] = kept(damaged);
  const aside = join(dirname(damaged), name!);
  if (before === null) expect(readdirSync(aside)).toEqual(['note.txt']);
  else expect(readFileSync(aside).equals(before)).toBe(true);
});

it('opens a history without its log, and reads past a log that is a folder or of another file', () => {
  const other = copy();
  const db = new DatabaseSync(other);
  db.exec('PRAGMA wal_autocheckpoint = 0; DELETE FROM attempts; DELETE FROM texts; VACUUM;');
  const log = readFileSync(`${other}-wal`);
  db.close();
  const foreign = copy();
  // The pages of this log are those of another file.
  const shorter = copyOf(path);
  copies.push(dirname(shorter));
  rmSync(shorter);
  writeHistory(shorter, ['20261103-0900-ccccc'], 20);
  writeFileSync(`${foreign}-wal`, log);
  overwritePages(foreign, [3, 9], () => Buffer.alloc(PAGE_BYTES));
  expect(() => openHistory({ path: foreign }).dispose()).not.toThrow();
  writeFileSync(`${shorter}-wal`, log.subarray(0, 32 + 40 * (PAGE_BYTES + 24)));
  expect(() => openHistory({ path: shorter }).dispose()).not.toThrow();

  const odd = copy();
  rmSync(`${odd}-wal`, { force: true });
  mkdirSync(`${odd}-wal`);
  expect(expectHonest(odd)).toEqual({ recovered: 2 * DOCUMENTS, marked: 0 });
});

it('uses what the log had committed', () => {
  const damaged = copy();
  const db = new DatabaseSync(damaged);
  db.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA journal_mode = WAL;
    UPDATE batches SET matter = 'From the log' WHERE id = '${BATCHES[0]}';`);
  const [main, log] = [readFileSync(damaged), readFileSync(`${damaged}-wal`)];
  db.close();
  main.fill(0, 0, 100);
  writeFileSync(damaged, main);
  writeFileSync(`${damaged}-wal`, log);
  // The log holds the destroyed header, so nothing at all is lost.
  const history = openHistory({ path: damaged });
  expect(history.batch(BATCHES[0]!)).toMatchObject({ matter: 'From the log' });
  expect(history.stats().documents).toBe(2 * DOCUMENTS);
  history.dispose();
});

it('says that the file is damaged when that shows only in use, and recovers at the next start', () => {
  const damaged = copy();
  const db = new DatabaseSync(damaged, { readOnly: true });
  const { rootpage } = db.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'texts'`).get() as {
    rootpage: number;
  };
  db.close();
  const history = openHistory({ path: damaged });
  overwritePages(damaged, [rootpage - 1], () => randomBytes(PAGE_BYTES));
  const id = documentId(BATCHES[1]!, 3);
  expect(() => history.document(id)).toThrow(expect.objectContaining({ code: 'history_unavailable' }));
  expect(() => history.stats()).toThrow(/damaged/);
  history.dispose();
  expect(expectHonest(damaged).recovered).toBe(2 * DOCUMENTS);
});

it('leaves a damaged file in its place when another process owns the folder', () => {
  const damaged = copy();
  overwritePages(damaged, [0], () => Buffer.alloc(PAGE_BYTES));
  expect(() => openHistory({ path: damaged, isOwner: false })).toThrow(
    expect.objectContaining({
      code: 'history_unavailable',
      action: expect.stringContaining('start it again'),
    }),
  );
  expect(existsSync(damaged)).toBe(true);
  expect(kept(damaged)).toEqual([]);
});

it('goes on with a recovery that was cut short, without doing anything twice', () => {
  const damaged = copy();
  overwritePages(damaged, [5, 6, 7], () => Buffer.alloc(PAGE_BYTES));
  const first = openHistory({ path: damaged });
  const { gaps, documents } = first.stats();
  first.dispose();
  const second = openHistory({ path: damaged });
  for (const _step of second.repair.recover());
  expect(second.stats()).toMatchObject({ gaps, documents });
  second.dispose();
  expectHonest(damaged);
});
