/** The built-in server: private, durable, shared by apps on one data folder, and restarted after a kill. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { safeAddress } from '../../../src/core/redis/address.ts';
import { baseOptions, connectRoles } from '../../../src/core/redis/connect.ts';
import { startEmbeddedRedis } from '../../../src/core/redis/embedded.ts';
import { holdServer } from '../../../src/core/redis/users.ts';
import { RedwellError } from '../../../src/shared/errors.ts';
import { until } from '../../support/until.ts';

const log = pino({ level: 'silent' });
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'redwell-embedded-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const pidOf = async (url: string): Promise<number> => {
  const redis = new Redis({ ...baseOptions({ url }), retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  const info = await redis.info('server');
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
};
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('is private, keeps an append-only file, never evicts, and stops with its app', async () => {
  const server = await startEmbeddedRedis(dataDir, log);
  const pid = await pidOf(server.url);
  const redis = await connectRoles({ url: server.url }, 'test', { failFast: true });
  const config = async (name: string) => ((await redis.roles.batch.config('GET', name)) as string[])[1];
  expect(await config('maxmemory-policy')).toBe('noeviction');
  expect(await config('appendonly')).toBe('yes');
  expect(await config('port')).toBe('0');
  expect(redis.keys.layout).toBe('databases');
  expect((await stat(join(dataDir, 'redis'))).mode & 0o777).toBe(0o700);
  await redis.dispose();
  await server.dispose();
  await until(() => !alive(pid));
});

it('keeps its data when it is stopped and started', async () => {
  let server = await startEmbeddedRedis(dataDir, log);
  const write = new Redis(baseOptions({ url: server.url }));
  await write.set('kept', 'yes');
  write.disconnect();
  await server.dispose();
  server = await startEmbeddedRedis(dataDir, log);
  const read = new Redis(baseOptions({ url: server.url }));
  expect(await read.get('kept')).toBe('yes');
  read.disconnect();
  await server.dispose();
});

it('is joined by a second app, and outlives the first', async () => {
  const first = await startEmbeddedRedis(dataDir, log);
  const second = await startEmbeddedRedis(dataDir, log);
  const pid = await pidOf(first.url);
  expect(await pidOf(second.url)).toBe(pid);
  const redis = await connectRoles({ url: second.url }, `console:${process.pid}`, { failFast: true });
  await first.dispose();
  expect(await redis.roles.broker.ping()).toBe('PONG');
  await redis.dispose();
  await second.dispose();
  await until(() => !alive(pid));
});

/** Starts the server as an app would that is then killed together with what watches over its server. */
async function leaveServer(): Promise<number> {
  const socket = join(dataDir, 'redis', 'redis.sock');
  await mkdir(join(dataDir, 'redis'), { mode: 0o700 });
  const left = spawn(
    'redis-server',
    ['--port', '0', '--unixsocket', socket, '--dir', join(dataDir, 'redis'), '--appendonly', 'yes'],
    { stdio: 'ignore', detached: true },
  );
  left.unref();
  const write = new Redis({ path: socket, retryStrategy: () => 20, maxRetriesPerRequest: null });
  write.on('error', () => undefined);
  await write.set('kept', 'yes');
  write.disconnect();
  return left.pid ?? 0;
}

it('ends a server that a crash left, keeps its data, and says so', async () => {
  const left = await leaveServer();
  const server = await startEmbeddedRedis(dataDir, log);
  expect(server.endedLeftover).toBe(true);
  expect(await pidOf(server.url)).not.toBe(left);
  const read = new Redis(baseOptions({ url: server.url }));
  expect(await read.get('kept')).toBe('yes');
  read.disconnect();
  await server.dispose();
  await until(() => !alive(left));
});

it('ends when its app is gone, but not before another app that uses it', async () => {
  const socket = join(dataDir, 'redis', 'redis.sock');
  const server = await startEmbeddedRedis(dataDir, log);
  const pid = await pidOf(server.url);
  const other = await holdServer(socket);
  const redis = await connectRoles({ url: server.url }, `worker:${process.pid}`, { failFast: true });
  await server.dispose();
  await redis.dispose();
  expect(alive(pid)).toBe(true);
  other.dispose();
  await until(() => !alive(pid));
  // Whoever comes now waits for its end and starts another one.
  const next = await startEmbeddedRedis(dataDir, log);
  expect([next.endedLeftover, await pidOf(next.url)]).toEqual([false, expect.not.closeTo(pid, 0)]);
  await next.dispose();
});

it('starts one server when several apps start at the same time', async () => {
  const servers = await Promise.all([1, 2, 3].map(() => startEmbeddedRedis(dataDir, log)));
  const pids = await Promise.all(servers.map((server) => pidOf(server.url)));
  expect(new Set(pids).size).toBe(1);
  const redisLog = await readFile(join(dataDir, 'redis', 'redis.log'), 'utf8');
  expect(redisLog.match(/Server initialized/g)).toHaveLength(1);
  for (const server of servers) await server.dispose();
  await until(() => !alive(pids[0] ?? 0));
});

it('restarts after it is killed, and connections recover', async () => {
  const server = await startEmbeddedRedis(dataDir, log);
  const redis = await connectRoles({ url: server.url }, 'test', { failFast: true });
  const states: string[] = [];
  redis.onState((state) => states.push(state));
  const pid = await pidOf(server.url);
  process.kill(pid, 'SIGKILL');
  await until(() => states.includes('away'));
  await until(() => redis.state() === 'ready');
  expect(await pidOf(server.url)).not.toBe(pid);
  await redis.dispose();
  await server.dispose();
});

it('uses a short socket path when the path of the data folder is too long for one', async () => {
  const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
  const server = await startEmbeddedRedis(deep, log);
  expect(await pidOf(server.url)).toBeGreaterThan(0);
  await server.dispose();
});

it('says what to do when redis-server is missing', async () => {
  process.env.REDWELL_REDIS_SERVER = join(dataDir, 'no-such-program');
  try {
    await expect(startEmbeddedRedis(dataDir, log)).rejects.toMatchObject({
      code: 'redis_unavailable',
      action: expect.stringContaining('npm run setup'),
    });
  } finally {
    delete process.env.REDWELL_REDIS_SERVER;
  }
});

it('reports a shared server that does not answer, without the password', async () => {
  const failure = await connectRoles({ url: 'redis://user:secret@127.0.0.1:1/' }, 'test', {
    failFast: true,
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RedwellError);
  expect(failure).toMatchObject({ code: 'redis_unavailable' });
  expect(String(failure)).not.toContain('secret');
  expect(safeAddress('redis://user:secret@host:1/')).toBe('redis://user:***@host:1/');
});
