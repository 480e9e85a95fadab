/** What a real redis-server answers when it refuses, and what Redwell makes of it. */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { redisHealth } from '../../../src/core/live/health.ts';
import { conditionOf } from '../../../src/core/redis/condition.ts';
import { connectRoles } from '../../../src/core/redis/connect.ts';
import { whyHungUp } from '../../../src/core/redis/first-words.ts';
import { refusesData } from '../../../src/core/redis/inspect.ts';
import { freePort, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let server: TestRedis;
let port: number;
let admin: Redis;
beforeEach(async () => {
  port = await freePort();
  server = await startTestRedis({
    args: [
      ...['--port', String(port), '--busy-reply-threshold', '50'],
      // Only reading a file is slowed down.
      ...['--key-load-delay', '5000', '--loading-process-events-interval-bytes', '1024'],
    ],
  });
  admin = new Redis(server.url.slice('unix://'.length));
  admin.on('error', () => undefined);
});
afterEach(async () => {
  admin.disconnect();
  await server.stop();
});

const failure = (url: string): Promise<unknown> =>
  connectRoles({ url }, 'test', { failFast: true }).then(
    async (roles) => {
      await roles.dispose();
      return null;
    },
    (error: unknown) => error,
  );

it('tells a missing server, a missing name, a wrong password and a lack of rights apart', async () => {
  expect(conditionOf(await failure('redis://127.0.0.1:1'))).toBe('refused');
  expect(conditionOf(await failure('unix:///nowhere/redis.sock'))).toBe('refused');
  expect(conditionOf(await failure('redis://no-such-host.invalid:6379'))).toBe('unknown_host');
  await admin.config('SET', 'requirepass', 'right');
  expect(conditionOf(await failure(`redis://127.0.0.1:${port}`))).toBe('authentication');
  expect(conditionOf(await failure(`redis://:wrong@127.0.0.1:${port}`))).toBe('authentication');
  expect(await failure(`redis://:right@127.0.0.1:${port}`)).toBeNull();
});

it('tells that the server has too many clients', async () => {
  await admin.config('SET', 'maxclients', '1');
  expect(conditionOf(await failure(`redis://127.0.0.1:${port}`))).toBe('too_many_clients');
});

it('sees from one small write why the server takes no data', async () => {
  const roles = await server.roles();
  expect(await refusesData(roles)).toBeNull();
  await admin.config('SET', 'maxmemory', '1');
  expect(await refusesData(roles)).toBe('out_of_memory');
  await admin.config('SET', 'maxmemory', '0');
  await admin.replicaof('127.0.0.1', 1);
  expect(await refusesData(roles)).toBe('read_only');
  await admin.replicaof('NO', 'ONE');
  await admin.acl('SETUSER', 'default', '-set');
  expect(await refusesData(roles)).toBe('no_permission');
  await admin.acl('SETUSER', 'default', '+set');
  expect(await refusesData(roles)).toBeNull();
});

it('sees that a script keeps the server busy', async () => {
  const roles = await server.roles();
  const script = admin.eval('while true do end', 0).catch((error: unknown) => error);
  await until(async () => (await refusesData(roles)) === 'busy_script');
  const killer = new Redis(server.url.slice('unix://'.length), { enableReadyCheck: false, protocol: 2 });
  await killer.call('SCRIPT', 'KILL');
  await script;
  killer.disconnect();
  expect(await refusesData(roles)).toBeNull();
});

it('names a server that still reads its data, with and without a password', async () => {
  const path = server.url.slice('unix://'.length);
  await admin.mset(Object.fromEntries(Array.from({ length: 5000 }, (_v, i) => [`key-${i}`, 'x'.repeat(50)])));
  // Another connection than the administrator's, because it ends without an answer and must not ask again.
  const last = new Redis(path, { retryStrategy: () => null });
  await last.call('SHUTDOWN', 'SAVE').catch(() => undefined);
  admin.disconnect();
  await server.launch();
  await until(async () => (await whyHungUp({ path })) === 'loading');
  expect(conditionOf(await failure(server.url))).toBe('loading');
  admin = new Redis(path, { enableReadyCheck: false });
  await admin.config('SET', 'requirepass', 'right:*$ä');
  expect(await whyHungUp({ path, password: 'right:*$ä' })).toBe('loading');
  expect(await whyHungUp({ path, password: 'wrong' })).toBe('authentication');
  await admin.config('SET', 'key-load-delay', '0');
  await until(async () => (await whyHungUp({ path, password: 'right:*$ä' })) === null);
});

it('warns of a server without a password that listens to other computers, and of no other', async () => {
  const exposure = async (url: string) => {
    const redis = await connectRoles({ url }, 'test', { failFast: true });
    try {
      return (await redisHealth(redis, 'shared')).exposure;
    } finally {
      await redis.dispose();
    }
  };
  const url = `redis://127.0.0.1:${port}`;
  expect(await exposure(url)).toEqual([]);
  await admin.config('SET', 'protected-mode', 'no');
  expect(await exposure(url)).toEqual([]);
  await admin.config('SET', 'bind', '* -::*');
  expect(await exposure(url)).toEqual(['no_password']);
  expect(await exposure(server.url)).toEqual(['no_password']);
  await admin.config('SET', 'protected-mode', 'yes');
  expect(await exposure(url)).toEqual([]);
  await admin.config('SET', 'protected-mode', 'no');
  await admin.config('SET', 'requirepass', 'secret');
  expect(await exposure(`redis://:secret@127.0.0.1:${port}`)).toEqual([]);
});
