/** Clients' papers on a machine with other accounts: what a batch leaves behind is readable by its own account alone. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../support/folder.ts';
import { openPaths } from '../../support/open-paths.ts';
import { runCli } from './run.ts';

const MINUTE = 60_000;
let dir: string;
let data: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-private-'));
  chmodSync(dir, 0o755);
  data = join(dir, 'data');
  // What an operator's shell sets, and what the command and its children inherit.
  process.umask(0o022);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Opens a folder to everyone, as an older version left it. */
function openAll(path: string): number {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o755 : 0o644);
  if (!isFolder) return 1;
  return readdirSync(path).reduce((sum, name) => sum + openAll(join(path, name)), 1);
}

it('leaves nothing that other accounts can read, and the operator’s own files as they were', {
  timeout: 3 * MINUTE,
}, async () => {
  const { path } = await makeFolder(join(dir, 'matter'));
  const before = openPaths(path);
  const { code, stderr } = await runCli(['process', path, '--data', data, '--json']);
  expect(code, stderr).toBe(2);
  expect(readdirSync(data)).toEqual(
    expect.arrayContaining(['batches', 'history.sqlite', 'log', 'redis', 'vault']),
  );
  expect(openPaths(data)).toEqual([]);
  expect(openPaths(path)).toEqual(before);
});

it('closes what an older version left open, and names it in the log', { timeout: 3 * MINUTE }, async () => {
  const letter = join(dir, 'letter.txt');
  writeFileSync(letter, 'Ms. Jane Miller of Acme Corp. paid $1,200.00 on March 3, 2021.\n');
  const first = await runCli(['process', letter, '--data', data, '--json']);
  expect(first.code, first.stderr).toBe(0);
  const opened = openAll(data);
  expect(openPaths(data)).toHaveLength(opened);

  const again = await runCli(['process', letter, '--data', data, '--json']);
  expect(again.code, again.stderr).toBe(0);
  expect(openPaths(data)).toEqual([]);
  const log = readFileSync(join(data, 'log', 'redwell.log'), 'utf8');
  const named = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; paths?: string[] })
    .filter(({ msg }) => msg.startsWith('closed files'))
    .flatMap(({ paths }) => paths ?? []);
  expect(named).toEqual(expect.arrayContaining([data, join(data, 'history.sqlite')]));
  expect(named.some((path) => /vault\/..\/..\/[0-9a-f]{64}$/.test(path))).toBe(true);
});

it('refuses a data folder of another account', async () => {
  if (process.getuid?.() !== 0) return;
  mkdirSync(data);
  chownSync(data, 65534, 65534);
  const { code, stderr } = await runCli(['process', dir, '--data', data]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/belongs to another account[\s\S]*Start Redwell as the account that owns/);
  expect(readdirSync(data)).toEqual([]);
});
