/** A Redis that keeps nothing on disk is killed: what it had lost is put back from the manifests and ends. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, removeDataDir, testConsole } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { expectWhole, FULL } from './support.ts';

const DOCUMENTS = FULL ? 500 : 30;

let dataDir: string;
let server: TestRedis;
let console_: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  console_ = await testConsole(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await console_.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

/** A batch that has come some way. */
async function running(): Promise<string> {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const { id } = await submitFolder(console_, folder, { priority: 'low' });
  await until(async () => (await console_.handlers['batches.get']({ batchId: id })).percent > 20);
  return id;
}
const loseAll = async (): Promise<void> => {
  await server.kill();
  await until(async () => (await console_.handlers['health.get']({})).redis.state === 'away');
  await server.start();
};
const statusOf = async (batchId: string): Promise<string> =>
  (await console_.handlers['batches.get']({ batchId })).status;

it('runs again by itself, and ends', async () => {
  const id = await running();
  await console_.handlers['batches.priority']({ batchId: id, priority: 'high' });
  // What the board saw last is what is known of it afterwards.
  await until(async () => (await console_.handlers['batches.active']({}))[0]?.priority === 'high');
  const end = batchEnd(console_, id);
  await loseAll();
  const ended = await end;
  expect(ended).toMatchObject({ status: 'completed', priority: 'high' });
  await expectWhole(console_, id, DOCUMENTS);
});

it('is paused again when it was, also when the console was away', async () => {
  const id = await running();
  await console_.handlers['batches.control']({ batchId: id, action: 'pause' });
  await console_.dispose();
  await server.kill();
  await server.start();
  console_ = await testConsole(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(id), 'status')) === 'paused');
  expect(await statusOf(id)).toBe('paused');
  const end = batchEnd(console_, id);
  await console_.handlers['batches.control']({ batchId: id, action: 'resume' });
  expect((await end).status).toBe('completed');
  await expectWhole(console_, id, DOCUMENTS);
});

it('is left alone on a Redis that it was not submitted to', async () => {
  const id = await running();
  await console_.dispose();
  const other = await startTestRedis();
  try {
    console_ = await testConsole(dataDir, { redisUrl: other.url }, { REDWELL_LOCK_SECONDS: '2' });
    const folder = join(dataDir, 'another');
    await makeManyFiles(folder, 3);
    const next = await submitFolder(console_, folder);
    await batchEnd(console_, next.id);
    const redis = await other.roles();
    expect(await redis.roles.batch.exists(redis.keys.batch(id))).toBe(0);
  } finally {
    await console_.dispose();
    await other.stop();
  }
  console_ = await testConsole(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
  expect((await batchEnd(console_, id)).status).toBe('completed');
  await expectWhole(console_, id, DOCUMENTS);
});
