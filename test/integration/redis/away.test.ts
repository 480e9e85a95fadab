/** While the server is away, commands fail at once, and everything with connections can still be closed. */
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBroker } from '../../../src/core/batches/broker.ts';
import { startWorker } from '../../../src/core/pipeline/worker/worker.ts';
import { connectRoles, type RedisRoles } from '../../../src/core/redis/connect.ts';
import { LIMITS, SLOTS } from '../../support/flow-fixture.ts';
import { type CuttingProxy, startProxy } from '../../support/proxy.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

let server: TestRedis;
let proxy: CuttingProxy;
let direct: RedisRoles;
let redis: RedisRoles | undefined;
beforeEach(async () => {
  server = await startTestRedis();
  direct = await server.roles();
  proxy = await startProxy(server.url.slice('unix://'.length));
});
afterEach(async () => {
  await redis?.dispose();
  await proxy.close();
  await server.stop();
});

const clients = async (): Promise<string> => String(await direct.roles.batch.client('LIST'));

describe('while Redis is away', () => {
  const cut = async (roles: RedisRoles): Promise<void> => {
    proxy.cut();
    await until(() => roles.state() === 'away');
  };

  it('rejects commands, including one under way when the connection breaks', async () => {
    redis = await connectRoles({ url: proxy.url }, 'console', { failFast: true });
    const { batch } = redis.roles;
    const refused = expect(batch.blpop('nothing', 0)).rejects.toThrow(/max retries per request/i);
    await until(async () => (await clients()).includes('cmd=blpop'));
    await cut(redis);
    await refused;
    await expect(batch.ping()).rejects.toThrow();
  });

  it('closes a broker', async () => {
    redis = await connectRoles({ url: proxy.url }, 'console', { failFast: true });
    const broker = openBroker(redis);
    await Promise.all(Object.values(broker.queues).map((queue) => queue.getJobCounts()));
    await cut(redis);
    await broker.dispose();
    await expect(broker.queues.ocr.getJobCounts()).rejects.toThrow();
  });

  it.each(['stays away', 'comes back'])('closes a worker when Redis %s', async (next) => {
    redis = await connectRoles({ url: proxy.url }, 'worker', { failFast: false });
    const worker = await startWorker({
      redis,
      sandbox: plainSandbox(),
      concurrency: SLOTS,
      limits: LIMITS,
      workerId: 'w',
      local: true,
      passwordsOf: () => [],
      log: pino({ level: 'silent' }),
    });
    await cut(redis);
    if (next === 'comes back') proxy.restore();
    await worker.dispose();
    proxy.restore();
    // The worker stopped reconnecting: only the roles that it was given come back.
    await until(async () => (await clients()).includes('redwell:worker:batch'));
    await until(async () => !/redwell:worker:(control|worker:)/.test(await clients()));
  });
});
