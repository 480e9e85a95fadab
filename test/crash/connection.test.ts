/** The connection to a shared Redis is cut and restored in the middle of a batch. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { type CuttingProxy, startProxy } from '../support/proxy.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, removeDataDir, testConsole } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { expectWhole, FULL, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 150;
const CUTS = FULL ? 20 : 4;

let dataDir: string;
let server: TestRedis;
let proxy: CuttingProxy;
let console_: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  proxy = await startProxy(server.url.slice('unix://'.length));
  console_ = await testConsole(dataDir, { redisUrl: proxy.url }, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await console_.dispose();
  await proxy.close();
  await server.stop();
  await removeDataDir(dataDir);
});

it(`finishes ${DOCUMENTS} documents although the connection is cut ${CUTS} times`, async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(console_, folder);
  const end = batchEnd(console_, batch.id);
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
    proxy.mend();
  }
  expect((await end).status).toBe('completed');
  expect(cuts).toBeGreaterThan(0);
  await expectWhole(console_, batch.id, DOCUMENTS);
});

it('is closed while Redis is away, and the next console ends what it had begun', async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, 30);
  const { id } = await submitFolder(console_, folder);
  await until(async () => (await console_.handlers['batches.get']({ batchId: id })).percent > 0);
  proxy.cut();
  await until(async () => (await console_.handlers['health.get']({})).redis.state === 'away');
  await console_.dispose();
  proxy.mend();
  console_ = await testConsole(dataDir, { redisUrl: proxy.url }, { REDWELL_LOCK_SECONDS: '2' });
  await until(async () => (await console_.handlers['batches.get']({ batchId: id })).endedAt !== null);
  await expectWhole(console_, id, 30);
});
