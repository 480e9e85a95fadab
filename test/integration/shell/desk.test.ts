/** The built main process on a desk: links, the place of the window, a page that dies, sleep, and closing. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ShellApp, startShell } from '../../doubles/electron-app.ts';

/** Returns the pages that were opened so far. */
async function pagesOf(shell: ShellApp): Promise<string[]> {
  const pushed = await shell.ask('pushed');
  return pushed
    .filter(({ name }) => name === 'navigate')
    .map(({ payload }) => (payload as { to: string }).to);
}

it('follows links, loads a page again that died, looks for lost jobs after sleep, and keeps its place', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rw-desk-'));
  const shell = startShell(['--data', dataDir]);
  await shell.opened;
  await shell.ask('listen', 'navigate');
  await shell.ask('secondInstance', null, 'redwell://batch/b-1');
  await shell.ask('openUrl', 'redwell://batch/b-2');
  await shell.ask('openUrl', 'redwell://batch/../../etc');
  await expect.poll(() => pagesOf(shell)).toEqual(['/batch/b-1', '/batch/b-2', '/']);

  await shell.ask('crashPage');
  expect((await shell.ask('state')).reloads).toBe(1);
  await shell.ask('power', 'suspend');
  await shell.ask('power', 'resume');
  await expect
    .poll(() => readFile(join(dataDir, 'log', 'desktop.log'), 'utf8'), { timeout: 20_000 })
    .toMatch(/the page ended.*goes to sleep.*woke up.*lost jobs after sleep/s);
  expect((await shell.ask('state')).errors).toEqual([]);

  // Nothing runs, so closing the window asks nothing, and quits.
  const gone = new Promise((resolve) => shell.process.once('exit', resolve));
  shell.ask('closeWindow', 0).catch(() => undefined);
  expect(await gone).toBe(0);
  const state = JSON.parse(await readFile(join(dataDir, 'electron', 'window.json'), 'utf8'));
  expect(state).toMatchObject({ width: 1280, height: 860, maximized: false });

  const again = startShell(['--data', dataDir, 'redwell://batch/b-3']);
  await again.opened;
  expect((await again.ask('state')).options).toMatchObject({ x: 0, y: 0, width: 1280, height: 860 });
  // Quitting closes no window, and its place is kept all the same.
  await rm(join(dataDir, 'electron', 'window.json'));
  expect(await again.quit()).toBe(0);
  expect(await readFile(join(dataDir, 'electron', 'window.json'), 'utf8')).toContain('1280');
  await rm(dataDir, { recursive: true });
});
