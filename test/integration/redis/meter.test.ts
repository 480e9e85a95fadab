/** Compares the meter's counts with the server's own. */
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBroker } from '../../../src/core/batches/broker.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { createMeter } from '../../../src/core/redis/meter.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());

/** Counts the commands of clients that the server runs during `work`, without calls from scripts. */
async function seenByServer(work: () => Promise<void>): Promise<number> {
  const client = new Redis({ path: server.url.slice('unix://'.length) });
  const monitor = await client.monitor();
  let seen = 0;
  let over = false;
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    if (args[1] === 'the end') over = true;
    else if (source !== 'lua' && args[1] !== 'the beginning') seen += 1;
  });
  await work();
  await client.echo('the end');
  await until(() => over);
  monitor.disconnect();
  client.disconnect();
  return seen;
}

const use = async (redis: RedisRoles): Promise<void> => {
  await redis.roles.batch.set('a', 'x'.repeat(5000));
  await redis.roles.cache.pipeline().get('a').incr('n').ping().exec();
  await redis.roles.results.multi().incr('n').incr('n').exec();
  await Promise.all(Array.from({ length: 100 }, () => redis.roles.broker.ping()));
  await redis.roles.rateLimit.eval("return redis.call('INCR', KEYS[1])", 1, 'k');
};

describe('the meter', () => {
  it('counts what the server counts, through pipelines, transactions, scripts and BullMQ', async () => {
    const redis = await server.roles();
    const broker = openBroker(redis);
    const producers = [...Object.values(broker.queues), broker.flows];
    await Promise.all(producers.map((producer) => producer.waitUntilReady()));
    const before = redis.meter.totals();
    const seen = await seenByServer(async () => {
      await use(redis);
      await broker.queues.ocr.add('x', {});
      await broker.queues.text.getJobCounts();
      await broker.flows.add({ name: 'x', queueName: 'batch', children: [{ name: 'y', queueName: 'ocr' }] });
    });
    expect(redis.meter.totals().commands - before.commands).toBe(seen);
    expect(seen).toBeGreaterThan(108);
    await broker.dispose();
  });

  it('counts the bytes of both directions as the server does', async () => {
    const own = await startTestRedis();
    const redis = await own.roles();
    const asker = new Redis({ path: own.url.slice('unix://'.length) });
    const network = async (): Promise<number> => {
      const info = await asker.info('stats');
      const of = (name: string): number => Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1]);
      return of('total_net_input_bytes') + of('total_net_output_bytes');
    };
    const asking = await network().then(async (first) => (await network()) - first);
    const [server0, own0] = [await network(), redis.meter.totals().bytes];
    await use(redis);
    const bytes = redis.meter.totals().bytes - own0;
    expect((await network()) - server0 - bytes).toBe(asking);
    asker.disconnect();
    await own.stop();
  });

  it('continues after a reconnect, and counts a command once that waited for it', async () => {
    const path = server.url.slice('unix://'.length);
    const meter = createMeter();
    const client = new Redis({ path, retryStrategy: () => 5, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    await once(client, 'ready');
    meter.watch(client);
    expect(meter.totals()).toEqual({ commands: 0, bytes: 0 });
    await client.set('a', 'x'.repeat(3000));
    const before = meter.totals();
    expect(before.commands).toBe(1);
    expect(before.bytes).toBeGreaterThan(3000);
    await server.kill();
    await until(() => client.status !== 'ready');
    const waiting = client.get('a');
    expect(meter.totals()).toEqual(before);
    await server.start();
    await waiting;
    const after = meter.totals();
    // The handshake of the new connection counts too: ioredis sends INFO, but no SELECT for database 0.
    const handshake = after.commands - before.commands - 1;
    await client.get('a');
    expect(meter.totals().commands).toBe(after.commands + 1);
    expect(handshake).toBeLessThan(5);
    expect(after.bytes).toBeGreaterThan(before.bytes);
    client.disconnect();
  });

  it('returns a rate over the last seconds, and none at the first reading', async () => {
    const redis = await server.roles();
    const start = redis.meter.totals();
    expect(redis.meter.cost(0)).toBeNull();
    await use(redis);
    expect(redis.meter.cost(500)).toBeNull();
    const done = redis.meter.totals();
    const cost = redis.meter.cost(2000);
    expect(cost?.commandsPerSecond).toBe((done.commands - start.commands) / 2);
    expect(cost?.bytesPerSecond).toBe((done.bytes - start.bytes) / 2);
    for (let at = 4000; at < 40_000; at += 2000) redis.meter.cost(at);
    expect(redis.meter.cost(40_000)).toEqual({ commandsPerSecond: 0, bytesPerSecond: 0 });
  });

  it('rejects anything but an ioredis client', () => {
    expect(() => createMeter().watch({})).toThrow(TypeError);
  });
});
