/** Kills a Redis that keeps nothing on disk: Redwell restores the lost batch from its manifest, and it ends. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { expectWhole } from './support.ts';

const DOCUMENTS = FULL ? 500 : 30;

let dataDir: string;
let server: TestRedis;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

/** Submits a batch and waits until more than a fifth of it is done. @param prepare is waited for before that */
async function startBatch(prepare: (id: string) => Promise<unknown> = async () => {}): Promise<string> {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const { id } = await submitFolder(redwell, folder, { priority: 'low' });
  await prepare(id);
  await until(async () => (await redwell.handlers['batches.get']({ batchId: id })).percent > 20);
  return id;
}
const loseAll = async (): Promise<void> => {
  await server.kill();
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'away');
  await server.start();
};
const statusOf = async (batchId: string): Promise<string> =>
  (await redwell.handlers['batches.get']({ batchId })).status;

it('restores a batch that Redis has lost, and finishes it', async () => {
  const id = await startBatch(async (batchId) => {
    await redwell.handlers['batches.priority']({ batchId, priority: 'high' });
    // Redwell restores the priority that its board saw last.
    await until(async () => (await redwell.handlers['batches.active']({}))[0]?.priority === 'high');
  });
  const end = batchEnd(redwell, id);
  await loseAll();
  const ended = await end;
  expect(ended).toMatchObject({ status: 'completed', priority: 'high' });
  await expectWhole(redwell, id, DOCUMENTS);
});

it('keeps a lost batch paused, even if Redwell was closed meanwhile', async () => {
  const id = await startBatch();
  await redwell.handlers['batches.control']({ batchId: id, action: 'pause' });
  await redwell.dispose();
  await server.kill();
  await server.start();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(id), 'status')) === 'paused');
  expect(await statusOf(id)).toBe('paused');
  const end = batchEnd(redwell, id);
  await redwell.handlers['batches.control']({ batchId: id, action: 'resume' });
  expect((await end).status).toBe('completed');
  await expectWhole(redwell, id, DOCUMENTS);
});

it('restores a lost batch only on the Redis that it was submitted to', async () => {
  const id = await startBatch();
  await redwell.dispose();
  const other = await startTestRedis();
  try {
    redwell = await openTestRedwell(dataDir, { redisUrl: other.url }, { REDWELL_LOCK_SECONDS: '2' });
    const folder = join(dataDir, 'another');
    await makeManyFiles(folder, 3);
    const next = await submitFolder(redwell, folder);
    await batchEnd(redwell, next.id);
    const redis = await other.roles();
    expect(await redis.roles.batch.exists(redis.keys.batch(id))).toBe(0);
  } finally {
    await redwell.dispose();
    await other.stop();
  }
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url }, { REDWELL_LOCK_SECONDS: '2' });
  expect((await batchEnd(redwell, id)).status).toBe('completed');
  await expectWhole(redwell, id, DOCUMENTS);
});
