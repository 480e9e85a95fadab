/** The built main process on a desk: links, the place of the window, a page that dies, sleep, and closing. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { TAG_MANIFEST } from '../../../src/core/handover/bag-files.ts';
import { type ShellApp, startShell } from '../../doubles/electron-app.ts';
import { makePack } from '../../support/pack.ts';

/** Returns the pages that were opened so far. */
async function pagesOf(shell: ShellApp): Promise<string[]> {
  const pushed = await shell.ask('pushed');
  return pushed
    .filter(({ name }) => name === 'navigate')
    .map(({ payload }) => (payload as { to: string }).to);
}

it('checks the pack whose file is opened, offline, and says what differs first', async () => {
  const base = await mkdtemp(join(tmpdir(), 'rw-desk-'));
  const { file, root } = await makePack(join(base, 'a pack'));
  const shell = startShell(['--data', join(base, 'data'), file]);
  await shell.opened;
  await shell.ask('listen', 'navigate');
  await shell.ask('openFile', file);
  await shell.ask('secondInstance', null, null, pathToFileURL(file).href);
  // The file of the command line too, whose page was asked for before anybody listened.
  const checked = '/check-pack?pack=1';
  await expect.poll(() => pagesOf(shell), { timeout: 20_000 }).toEqual([checked, checked, checked]);
  const ask = (name: string, input: object) => shell.ask('request', name, input);
  expect(await ask('packs.list', {})).toMatchObject({ ok: true, value: [{ packId: '1', name: 'a pack' }] });
  expect(await ask('packs.check', { packId: '1', root: root.toUpperCase() })).toMatchObject({
    value: { whole: true, rootHash: root },
  });
  await appendFile(join(base, 'a pack', 'data', 'note.txt'), ' ');
  expect(await ask('packs.check', { packId: '1' })).toMatchObject({
    value: { whole: false, difference: { kind: 'altered', path: 'data/note.txt' } },
  });
  // A page names packs by number, and no folders.
  expect(await ask('packs.check', { packId: join(base, 'a pack') })).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  });
  await rm(join(base, 'a pack', TAG_MANIFEST));
  await shell.ask('openFile', file);
  await writeFile(join(base, 'note.redwellpack'), '');
  await shell.ask('secondInstance', null, null, join(base, 'note.redwellpack'));
  await expect.poll(async () => (await shell.ask('state')).errors).toHaveLength(2);
  expect((await shell.ask('state')).errors[0]).toContain('is not the folder of an evidence pack');
  expect(await shell.quit()).toBe(0);
  await rm(base, { recursive: true });
});

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
