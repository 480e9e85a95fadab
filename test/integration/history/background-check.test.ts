/** Large files: no start reads all of one, and damage is found in the background after a crash. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { ALWAYS_CHECK_BYTES, WRITING } from '../../../src/core/history/inspect.ts';
import { manifestOf } from '../../support/manifest.ts';
import { until } from '../../support/until.ts';

const PAGE_BYTES = 4096;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-history-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Writes a history with one text that makes it large. @param writing the mark that its last writer left */
function largeFile(name: string, writing: number): string {
  const path = join(dir, name, 'history.sqlite');
  const history = openHistory({ path });
  history.recordManifest(manifestOf('b', 2));
  history.dispose();
  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO texts (document, body, page_map) VALUES (1, zeroblob(${ALWAYS_CHECK_BYTES + 1}), '[]');
    UPDATE state SET writing = ${writing}; PRAGMA wal_checkpoint(TRUNCATE);`);
  db.close();
  return path;
}

/** Breaks the chain of pages that hold the text. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(
    file,
    Buffer.alloc(16, 0xff),
    0,
    16,
    Math.floor(ALWAYS_CHECK_BYTES / 2 / PAGE_BYTES) * PAGE_BYTES,
  );
  closeSync(file);
}

/** Another path, because this process holds the first file until its statements are garbage-collected. */
function copied(path: string, name: string): string {
  const copy = join(dir, name, 'history.sqlite');
  mkdirSync(dirname(copy));
  for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
  return copy;
}

const setAside = (path: string): string[] =>
  readdirSync(dirname(path)).filter((name) => /^history\.damaged-[\d-]+\.sqlite$/.test(name));

it('does not read all of a large file that was closed in order', () => {
  const path = largeFile('ordered', WRITING.closed);
  damage(path);
  const history = openHistory({ path });
  expect(history.stats()).toMatchObject({ documents: 2, gaps: 0 });
  history.dispose();
  expect(setAside(path)).toEqual([]);
});

it('opens a large file at once after a crash, reports damage later, and sets it aside at the next start', async () => {
  const path = largeFile('crashed', WRITING.open);
  damage(path);
  const history = openHistory({ path, checkAfterMs: 0 });
  expect(history.stats()).toMatchObject({ documents: 2 });
  await until(() => {
    try {
      history.stats();
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 'history_unavailable' });
      return true;
    }
  });
  history.dispose();
  const next = copied(path, 'next');
  openHistory({ path: next }).dispose();
  expect(setAside(next)).toHaveLength(1);
});

it('checks again when it was closed before the check ended, and not after a whole file was checked', async () => {
  const path = largeFile('early', WRITING.open);
  const mark = (of: string): unknown => {
    const db = new DatabaseSync(of, { readOnly: true });
    const row = db.prepare('SELECT writing FROM state').get() as { writing: number };
    db.close();
    return row.writing;
  };
  openHistory({ path, checkAfterMs: 60_000 }).dispose();
  expect(mark(path)).toBe(WRITING.open);
  const again = copied(path, 'again');
  const history = openHistory({ path: again, checkAfterMs: 0 });
  await until(() => history.isChecked());
  history.dispose();
  expect(mark(again)).toBe(WRITING.closed);
});
