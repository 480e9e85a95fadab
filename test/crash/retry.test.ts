/** Documents are opened again, their first job alone, while workers are killed: what follows comes for every one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { advanceDocuments } from '../../src/core/batches/scripts.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { readStates } from '../support/batch.ts';
import { makeManyFiles } from '../support/folder.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, removeDataDir, testConsole } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { firstStage } from '../support/updates.ts';
import { expectWhole, FULL, killWorkers, seeded } from './support.ts';

const DOCUMENTS = FULL ? 500 : 100;
/** Fewer than what stops a batch by its share of failures. */
const FAILED = DOCUMENTS / 2;
const KILLS = FULL ? 8 : 2;

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
  await removeDataDir(dataDir);
  await server.stop();
});

it(`ends ${FAILED} retried documents although workers are killed ${KILLS} times`, {
  timeout: FULL ? 600_000 : 120_000,
}, async () => {
  const folder = `${dataDir}/matter`;
  await makeManyFiles(folder, DOCUMENTS);
  const { id: batchId } = await submitFolder(console_, folder);
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(batchId), 'registered')) === '1');
  await console_.handlers['batches.control']({ batchId, action: 'pause' });
  const states = async () => [...(await readStates(redis, batchId)).entries()];
  await until(async () => {
    const all = await states();
    return all.every(([, { status }]) => status !== 'running');
  });
  const pending = (await states()).filter(([, { status }]) => status === 'pending').slice(0, FAILED);
  expect(pending).toHaveLength(FAILED);
  await advanceDocuments(
    redis,
    pending.map(([documentId]) => firstStage(batchId, documentId, 'failed')),
  );
  await until(async () => {
    const { equation } = await console_.handlers['batches.get']({ batchId });
    return equation.exceptions === FAILED;
  });
  expect((await console_.handlers['batches.retry']({ batchId, stage: 'ocr' })).retried).toBe(FAILED);
  const end = batchEnd(console_, batchId);
  let over = false;
  end.finally(() => {
    over = true;
  });
  await console_.handlers['batches.control']({ batchId, action: 'resume' });

  const random = seeded(20261125);
  const killed = await killWorkers(
    console_,
    KILLS,
    () => over,
    () => random() * 300,
  );
  expect((await end).status).toBe('completed');
  expect(killed.size).toBeGreaterThan(0);
  await expectWhole(console_, batchId, DOCUMENTS);
});
