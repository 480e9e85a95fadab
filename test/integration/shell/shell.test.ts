/** The built main process and preload, with the double of `electron` and a real Redwell. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES, REQUEST_NAMES } from '../../../src/shared/bridge.ts';
import { type ShellApp, startShell } from '../../doubles/electron-app.ts';

let dataDir: string;
let shell: ShellApp;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rw-shell-'));
  shell = startShell(['--data', dataDir]);
  await shell.opened;
});
afterAll(async () => {
  await shell.quit();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the bridge', () => {
  it('registers a channel for every request, and no others', async () => {
    const { channels } = await shell.ask('state');
    expect(channels.sort()).toEqual(REQUEST_NAMES.map((name) => `redwell:${name}`).sort());
  });

  it('exposes three functions from a preload that requires only electron', async () => {
    const { exposed, preloadRequired } = await shell.ask('state');
    expect(exposed).toEqual({ redwell: ['on', 'pathOf', 'request'] });
    expect(preloadRequired).toEqual(['electron']);
  });

  it('carries a request from the preload to the handlers and back', async () => {
    expect(await shell.ask('request', 'host.info', {})).toMatchObject({
      ok: true,
      value: { capabilities: { localPaths: true, nativeNotifications: true }, uploadUrl: null, dataDir },
    });
    expect(await shell.ask('request', 'settings.set', { maxPages: 77 })).toMatchObject({ ok: true });
    expect(await shell.ask('request', 'settings.get', {})).toMatchObject({
      ok: true,
      value: { maxPages: 77 },
    });
    expect(await shell.ask('pathOf', '/home/p/box')).toBe('/home/p/box');
  });

  it('returns a failure as data with its code', async () => {
    expect(await shell.ask('request', 'intake.get', { dropId: 'nowhere' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(await shell.ask('request', 'intake.get', { dropId: 7 })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
    expect(await shell.ask('request', '__proto__', {})).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
  });

  it.each([
    ['another site', 'https://evil.example/', false],
    ['a host name that only starts like ours', 'redwell://app.evil.example/', false],
    ['a file', 'file:///redwell://app/', false],
    ['a frame inside the page', 'redwell://app/', true],
    ['a frame that is gone', null, false],
    ['no address at all', '', false],
  ])('refuses a request from %s', async (_who, url, inSubframe) => {
    expect(await shell.ask('forge', 'redwell:host.info', url, inSubframe, [{}])).toMatchObject({
      ok: false,
      error: { code: 'not_allowed' },
    });
  });

  it('refuses more than one argument', async () => {
    const forged = shell.ask('forge', 'redwell:host.info', 'redwell://app/', false, [{}, 'more']);
    expect(await forged).toMatchObject({ ok: false, error: { code: 'not_allowed' } });
    const right = shell.ask('forge', 'redwell:host.info', 'redwell://app/', false, [{}]);
    expect(await right).toMatchObject({ ok: true });
  });
});

describe('the window', () => {
  it('is isolated, sandboxed and without Node', async () => {
    const { webPreferences, sandboxed, paths, url, windowCalls } = await shell.ask('state');
    expect(webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(webPreferences).toMatchObject({ devTools: false });
    expect(webPreferences).not.toHaveProperty('allowRunningInsecureContent');
    expect(webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(webPreferences).not.toHaveProperty('experimentalFeatures');
    expect(sandboxed).toBe(true);
    expect(paths).toEqual({ userData: join(dataDir, 'electron'), sessionData: join(dataDir, 'electron') });
    expect(url).toBe('redwell://app/');
    expect(windowCalls).toContain('show');
  });

  it('loads its page from our scheme, with the content policy', async () => {
    const { response, schemes } = await shell.ask('state');
    expect(schemes).toEqual([
      { scheme: 'redwell', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(response?.status).toBe(200);
    expect(response?.headers['content-type']).toMatch(/^text\/html/);
    const policy = (response?.headers['content-security-policy'] ?? '').split('; ');
    expect(policy[0]).toBe("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy.join()).not.toMatch(/unsafe-eval|\*/);
  });

  it('serves its own files and addresses, and nothing outside the folder', async () => {
    expect((await shell.ask('fetch', 'redwell://app/batch/b1')).status).toBe(200);
    expect((await shell.ask('fetch', 'redwell://app/missing.js')).status).toBe(404);
    expect((await shell.ask('fetch', 'redwell://other/index.html')).status).toBe(404);
    expect((await shell.ask('fetch', 'redwell://app/index.html', 'POST')).status).toBe(404);
    for (const path of [
      '../main/index.js',
      '%2e%2e/main/index.js',
      '..%2fmain%2findex.js',
      '..%5cmain%5cindex.js',
    ])
      expect((await shell.ask('fetch', `redwell://app/${path}`)).status).toBe(404);
  });

  it('does not leave its page, open other windows or attach web views', async () => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      expect(await shell.ask('leaves', event, 'https://evil.example/')).toBe(false);
      expect(await shell.ask('leaves', event, 'file:///etc/passwd')).toBe(false);
      expect(await shell.ask('leaves', event, 'redwell://app/history')).toBe(true);
    }
    expect(await shell.ask('attachesWebview')).toBe(false);
    for (const url of [
      'https://evil.example/a.csv',
      'redwell://app/a.csv',
      'blob:https://redwell/a',
      'file:///a',
    ])
      expect(await shell.ask('downloads', url, 'a.csv')).toBeNull();
    expect(await shell.ask('downloads', 'blob:redwell://app/1f-2', 'hits/nul.csv')).toEqual({
      path: 'hits_nul.csv',
      filters: [{ name: 'CSV', extensions: ['csv'] }],
    });
    const addresses = [
      'https://evil.example/',
      'http://redis.io/',
      'file:///etc/passwd',
      'https://user:pass@redis.io/',
      'https://redis.io.evil.example/',
      'https://redis.io\\@evil.example/',
      'https://redis.io/docs/',
    ];
    for (const url of addresses) expect(await shell.ask('opensWindow', url)).toBe('deny');
    expect((await shell.ask('state')).opened).toEqual(['https://redis.io/docs/']);
  });

  it('may only notify and write to the clipboard, and only for our page', async () => {
    for (const name of ['media', 'geolocation', 'clipboard-read', 'fullscreen', 'openExternal', 'usb'])
      expect(await shell.ask('permission', name, 'redwell://app/')).toEqual({
        requested: false,
        checked: false,
      });
    for (const name of ['notifications', 'clipboard-sanitized-write']) {
      expect(await shell.ask('permission', name, 'redwell://app/')).toEqual({
        requested: true,
        checked: true,
      });
      expect(await shell.ask('permission', name, 'https://evil.example/')).toEqual({
        requested: false,
        checked: false,
      });
      expect(await shell.ask('permission', name, 'redwell://app/', false)).toEqual({
        requested: false,
        checked: false,
      });
    }
    expect(await shell.ask('device')).toBe(false);
  });
});

describe('a batch, from a folder to its notification', () => {
  it('shows a batch from a second start, notifies when it ends, and opens it on a click', async () => {
    const folder = join(dataDir, 'Box 12');
    await mkdir(folder);
    await writeFile(join(folder, 'note.txt'), 'Mr. John Harker met Ms. Mina Murray in London on 3 May 1893.');
    for (const name of EVENT_NAMES) await shell.ask('listen', name);
    await shell.ask('secondInstance', folder);
    await expect
      .poll(async () => (await shell.ask('state')).notifications, { timeout: 60_000, interval: 100 })
      .toHaveLength(1);

    const { notifications, progress, badge, tray, errors } = await shell.ask('state');
    expect(errors).toEqual([]);
    expect(notifications[0]).toMatchObject({ shown: true, title: expect.stringContaining('Box 12') });
    const pushed = await shell.ask('pushed');
    expect(pushed.map(({ seq }) => seq)).toEqual(pushed.map((_event, at) => (pushed[0]?.seq ?? 0) + at));
    expect(new Set(pushed.flatMap(({ keys }) => keys))).toEqual(new Set(['payload', 'seq']));
    expect(pushed.every(({ others }) => others === 0)).toBe(true);
    const went = pushed.find(({ name }) => name === 'navigate')?.payload as { to: string };
    expect(went.to).toMatch(/^\/batch\/.+/);
    expect(pushed.some(({ name }) => name === 'batch.changed')).toBe(true);
    // Nothing is running anymore, and the taskbar, badge and tray show that.
    expect([progress, badge, tray[0]]).toEqual([-1, 0, 'Nothing is running']);

    const before = pushed.length;
    await shell.ask('clickNotification', 0);
    const after = (await shell.ask('pushed')).slice(before).filter(({ name }) => name === 'navigate');
    expect(after.map(({ payload }) => payload)).toEqual([{ to: went.to }]);
    expect((await shell.ask('state')).windowCalls.slice(-2)).toEqual(['show', 'focus']);
  });

  it('starts a drop from the folder dialog, and does nothing when it is canceled', async () => {
    expect(await shell.ask('request', 'intake.pick', {})).toEqual({ ok: true, value: null });
    await shell.ask('answerDialog', [join(dataDir, 'Box 12')]);
    expect(await shell.ask('request', 'intake.pick', {})).toMatchObject({
      ok: true,
      value: { source: 'path' },
    });
  });

  it('opens the overview from the tray', async () => {
    const before = (await shell.ask('pushed')).length;
    expect(await shell.ask('clickTray', 'Open Redwell')).toBe(true);
    // Events of the earlier drop may come in between.
    const pushed = (await shell.ask('pushed')).slice(before);
    expect(pushed.filter(({ name }) => name === 'navigate')).toMatchObject([{ payload: { to: '/' } }]);
  });
});

it('quits with its worker and its Redis, and releases the lock of the data folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rw-quit-'));
  const first = startShell(['--data', folder]);
  await first.opened;
  expect(await first.quit()).toBe(0);
  const second = startShell(['--data', folder]);
  await second.opened;
  expect(await second.quit()).toBe(0);
  await rm(folder, { recursive: true });
});

it('exits with a sentence when it does not understand an argument', async () => {
  const wrong = startShell(['--color']);
  await expect(wrong.opened).rejects.toThrow(/ended \(1\)/);
  expect(wrong.output()).toContain("'--color'");
  expect(wrong.output()).not.toMatch(/\n\s+at /);
});

it('does not start with a debugger when it is shipped', async () => {
  const shipped = startShell([], { REDWELL_DOUBLE_PACKAGED: '1' });
  await expect(shipped.opened).rejects.toThrow(/ended \(1\)/);
  // The double is loaded with --import, which a shipped program is never started with.
  expect(shipped.output()).toContain('Redwell does not start with --import.');
});

it('is built without the development page', async () => {
  const out = join(import.meta.dirname, '..', '..', '..', 'out', 'main');
  const files = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.js'));
  expect(files).toContain('serve.js');
  for (const file of files)
    expect(await readFile(join(out, file), 'utf8')).not.toContain('REDWELL_DEV_ORIGIN');
});
