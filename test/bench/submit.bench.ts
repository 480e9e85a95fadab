/** Submission of a large batch: jobs a second, and what others notice of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker as Thread } from 'node:worker_threads';
import { afterAll, beforeAll, it } from 'vitest';
import { type Broker, openBroker } from '../../src/core/batches/broker.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { manifestOf } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
let server: TestRedis;
let redis: RedisRoles;
let broker: Broker;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await server.roles();
  broker = openBroker(redis);
});
afterAll(async () => {
  await broker.dispose();
  await server.stop();
});

/** Another client, in a thread of its own so that this loop's pauses are not its: worst PING in ms. */
function pinger(socket: string): { worst(): Promise<number> } {
  const thread = new Thread(
    `const { parentPort } = require('node:worker_threads'); const { Redis } = require('ioredis');
     const redis = new Redis({ path: ${JSON.stringify(socket)} }); let worst = 0, on = true;
     parentPort.once('message', () => { on = false; });
     (async () => { while (on) { const t = performance.now(); await redis.ping(); worst = Math.max(worst, performance.now() - t); await new Promise((r) => setTimeout(r, 1)); }
       redis.disconnect(); parentPort.postMessage(worst); })();`,
    { eval: true },
  );
  return {
    worst: () =>
      new Promise((resolve) => {
        thread.once('message', resolve);
        thread.postMessage('stop');
      }),
  };
}

it('submission', async () => {
  const rows = [];
  for (let run = 1; run <= 3; run += 1) {
    const manifest = manifestOf(`b-${run}`, DOCUMENTS);
    const other = pinger(server.url.slice('unix://'.length));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const took = await seconds(() => submitBatch(redis, broker, manifest));
    delay.disable();
    rows.push({
      what: `run ${run}`,
      seconds: round(took),
      'jobs/s': round((DOCUMENTS * 6) / took, 0),
      'worst PING ms': round(await other.worst(), 1),
      'loop blocked ms': round(delay.max / 1e6, 1),
    });
  }
  printTable(
    `Submission of ${DOCUMENTS} documents x 6 stages (goal: 13,000 jobs/s, PING < 30 ms, loop < 50 ms)`,
    rows,
  );
});
