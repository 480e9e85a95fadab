/** A Redis server that refuses data in the middle of a batch: Redwell says why, loses nothing, and continues. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { redisConditionText } from '../../../src/shared/redis-condition.ts';
import { healthOf, letters, underWay } from '../../support/busy-batch.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { few } from '../../support/scale.ts';

const DOCUMENTS = 60;
/** Jobs whose locks ran out come back after another 15 s, and the machine may be slow. */
const LIMIT_MS = 240_000;

let dataDir: string;
let server: TestRedis;
let admin: Redis;
let redwell: Redwell | null;

beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  admin = (await server.roles()).roles.batch;
  redwell = null;
});
afterEach(async () => {
  await redwell?.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const open = async (): Promise<Redwell> => {
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
  return redwell;
};

const CASES = [
  {
    condition: 'out_of_memory',
    breakIt: () => admin.config('SET', 'maxmemory', '1mb'),
    mendIt: () => admin.config('SET', 'maxmemory', '0'),
  },
  {
    condition: 'read_only',
    breakIt: () => admin.replicaof('127.0.0.1', 1),
    mendIt: () => admin.replicaof('NO', 'ONE'),
  },
  {
    condition: 'no_replicas',
    breakIt: () => admin.config('SET', 'min-replicas-to-write', '3'),
    mendIt: () => admin.config('SET', 'min-replicas-to-write', '0'),
  },
] as const;

it.each(few(CASES, 2))(
  'pauses and names the cause when a batch meets $condition, and completes it afterward',
  async ({ condition, breakIt, mendIt }) => {
    const app = await open();
    const { id } = await submitFolder(app, await letters(dataDir, DOCUMENTS));
    const end = batchEnd(app, id);
    await underWay(app, id);
    await breakIt();
    const paused = await healthOf(app, ({ redis }) => redis.condition === condition);
    expect(paused.redis.state).toBe('ready');
    const { message, action } = redisConditionText(condition);
    expect(paused.warnings).toContainEqual({ code: `redis_${condition}`, message, action });
    // No warning sends staff elsewhere: the network is fine, and the workers only wait.
    expect(paused.warnings.map(({ code }) => code)).not.toContain('redis_away');
    expect(paused.warnings.map(({ code }) => code)).not.toContain('no_workers');
    await expect(app.handlers['batches.control']({ batchId: id, action: 'pause' })).rejects.toMatchObject({
      code: 'redis_unavailable',
      message,
      action,
    });
    await mendIt();
    expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
    const after = await healthOf(app, ({ redis }) => redis.condition === null);
    expect(after.supervisor.restarts).toBe(0);
  },
  LIMIT_MS,
);

it.each(few(CASES.toReversed(), 1))(
  'starts against $condition without restarting the worker, and works when it is mended',
  async ({ condition, breakIt, mendIt }) => {
    await breakIt();
    const app = await open();
    const { id } = await submitFolder(app, await letters(dataDir, DOCUMENTS));
    const end = batchEnd(app, id);
    await healthOf(app, ({ redis }) => redis.condition === condition);
    await mendIt();
    expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
    expect((await app.handlers['health.get']({})).supervisor.restarts).toBe(0);
  },
  LIMIT_MS,
);

it('says once in the log of the worker why it pauses', { timeout: LIMIT_MS }, async () => {
  const app = await open();
  const { id } = await submitFolder(app, await letters(dataDir, DOCUMENTS));
  const end = batchEnd(app, id);
  await underWay(app, id);
  const logged = async (): Promise<string[]> =>
    (await readFile(join(dataDir, 'log', 'worker.log'), 'utf8')).split('\n').filter((line) => line !== '');
  await admin.config('SET', 'maxmemory', '1mb');
  await expect.poll(logged, { timeout: 60_000 }).toContainEqual(expect.stringContaining('Work is paused'));
  await admin.config('SET', 'maxmemory', '0');
  await end;
  const lines = await logged();
  expect(lines.filter((line) => line.includes('Work is paused'))).toHaveLength(1);
  expect(lines.length).toBeLessThan(40);
});

it('tells a worker whose clock is wrong from a lost one, and names the clock', async () => {
  for (const hours of [-1, 1]) {
    const shift = join(dataDir, 'shift.mjs');
    await writeFile(
      shift,
      `const real = Date; const shift = ${hours * 3_600_000};
       globalThis.Date = class extends real {
         constructor(...parts) { if (parts.length === 0) super(real.now() + shift); else super(...parts); }
         static now() { return real.now() + shift; }
       };`,
    );
    redwell = await openTestRedwell(dataDir, { redisUrl: server.url }, { NODE_OPTIONS: `--import=${shift}` });
    const seen = await healthOf(redwell, ({ workers }) => workers.length > 0);
    expect(seen.at - (seen.workers[0]?.heartbeatAt ?? 0)).toBeLessThan(30_000);
    const codes = seen.warnings.map(({ code, message }) => ({ code, message }));
    expect(codes.map(({ code }) => code)).not.toContain('no_workers');
    const named = codes.find(({ code }) => code.startsWith('clock_'));
    expect(named?.message).toContain(hours > 0 ? '60 minutes ahead of' : '60 minutes behind');
    await redwell.dispose();
    redwell = null;
    await admin.flushall();
  }
});
