/** Cuts and restores the connection to a shared Redis in the middle of a batch. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { type CuttingProxy, startProxy } from '../support/proxy.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { expectWhole, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 60;
const CUTS = FULL ? 20 : 2;

let dataDir: string;
let server: TestRedis;
let proxy: CuttingProxy;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  proxy = await startProxy(server.url.slice('unix://'.length));
  redwell = await openTestRedwell(dataDir, { redisUrl: proxy.url }, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await redwell.dispose();
  await proxy.close();
  await server.stop();
  await removeDataDir(dataDir);
});

it(`finishes ${DOCUMENTS} documents while the connection is cut ${CUTS} times`, async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(redwell, folder);
  const end = batchEnd(redwell, batch.id);
  let over = false;
  end.finally(() => {
    over = true;
  });
  const random = seeded(31);
  let cuts = 0;
  while (cuts < CUTS && !over) {
    await new Promise((resolve) => setTimeout(resolve, 200 + random() * 600));
    if (over) break;
    proxy.cut();
    cuts += 1;
    await new Promise((resolve) => setTimeout(resolve, random() * 500));
    proxy.restore();
  }
  expect((await end).status).toBe('completed');
  expect(cuts).toBeGreaterThan(0);
  await expectWhole(redwell, batch.id, DOCUMENTS);
});

it('closes while Redis is unreachable, and the next Redwell finishes the batch', async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, 30);
  const { id } = await submitFolder(redwell, folder);
  await until(async () => (await redwell.handlers['batches.get']({ batchId: id })).percent > 0);
  proxy.cut();
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'away');
  await redwell.dispose();
  proxy.restore();
  redwell = await openTestRedwell(dataDir, { redisUrl: proxy.url }, { REDWELL_LOCK_SECONDS: '2' });
  await until(async () => (await redwell.handlers['batches.get']({ batchId: id })).endedAt !== null);
  await expectWhole(redwell, id, 30);
});
