/** Settings that are saved at once, by one console and by two, and the password that never reaches a page. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openSettings } from '../../../src/core/app/settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/app/settings-values.ts';
import { nodeWorkerSpawner } from '../../../src/core/host/local-worker.ts';
import { startServe } from '../../../src/serve/server.ts';
import type { Settings } from '../../../src/shared/bridge.ts';
import { startTestRedis } from '../../support/redis.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'out', 'main');
let dataDir: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(() => removeDataDir(dataDir));

it('keeps every change that two consoles save at the same time, in a file that is whole at every moment', async () => {
  const consoles = await Promise.all([openSettings(dataDir, null), openSettings(dataDir, null)]);
  const changes: Partial<Settings>[] = [
    { maxPages: 7 },
    { notifications: false },
    { stageTimeoutSeconds: 70 },
    { sliceSize: 70 },
    { concurrency: 7 },
    { vault: 'reference' },
    { submitPerSecond: 7 },
    { redisUrl: 'redis://seven' },
  ];
  let saving = true;
  const reader = (async () => {
    let read = 0;
    for (; saving; read += 1) {
      const text = await readFile(join(dataDir, 'settings.json'), 'utf8').catch(() => '{}');
      expect(() => JSON.parse(text), text).not.toThrow();
    }
    return read;
  })();
  for (let round = 0; round < 5; round += 1)
    await Promise.all(changes.map((change, i) => consoles[(i + round) % 2]?.set(change)));
  saving = false;
  expect(await reader).toBeGreaterThan(0);
  const expected = Object.assign({ ...DEFAULT_SETTINGS }, ...changes);
  expect((await openSettings(dataDir, null)).get()).toEqual(expected);
  await consoles[0].reload();
  expect(consoles[0].get()).toEqual(expected);
});

it('has one worker after the address of Redis was saved several times at once', async () => {
  const servers = await Promise.all([startTestRedis(), startTestRedis()]);
  const spawn = nodeWorkerSpawner(join(OUT, 'worker.js'), dataDir);
  const running = new Set<number>();
  const redwell = await openTestRedwell(dataDir, {
    spawnWorker(env) {
      const worker = spawn(env);
      running.add(worker.pid ?? 0);
      worker.onExit(() => running.delete(worker.pid ?? 0));
      return worker;
    },
  });
  try {
    const [first, second] = servers.map(({ url }) => url) as [string, string];
    const saves = [first, second, first, second, first, second].map((redisUrl) =>
      redwell.handlers['settings.set']({ redisUrl }),
    );
    await Promise.all(saves);
    await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
    expect((await redwell.handlers['health.get']({})).redis.address).toBe(second);
    expect(running.size).toBe(1);
  } finally {
    await redwell.dispose();
    for (const server of servers) await server.stop();
  }
  expect(running.size).toBe(0);
});

it('closes as usual while a changed address is being applied', async () => {
  const server = await startTestRedis();
  const redwell = await openTestRedwell(dataDir);
  const saved = redwell.handlers['settings.set']({ redisUrl: server.url });
  await redwell.dispose();
  await saved;
  await server.stop();
});

it('never sends the password of Redis to a page, and keeps it when the page saves what it got', async () => {
  const redwell = await openTestRedwell(dataDir, { spawnWorker: null });
  const served = await startServe(redwell, { rendererDir: OUT, dataDir, version: 'test', port: 0 });
  const page = await openPage(served.newAddress(), served.url);
  try {
    const secret = 'Tr0ub4dor&3';
    const stored = `redis://clerk:${encodeURIComponent(secret)}@127.0.0.1:1/`;
    const shown = 'redis://clerk:***@127.0.0.1:1/';
    expect(await page.ask('settings.set', { redisUrl: stored })).toMatchObject({
      value: { redisUrl: shown },
    });
    expect(await page.ask('settings.get', {})).toMatchObject({ value: { redisUrl: shown } });
    expect(await page.ask('settings.set', { redisUrl: shown, maxPages: 5 })).toMatchObject({ ok: true });
    const file = async () => JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as Settings;
    expect(await file()).toMatchObject({ redisUrl: stored, maxPages: 5 });

    // The saved password never goes to another server, user or an unencrypted connection.
    for (const redisUrl of [shown.replace('127.0.0.1', 'evil'), shown.replace('clerk', 'x')])
      expect(await page.ask('settings.set', { redisUrl })).toMatchObject({
        ok: false,
        error: { code: 'invalid_input', message: expect.stringContaining('typed again') },
      });
    expect(await file()).toMatchObject({ redisUrl: stored });

    for (const redisUrl of [
      `redis://:pa#${secret}@h`,
      `redis://u:1/${secret}@h`,
      `http://u:${secret}@h`,
      secret,
    ])
      expect(await page.ask('settings.set', { redisUrl })).toMatchObject({
        error: { code: 'invalid_input' },
      });
    await until(async () => JSON.stringify(await page.ask('health.get', {})).includes('does not answer'));
    expect(page.received()).toContain('***');
    for (const form of [secret, encodeURIComponent(secret)]) {
      expect(page.received()).not.toContain(form);
      expect(await readFile(join(dataDir, 'log', 'redwell.log'), 'utf8')).not.toContain(form);
    }
  } finally {
    page.close();
    await served.dispose();
    await redwell.dispose();
  }
});

async function openPage(address: string, origin: string) {
  const signedIn = await fetch(address, { redirect: 'manual' });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/bridge`, { headers: { cookie, origin } });
  let text = '';
  const waiting = new Map<number, (reply: unknown) => void>();
  socket.on('message', (data) => {
    text += data.toString();
    const frame = JSON.parse(data.toString());
    waiting.get(frame.id)?.(frame.reply ?? frame);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  let id = 0;
  return {
    received: () => text,
    ask(name: string, input: object) {
      id += 1;
      const reply = new Promise((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, name, input }));
      return reply;
    },
    close: () => socket.terminate(),
  };
}
