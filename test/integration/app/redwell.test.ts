/** Runs all of Redwell without a screen, on real files with a real Redis, worker and sandbox. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { ENCRYPTED_ADDRESS } from '../../../src/shared/health.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { makeFolder } from '../../support/folder.ts';
import { serversOf } from '../../support/processes.ts';
import { startTestRedis } from '../../support/redis.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

let dataDir: string;
let open: Redwell[];
beforeEach(async () => {
  dataDir = await makeDataDir();
  open = [];
});
afterEach(async () => {
  for (const redwell of open) await redwell.dispose();
  await removeDataDir(dataDir);
});
const start = async (
  ...rest: Parameters<typeof openTestRedwell> extends [string, ...infer R] ? R : never
): Promise<Redwell> => {
  const redwell = await openTestRedwell(dataDir, ...rest);
  open.push(redwell);
  return redwell;
};
const stop = async (): Promise<void> => {
  await open.pop()?.dispose();
};

it('processes a folder with one attempt per stage, and shows the batch from history without Redis', async () => {
  const folder = await makeFolder(join(dataDir, 'matter'));
  const first = await start();
  const notes: string[] = [];
  first.on('notification', (note) => notes.push(note.body));
  const { id } = await submitFolder(first, folder.path);
  const batch = await batchEnd(first, id);
  expect(batch.equation).toEqual({ ...folder.expected, pending: 0 });
  expect(batch.status).toBe('completed_with_exceptions');
  await until(() => notes.length === 1);

  const completed = (await allDocuments(first, id)).filter((row) => row.status === 'completed');
  for (const row of completed) {
    const document = await first.handlers['documents.get']({ documentId: row.id });
    expect(document.attempts.map((a) => [a.stage, a.outcome])).toEqual(
      STAGES.map((stage) => [stage, 'completed']),
    );
    for (const entity of document.entityList)
      expect(document.text?.slice(entity.start, entity.end)).toBe(entity.text);
  }
  const lease = completed.find((row) => row.path.endsWith('lease.pdf'));
  expect(lease).toMatchObject({ pages: 2, type: 'pdf' });
  expect(completed.find((row) => row.path.endsWith('scan.png'))?.characters).toBeGreaterThan(20);
  await stop();

  const offline = await start({ redisUrl: 'redis://127.0.0.1:1/', spawnWorker: null });
  expect((await offline.handlers['batches.get']({ batchId: id })).equation).toEqual(batch.equation);
  expect((await allDocuments(offline, id)).map((row) => [row.path, row.status])).toHaveLength(
    folder.expected.received,
  );
  expect((await offline.handlers['health.get']({})).redis.state).not.toBe('ready');
  await expect(offline.handlers['batches.control']({ batchId: id, action: 'pause' })).rejects.toMatchObject({
    code: 'redis_unavailable',
  });
});

it('takes every result of the same folder from the cache the second time', async () => {
  const folder = await makeFolder(join(dataDir, 'matter'));
  const redwell = await start();
  const one = await batchEnd(redwell, (await submitFolder(redwell, folder.path)).id);
  const two = await batchEnd(redwell, (await submitFolder(redwell, folder.path)).id);
  expect(one.cacheHits).toBe(0);
  expect(one.cacheMisses).toBe(folder.expected.completed * STAGES.length);
  expect(two.cacheHits).toBe(folder.expected.completed * STAGES.length);
  expect(two.cacheMisses).toBe(0);
  expect(two.characters).toBe(one.characters);
  expect(two.entities).toBe(one.entities);
});

it('fills an emptied cache from this computer, and counts the contents it sent', async () => {
  const folder = await makeFolder(join(dataDir, 'matter'));
  const server = await startTestRedis();
  try {
    const redwell = await start({ redisUrl: server.url });
    await batchEnd(redwell, (await submitFolder(redwell, folder.path)).id);
    const { roles } = await server.roles();
    await roles.cache.flushdb();
    const again = await batchEnd(redwell, (await submitFolder(redwell, folder.path)).id);
    const { completed } = folder.expected;
    expect(again).toMatchObject({ cacheHits: completed * STAGES.length, cacheMisses: 0 });
    // Duplicates get no job, so there are as many contents as documents with jobs.
    expect(again.warmed).toMatchObject({ contents: completed });
    await stop();
  } finally {
    await server.stop();
  }
});

it('starts no server while it cannot decrypt the Redis address, and uses the address set later', async () => {
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ redisUrlSealed: 'by another computer' }));
  const folder = await makeFolder(join(dataDir, 'matter'));
  const redwell = await start();
  const { id, status } = await submitFolder(redwell, folder.path);
  expect(status).toBe('outbox');
  await expect(redwell.handlers['batches.control']({ batchId: id, action: 'pause' })).rejects.toMatchObject({
    code: 'redis_unavailable',
    action: expect.stringContaining('Settings'),
  });
  const health = await redwell.handlers['health.get']({});
  expect(health.redis).toMatchObject({ state: 'connecting', mode: 'shared', address: 'not known' });
  expect(health.warnings.map(({ code }) => code)).toContain(ENCRYPTED_ADDRESS);
  expect(await serversOf(dataDir)).toEqual([]);

  const end = batchEnd(redwell, id);
  await redwell.handlers['settings.set']({ redisUrl: '' });
  expect((await end).equation).toEqual({ ...folder.expected, pending: 0 });
});

it('accepts a batch while Redis is unreachable, and submits it when Redis starts', async () => {
  const folder = await makeFolder(join(dataDir, 'matter'));
  const server = await startTestRedis();
  try {
    await server.kill();
    const redwell = await start({ redisUrl: server.url });
    const batch = await submitFolder(redwell, folder.path);
    expect(batch.status).toBe('outbox');
    expect((await redwell.handlers['batches.active']({})).map((b) => b.id)).toEqual([batch.id]);
    const end = batchEnd(redwell, batch.id);
    await server.start();
    expect((await end).equation).toEqual({ ...folder.expected, pending: 0 });
    await stop();
  } finally {
    await server.stop();
  }
});
