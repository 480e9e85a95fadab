/** A worker must end with the app that started it: nothing else would end it later. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const ENTRY = resolve('out/main/worker.js');
let server: TestRedis;
let redis: RedisRoles;
let worker: ChildProcess;
beforeEach(async () => {
  server = await startTestRedis();
  redis = await server.roles();
  worker = fork(ENTRY, [], {
    env: { ...process.env, REDWELL_REDIS_URL: server.url },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await until(async () => (await redis.roles.batch.hlen(redis.keys.workers())) === 1);
});
afterEach(async () => {
  if (worker.exitCode === null && worker.signalCode === null) worker.kill('SIGKILL');
  await server.stop();
});

it('ends with its app, and removes itself from the list of workers', async () => {
  const exit = once(worker, 'exit');
  worker.disconnect();
  expect(await exit).toEqual([0, null]);
  expect(await redis.roles.batch.hlen(redis.keys.workers())).toBe(0);
});

it('ends with its app when Redis was gone before', async () => {
  const exit = once(worker, 'exit');
  await server.kill();
  worker.disconnect();
  expect(await exit).toEqual([0, null]);
});
