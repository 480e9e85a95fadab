/** Reruns a whole batch, with Redis as it was and with an empty Redis. */
import { chmod, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { readManifestFile } from '../../../src/core/intake/manifest.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { makeManyFiles } from '../../support/folder.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

const DOCUMENTS = 6;
let dataDir: string;
let server: TestRedis;
let redwell: Redwell;
let notes: string[];
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
  notes = [];
  redwell.on('notification', (note) => notes.push(note.batchId));
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const rows = (batchId: string) => allDocuments(redwell, batchId);
/** Returns the attempt numbers of each stage in order, from history. */
const attempts = async (documentId: string): Promise<number[][]> => {
  const { attempts: all } = await redwell.handlers['documents.get']({ documentId });
  return STAGES.map((stage) => all.filter((a) => a.stage === stage).map((a) => a.attempt));
};
const finished = async (): Promise<string> => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const { id } = await submitFolder(redwell, folder);
  await expect(redwell.handlers['batches.rerun']({ batchId: id })).rejects.toMatchObject({
    code: 'conflict',
  });
  await batchEnd(redwell, id);
  return id;
};

it('reruns every document, keeps both attempts, and notifies of the end again', async () => {
  const batchId = await finished();
  const { opened, missing, batch } = await redwell.handlers['batches.rerun']({ batchId });
  expect({ opened, missing }).toEqual({ opened: DOCUMENTS, missing: 0 });
  expect(batch.equation.received).toBe(DOCUMENTS);
  const again = await batchEnd(redwell, batchId);
  expect(again).toMatchObject({ status: 'completed', percent: 100, equation: { completed: DOCUMENTS } });
  // The first run cached every result.
  expect(again).toMatchObject({ cacheHits: DOCUMENTS * STAGES.length, cacheMisses: 0 });
  for (const row of await rows(batchId)) {
    expect(row.status).toBe('completed');
    expect(await attempts(row.id)).toEqual(STAGES.map(() => [1, 101]));
  }
  await until(() => notes.length === 2);
  expect(await redwell.handlers['batches.reconcile']({ batchId, repair: false })).toMatchObject({
    checked: DOCUMENTS,
    drift: [],
    orphaned: 0,
  });
});

it('checks the counters of active batches, repairs a lost job, and keeps the report', async () => {
  await redwell.dispose();
  // Without a worker the batch stays as it was submitted.
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url, spawnWorker: null });
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
  expect(await redwell.handlers['reconcile.last']({})).toBeNull();
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const { id: batchId } = await submitFolder(redwell, folder);
  const check = (repair: boolean) => redwell.handlers['reconcile.run']({ repair });
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(batchId), 'flow')) === '1');
  await until(async () => (await check(false)).batches.length === 1);
  const [first] = (await check(false)).batches;
  expect(first).toMatchObject({ batchId, checked: DOCUMENTS, drift: [], orphaned: 0 });

  const [document] = await rows(batchId);
  const job = `${document?.id}-r1-ocr`;
  expect(await redis.roles.broker.del(`${redis.keys.queuePrefix}:ocr:${job}`)).toBe(1);
  expect(await redis.roles.broker.zrem(`${redis.keys.queuePrefix}:ocr:prioritized`, job)).toBe(1);
  const lost = [{ documentId: document?.id, stage: 'ocr', cause: 'job_missing', detail: '' }];
  expect((await check(false)).batches).toMatchObject([{ orphaned: 1, orphans: lost, repaired: 0 }]);
  const repaired = await check(true);
  expect(repaired).toMatchObject({ by: 'operator', repair: true });
  expect(repaired.batches).toMatchObject([{ orphaned: 1, orphans: lost, repaired: 1, givenUp: 0 }]);
  expect(await redwell.handlers['reconcile.last']({})).toEqual(repaired);
  expect((await check(false)).batches).toMatchObject([{ drift: [], orphaned: 0 }]);
});

it('reruns a batch that Redis has lost, and reports a document that is missing from the vault', async () => {
  const batchId = await finished();
  const redis = await server.roles();
  await redis.roles.batch.flushall();
  const manifest = await readManifestFile(join(dataDir, 'batches', batchId), batchId);
  const gone = manifest.documents[2];
  if (gone === undefined) throw new Error('no third document');
  await rm(gone.location, { force: true });
  const { opened, missing } = await redwell.handlers['batches.rerun']({ batchId });
  expect({ opened, missing }).toEqual({ opened: DOCUMENTS, missing: 1 });
  const again = await batchEnd(redwell, batchId);
  expect(again).toMatchObject({
    status: 'completed_with_exceptions',
    createdAt: manifest.createdAt,
    equation: { completed: DOCUMENTS - 1, exceptions: 1 },
    causes: [{ stage: 'ocr', code: 'source_missing', count: 1 }],
  });
  await until(async () => (await rows(batchId)).every((row) => row.status !== 'running'));
  for (const row of await rows(batchId)) {
    if (row.id === gone.id) {
      expect(row).toMatchObject({ status: 'exception', exception: { code: 'source_missing', stage: 'ocr' } });
      expect(row.exception?.detail).toContain(gone.location);
    } else expect(await attempts(row.id)).toEqual(STAGES.map(() => [1, 101]));
  }
  await until(() => notes.length === 2);
});

it('names altered and missing originals apart, and runs them again once they are whole', async () => {
  const batchId = await finished();
  const { documents } = await readManifestFile(join(dataDir, 'batches', batchId), batchId);
  const [altered, gone] = documents;
  if (altered === undefined || gone === undefined) throw new Error('no second document');
  await rm(gone.location, { force: true });
  await chmod(altered.location, 0o600);
  const handle = await open(altered.location, 'r+');
  await handle.write('#', 1);
  await handle.close();
  const result = await redwell.handlers['batches.rerun']({ batchId });
  expect(result).toMatchObject({
    opened: DOCUMENTS,
    missing: 1,
    altered: 1,
    paths: { missing: [gone.path], altered: [altered.path] },
  });
  const again = await batchEnd(redwell, batchId);
  expect(again.causes).toEqual(
    expect.arrayContaining([
      { stage: 'ocr', code: 'source_missing', count: 1 },
      { stage: 'ocr', code: 'altered', count: 1 },
    ]),
  );
  await until(async () => (await rows(batchId)).every((row) => row.status !== 'running'));
  const row = (await rows(batchId)).find(({ id }) => id === altered.id);
  expect(row?.exception?.detail).toMatch(/its content is different, although it still has [\d,]+ bytes/);
  expect(row?.exception?.detail).toContain(altered.path);

  // The folder still has the intact files. Adding it again mends the vault, and the old batch can go on.
  const { id } = await submitFolder(redwell, join(dataDir, 'matter'));
  await batchEnd(redwell, id);
  const { retried } = await redwell.handlers['batches.retry']({ batchId, code: 'altered' });
  expect(retried).toBe(1);
  await redwell.handlers['batches.retry']({ batchId });
  expect(await batchEnd(redwell, batchId)).toMatchObject({
    status: 'completed',
    equation: { completed: DOCUMENTS, exceptions: 0 },
  });
});

it('does not complete an altered original after Redis, the cache and history are lost', async () => {
  const batchId = await finished();
  const { documents } = await readManifestFile(join(dataDir, 'batches', batchId), batchId);
  const [altered] = documents;
  if (altered === undefined) throw new Error('no document');
  await chmod(altered.location, 0o600);
  const good = await readFile(altered.location, 'utf8');
  await writeFile(altered.location, good.replace('Dana', 'Dina'));
  await redwell.dispose();
  const redis = await server.roles();
  await redis.roles.batch.flushall();
  for (const name of ['history.sqlite', 'history-kept.sqlite'])
    for (const companion of ['', '-wal', '-shm']) await rm(join(dataDir, name + companion), { force: true });
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
  const { id } = await submitFolder(redwell, join(dataDir, 'matter'));
  expect(await batchEnd(redwell, id)).toMatchObject({ status: 'completed' });
  await until(async () => (await rows(id)).every((row) => row.status === 'completed'));
  const first = (await rows(id)).find(({ path }) => path === altered.path);
  const { text } = await redwell.handlers['documents.get']({ documentId: first?.id ?? '' });
  expect(text).toBe(good.trimEnd());
  expect(await readFile(altered.location, 'utf8')).toBe(good);
});
