/** Clearing a file of SQLite in use: nothing of what was removed is in any byte, and everything else is as it was. */
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../../src/core/history/connection.ts';
import { clearFile } from '../../../src/core/history/erase/clear-file.ts';
import { clearTreePage, isTreePage, TornPage } from '../../../src/core/history/erase/page-space.ts';
import { few } from '../../support/scale.ts';

const SECRET = 'Zyzzyvatulip';
let folder: string;
let path: string;
const open: Database[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-clear-'));
  path = join(folder, 'some.sqlite');
});
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  rmSync(folder, { recursive: true });
});

function opened(): Database {
  const db = connect(path, false);
  open.push(db);
  return db;
}

function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Rows in random order and of all sizes, in tables and indexes of each kind, with changes: pages split and merge. */
function fill(db: Database, seed: number, rows: number): void {
  const random = numbers(seed);
  db.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE numbered (n INTEGER PRIMARY KEY, secret INTEGER, body TEXT);
    CREATE TABLE keyed (id TEXT PRIMARY KEY, secret INTEGER, body BLOB) WITHOUT ROWID;
    CREATE INDEX numbered_body ON numbered (substr(body, 5, 3), body);
    CREATE INDEX keyed_body ON keyed (secret, body);`);
  const into = [
    db.prepare('INSERT OR REPLACE INTO numbered VALUES (?, ?, ?)'),
    db.prepare('INSERT OR REPLACE INTO keyed VALUES (?, ?, ?)'),
  ];
  const grow = db.prepare(
    'UPDATE numbered SET body = body || body WHERE n = (SELECT n FROM numbered WHERE n > ? LIMIT 1)',
  );
  db.exec('BEGIN');
  for (let i = 0; i < rows; i += 1) {
    const isSecret = random(3) === 0;
    const bytes = random(30) === 0 ? random(30_000) : random(300);
    const body = `${random(1e9).toString(36)} ${isSecret ? SECRET : 'public'} ${i} `.repeat(1 + bytes / 30);
    into[0]?.run(random(1e9) - 5e8, Number(isSecret), body);
    into[1]?.run(`${random(1e9).toString(36)}`, Number(isSecret), Buffer.from(body));
    if (i % 7 === 0) grow.run(random(1e9) - 5e8);
    if (i % 100 === 99) db.exec('COMMIT; BEGIN');
  }
  db.exec('COMMIT');
}

const removeSecrets = (db: Database): void =>
  db.exec('DELETE FROM numbered WHERE secret = 1; DELETE FROM keyed WHERE secret = 1');
const rowsOf = (db: Database): unknown[] => [
  db.prepare('SELECT * FROM numbered ORDER BY n').all(),
  db.prepare('SELECT * FROM keyed ORDER BY id').all(),
];
const inFiles = (): number =>
  ['', '-wal', '-shm']
    .map((end) => readFileSync(path + end).toString('latin1'))
    .reduce((sum, bytes) => sum + bytes.split(SECRET).length - 1, 0);
const check = (db: Database): unknown =>
  (db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[])[0]?.integrity_check;

describe('clearing a file', () => {
  it.each(few([1, 2, 3, 4], 2))('leaves every row and no removed byte (%i)', async (seed) => {
    const db = opened();
    fill(db, seed, 1500);
    removeSecrets(db);
    const before = rowsOf(db);
    db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    expect(inFiles()).toBeGreaterThan(100);
    await clearFile({ path, fd: openSync(path, 'r+') });
    expect(inFiles()).toBe(0);
    expect(rowsOf(opened())).toEqual(before);
    expect(check(db)).toBe('ok');
    // What was cleared is used again.
    fillMore(db);
    expect(check(opened())).toBe('ok');
  });

  it('clears what others move and remove meanwhile', async () => {
    const db = opened();
    fill(db, 5, 3000);
    const writer = opened();
    let isDone = false;
    const writing = (async () => {
      const random = numbers(9);
      const one = writer.prepare('UPDATE numbered SET body = ? WHERE n = ?');
      const some = writer.prepare('SELECT n FROM numbered WHERE n > ? AND secret = 0 LIMIT 1');
      for (let n = 0; !isDone; n += 1) {
        const row = some.get(random(1e9) - 5e8) as { n: number } | undefined;
        if (row !== undefined) one.run(`other ${n} `.repeat(random(400)), row.n);
        await sleep(1);
      }
      return true;
    })();
    removeSecrets(db);
    await clearFile({ path, fd: openSync(path, 'r+') });
    isDone = true;
    expect(await writing).toBe(true);
    const before = rowsOf(writer);
    db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    expect(inFiles()).toBe(0);
    expect(check(opened())).toBe('ok');
    expect(rowsOf(opened())).toEqual(before);
  });

  it('finds pages that are not as SQLite writes them', () => {
    const db = opened();
    fill(db, 6, 200);
    db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    const bytes = readFileSync(path);
    const random = numbers(4);
    let torn = 0;
    let pages = 0;
    for (let n = 0; n < 3000; n += 1) {
      const at = 1 + random(bytes.length / 4096 - 1);
      const page = Buffer.from(bytes.subarray(at * 4096, (at + 1) * 4096));
      if (!isTreePage(page, 0)) continue;
      pages += 1;
      expect(() => clearTreePage(Buffer.from(page), 0, 4096)).not.toThrow();
      // The numbers of cells and of where they begin, and the first pointers.
      page.writeUInt8(page.readUInt8(3 + (n % 10)) ^ (1 << random(8)), 3 + (n % 10));
      try {
        clearTreePage(page, 0, 4096);
      } catch (error) {
        expect(error instanceof TornPage || error instanceof RangeError).toBe(true);
        torn += 1;
      }
    }
    expect(torn / pages).toBeGreaterThan(0.9);
  });

  it('rewrites a file as a whole in which a page is not as SQLite writes it', async () => {
    const db = opened();
    // A list of who points to each page, as Redwell never keeps it.
    db.exec('PRAGMA auto_vacuum = FULL');
    fill(db, 7, 300);
    removeSecrets(db);
    const before = rowsOf(db);
    await clearFile({ path, fd: openSync(path, 'r+') });
    expect(inFiles()).toBe(0);
    expect(rowsOf(opened())).toEqual(before);
    expect(check(db)).toBe('ok');
  });
});

function fillMore(db: Database): void {
  const random = numbers(77);
  const into = db.prepare('INSERT OR REPLACE INTO numbered VALUES (?, 0, ?)');
  for (let i = 0; i < 500; i += 1) into.run(random(1e9), 'more '.repeat(random(3000)));
}
