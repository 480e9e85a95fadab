/** Reruns a whole batch, with Redis as it was and with an empty Redis. */
import { rm } from 'node:fs/promises';
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
