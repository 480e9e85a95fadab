/** Retries documents, which adds only their first job, while workers are killed: every later stage must still follow. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { advanceDocuments } from '../../src/core/batches/scripts.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { readStates } from '../support/batch.ts';
import { makeManyFiles } from '../support/folder.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { firstStage } from '../support/updates.ts';
import { expectWhole, killWorkers, seeded } from './support.ts';

const DOCUMENTS = FULL ? 500 : 40;
/** A larger share of failures would stop the batch. */
const FAILED = DOCUMENTS / 2;
const KILLS = FULL ? 8 : 1;

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
  await removeDataDir(dataDir);
  await server.stop();
});

it(`finishes ${FAILED} retried documents although workers are killed ${KILLS} times`, {
  timeout: FULL ? 600_000 : 120_000,
}, async () => {
  const folder = `${dataDir}/matter`;
  await makeManyFiles(folder, DOCUMENTS);
  const { id: batchId } = await submitFolder(redwell, folder);
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(batchId), 'registered')) === '1');
  await redwell.handlers['batches.control']({ batchId, action: 'pause' });
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
    const { equation } = await redwell.handlers['batches.get']({ batchId });
    return equation.exceptions === FAILED;
  });
  expect((await redwell.handlers['batches.retry']({ batchId, stage: 'ocr' })).retried).toBe(FAILED);
  const end = batchEnd(redwell, batchId);
  let over = false;
  end.finally(() => {
    over = true;
  });
  await redwell.handlers['batches.control']({ batchId, action: 'resume' });

  const random = seeded(20261125);
  const killed = await killWorkers(
    redwell,
    KILLS,
    () => over,
    () => random() * 300,
  );
  expect((await end).status).toBe('completed');
  expect(killed.size).toBeGreaterThan(0);
  await expectWhole(redwell, batchId, DOCUMENTS);
});
