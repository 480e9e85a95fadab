/** `redwell serve` and `redwell worker`: the built commands, with a real Redis server. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { batchEnd, openTestRedwell } from '../../support/redwell.ts';
import { few } from '../../support/scale.ts';
import { until } from '../../support/until.ts';
import { runCli, startCli } from './run.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-hosts-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function makeFolder(documents: number): string {
  const folder = join(dir, 'Smith v. Jones');
  mkdirSync(folder);
  for (let n = 1; n <= documents; n += 1)
    writeFileSync(join(folder, `${n}.txt`), `Letter ${n}. Ms. Jane Miller paid $1,${n}00.00.\n`);
  return folder;
}

describe('redwell worker', () => {
  let server: TestRedis;
  beforeEach(async () => {
    server = await startTestRedis();
  });
  afterEach(() => server.stop());

  it('processes a batch that another console submits to a shared Redis', async () => {
    const worker = startCli(['worker', '--redis', server.url, '--concurrency', '2']);
    await worker.noted('The worker is ready.');
    const redwell = await openTestRedwell(join(dir, 'data'), { redisUrl: server.url, spawnWorker: null });
    try {
      const health = () => redwell.handlers['health.get']({});
      await until(async () => (await health()).workers.length === 1);
      expect((await health()).workers[0]?.local).toBe(false);
      const { id } = await submitFolder(redwell, makeFolder(3));
      expect((await batchEnd(redwell, id)).equation).toMatchObject({ received: 3, completed: 3 });
    } finally {
      await redwell.dispose();
    }
    worker.kill('SIGTERM');
    expect(await worker.ended).toMatchObject({ code: 0, stdout: '' });
  });

  it('serves only the queues that it is given', async () => {
    const worker = startCli(['worker', '--redis', server.url, '--queues', 'ocr', 'text']);
    await worker.noted('The worker is ready.');
    const redwell = await openTestRedwell(join(dir, 'data'), { redisUrl: server.url, spawnWorker: null });
    const workers = async () => (await redwell.handlers['health.get']({})).workers;
    await until(async () => (await workers()).length === 1);
    expect((await workers())[0]?.queues).toEqual(['ocr', 'text']);
    await redwell.dispose();
    worker.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  });

  it.each(few(['SIGINT', 'SIGTERM'] as const, 1))(
    'takes itself off the list of workers on %s',
    async (signal) => {
      const redis = await server.roles();
      const workers = (): Promise<number> => redis.roles.batch.hlen(redis.keys.workers());
      const worker = startCli(['worker'], { REDWELL_REDIS_URL: server.url });
      await worker.noted('The worker is ready.');
      await until(async () => (await workers()) === 1);
      worker.kill(signal);
      expect((await worker.ended).code).toBe(0);
      expect(await workers()).toBe(0);
    },
  );

  it('stops when its command is killed', async () => {
    const redis = await server.roles();
    const workers = (): Promise<number> => redis.roles.batch.hlen(redis.keys.workers());
    const worker = startCli(['worker', '--redis', server.url]);
    await until(async () => (await workers()) === 1);
    worker.kill('SIGKILL');
    await until(async () => (await workers()) === 0);
    await worker.ended;
  });
});

it('stops a worker that is still waiting for Redis', async () => {
  const worker = startCli(['worker', '--redis', `unix://${dir}/none.sock`]);
  await worker.noted('does not answer');
  worker.kill('SIGINT');
  expect((await worker.ended).code).toBe(0);
});

it('says how to give a worker the address of Redis', async () => {
  const without = await runCli(['worker']);
  expect([without.code, without.stdout]).toEqual([1, '']);
  expect(without.stderr).toContain('A worker needs the address of the Redis server that it shares.');
  expect(without.stderr).toContain('--redis redis://HOST:6379');
  const wrong = await runCli(['worker', '--redis', 'http://127.0.0.1:6379']);
  expect([wrong.code, wrong.stdout]).toEqual([1, '']);
  expect(wrong.stderr).toContain('not the address of a Redis server');
  for (const option of [
    ['--concurrency', '1.5'],
    ['--queues', 'mail'],
    ['--layout', 'none'],
  ])
    expect((await runCli(['worker', ...option])).code).toBe(1);
});

describe('redwell serve', () => {
  it.each(few(['SIGTERM', 'SIGINT'] as const, 1))(
    'prints its address, answers, and exits with 0 on %s',
    async (signal) => {
      const served = startCli(['serve', '--data', join(dir, 'data'), '--port', '0', '--no-open']);
      const address = await served.printed(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/);
      const answer = await fetch(address, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
      served.kill(signal);
      expect(await served.ended).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('submits the folder that it is given', async () => {
    const folder = makeFolder(1);
    const served = startCli(['serve', folder, '--data', join(dir, 'data'), '--port', '0', '--no-open']);
    await served.printed(/Submitted as batch \S+/);
    served.kill('SIGTERM');
    expect((await served.ended).code).toBe(0);
  });

  it('exits with 1 on options that it does not understand', async () => {
    const args = ['serve', '--data', join(dir, 'data'), '--no-open'];
    const port = await runCli([...args, '--port', 'x']);
    expect([port.code, port.stderr]).toEqual([1, '--port needs a number from 0 to 65535, not x.\n']);
    expect((await runCli([...args, '--color'])).code).toBe(1);
  });
});
