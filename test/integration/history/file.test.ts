import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import { WRITING } from '../../../src/core/history/inspect.ts';
import { manifestOf } from '../../support/manifest.ts';
import { storyOf } from './story.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-history-'));
  path = join(dir, 'deep', 'history.sqlite');
});
afterEach(() => rmSync(dir, { recursive: true }));

const fill = (documents: number): void => {
  const history = openHistory({ path });
  history.recordManifest(manifestOf('b', documents));
  history.dispose();
};

it('keeps everything when it is closed and opened again', () => {
  const first = openHistory({ path });
  first.recordManifest(manifestOf('b', 2));
  first.apply({ cursor: '5-1', ...storyOf('b-d00001', [{ retries: [], failsAt: null, canceledAt: null }]) });
  first.recordGap({ from: '1-0', to: '2-0', at: 7, reason: 'cut' });
  const notification = { id: 'b-r1', batchId: 'b', title: 't', body: 'b', at: 9 };
  expect(first.claimNotification('b', 1, notification)).toBe(true);
  const rows = [...first.allDocuments('b')];
  first.dispose();

  const second = openHistory({ path });
  expect(second.cursor()).toBe('5-1');
  expect([...second.allDocuments('b')]).toEqual(rows);
  expect(second.claimNotification('b', 1, notification)).toBe(false);
  expect(second.claimNotification('b', 2, notification)).toBe(true);
  expect(second.stats()).toMatchObject({ batches: 1, documents: 2, gaps: 1 });
  expect(second.stats().bytes).toBeGreaterThan(0);
  second.dispose();
});

it.each([
  [
    'is not a database at all',
    (file: string) => writeFileSync(file, 'this was a shopping list\n'.repeat(500)),
  ],
  ['was cut short', (file: string) => truncateSync(file, 3 * 4096)],
])('moves a file aside that %s, and records the loss', (_case, damage) => {
  fill(500);
  // Use a copy, because this process keeps the first file open until its statements are garbage-collected.
  const copy = join(dir, 'other', 'history.sqlite');
  mkdirSync(dirname(copy));
  copyFileSync(path, copy);
  damage(copy);
  const history = openHistory({ path: copy });
  expect(history.stats()).toMatchObject({ documents: 0, gaps: 1 });
  history.recordManifest(manifestOf('new', 1));
  expect(history.batch('new')?.equation.received).toBe(1);
  history.dispose();
  const kept = readdirSync(dirname(copy)).filter((name) => /^history\.damaged-[\d-]+\.sqlite$/.test(name));
  expect(kept).toHaveLength(1);
  const again = openHistory({ path: copy });
  expect(again.stats()).toMatchObject({ documents: 1, gaps: 1 });
  again.dispose();
});

it('refuses a file of a newer version and leaves it in place', () => {
  fill(1);
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => openHistory({ path })).toThrow(/newer version/);
  expect(() => openHistory({ path, readOnly: true })).toThrow(/newer version/);
  expect(existsSync(path)).toBe(true);
});

it('reads while another process writes, and sees the changes', () => {
  const writer = openHistory({ path });
  writer.recordManifest(manifestOf('b', 1, { createdAt: 1_700_000_000_000 }));
  const reader = openHistory({ path, readOnly: true });
  const now = 1_700_000_000_000 + 60_000;
  expect(reader.batch('b')!.equation.pending).toBe(1);
  expect(reader.totals(24, now).documents).toBe(0);
  writer.apply({
    cursor: '1-0',
    ...storyOf('b-d00001', [{ retries: [], failsAt: null, canceledAt: null }]),
  });
  expect(reader.batch('b')).toMatchObject({ status: 'completed', equation: { completed: 1, pending: 0 } });
  expect(reader.totals(24, now).documents).toBe(1);
  expect(() => reader.recordGap({ from: '', to: '', at: 0, reason: '' })).toThrow(/readonly/);
  reader.dispose();
  writer.dispose();
});

it('leaves the mark of an open app alone when a command beside it ends', () => {
  const app = openHistory({ path });
  const command = openHistory({ path, isOwner: false });
  command.recordGap({ from: '', to: '', at: 1, reason: 'written beside the app' });
  command.dispose();
  const mark = (): unknown => {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      return db.prepare('SELECT writing FROM state').get();
    } finally {
      db.close();
    }
  };
  expect(mark()).toEqual({ writing: WRITING.open });
  app.dispose();
  expect(mark()).toEqual({ writing: WRITING.closed });
});

it('names the folder in the error when there is no history', () => {
  expect(() => openHistory({ path, readOnly: true })).toThrow(/There is no history in .*deep/);
  expect(existsSync(path)).toBe(false);
});

it('stays intact when a process is killed while it writes', () => {
  fill(50);
  const script = `
    import { DatabaseSync } from '@photostructure/sqlite';
    const db = new DatabaseSync(process.argv[1]);
    db.exec("UPDATE state SET writing = 1; BEGIN IMMEDIATE; UPDATE documents SET status = 'completed'");
    process.kill(process.pid, 'SIGKILL');
  `;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, path]);
  expect(signal).toBe('SIGKILL');
  const history = openHistory({ path });
  expect(history.batch('b')!.equation).toMatchObject({ completed: 0, pending: 50 });
  expect(history.stats().gaps).toBe(0);
  history.dispose();
});
