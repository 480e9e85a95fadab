/** The trial of a Redis server before its address is saved, against real servers, and a computer without redis-server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, expect, it } from 'vitest';
import { testRedis } from '../../../src/core/app/redis-test.ts';
import { redisHealth } from '../../../src/core/live/health.ts';
import { conditionOf } from '../../../src/core/redis/condition.ts';
import { startEmbeddedRedis } from '../../../src/core/redis/embedded.ts';
import { freePort, startTestRedis, type TestRedis } from '../../support/redis.ts';

let server: TestRedis | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

async function statesOf(url: string): Promise<{ usable: boolean; states: Record<string, string> }> {
  const { usable, checks } = await testRedis({ url });
  for (const { message, state, action } of checks) {
    expect(message).toMatch(/\.$|\)$/);
    if (state !== 'ok') expect(action).not.toBe('');
  }
  return { usable, states: Object.fromEntries(checks.map(({ id, state }) => [id, state])) };
}

it('finds nothing wrong with a server that is set up as it should be', async () => {
  server = await startTestRedis({ appendOnly: true });
  expect(await statesOf(server.url)).toEqual({
    usable: true,
    states: {
      ...{ answer: 'ok', version: 'ok', rights: 'ok', memory: 'ok', persistence: 'ok', exposure: 'ok' },
    },
  });
});

it('warns of a server that throws data away and does not save', async () => {
  server = await startTestRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
  const { usable, states } = await statesOf(server.url);
  expect(usable).toBe(true);
  expect(states).toMatchObject({ memory: 'warn', persistence: 'warn' });
  const roles = await server.roles();
  const persistence = async () => (await redisHealth(roles, 'shared')).persistence;
  expect(await persistence()).toBe('none');
  await roles.roles.batch.config('SET', 'save', '3600 1');
  expect(await persistence()).toBe('snapshots');
});

it('refuses a server where the user may not write, or whose password is wrong', async () => {
  const port = await freePort();
  const rights = 'reader on >secret ~* +@read +ping +info +select +client|setname +hello +auth';
  const users = ['--user', ...rights.split(' ')];
  server = await startTestRedis({ args: ['--port', String(port), ...users] });
  const reader = await statesOf(`redis://reader:secret@127.0.0.1:${port}`);
  expect(reader).toMatchObject({ usable: false, states: { rights: 'bad' } });
  const wrong = await statesOf(`redis://reader:wrong@127.0.0.1:${port}`);
  expect(wrong).toEqual({ usable: false, states: { answer: 'bad' } });
});

it('says in a sentence that no server runs there, and refuses what is no address', async () => {
  const port = await freePort();
  const { usable, checks } = await testRedis({ url: `redis://127.0.0.1:${port}` });
  expect([usable, checks[0]?.message]).toEqual([
    false,
    expect.stringContaining('no server runs at this address'),
  ]);
  await expect(testRedis({ url: 'http://127.0.0.1/' })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('knows that redis-server is not installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rw-none-'));
  const before = process.env.REDWELL_REDIS_SERVER;
  process.env.REDWELL_REDIS_SERVER = join(folder, 'redis-server');
  try {
    const error = await startEmbeddedRedis(folder, pino({ level: 'silent' })).catch(
      (failure: unknown) => failure,
    );
    expect(conditionOf(error)).toBe('not_installed');
  } finally {
    if (before === undefined) delete process.env.REDWELL_REDIS_SERVER;
    else process.env.REDWELL_REDIS_SERVER = before;
    await rm(folder, { recursive: true });
  }
});
