/** Workers are killed at random moments; nothing is lost and nothing is counted twice. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { batchEnd, makeDataDir, removeDataDir, testConsole } from '../support/redwell.ts';
import { expectWhole, FULL, killWorkers, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 120;
const KILLS = FULL ? 20 : 3;

let dataDir: string;
let console_: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  console_ = await testConsole(dataDir, {}, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await console_.dispose();
  await removeDataDir(dataDir);
});

it(`finishes ${DOCUMENTS} documents although workers are killed ${KILLS} times`, {
  timeout: FULL ? 900_000 : 120_000,
}, async () => {
  const folder = `${dataDir}/matter`;
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(console_, folder);
  const end = batchEnd(console_, batch.id);
  let over = false;
  end.finally(() => {
    over = true;
  });
  const random = seeded(20261124);
  const killed = await killWorkers(
    console_,
    KILLS,
    () => over,
    () => random() * 400,
  );
  const ended = await end;
  // Before the status, so that a failure says which stage and why.
  expect(ended.causes).toEqual([]);
  expect(ended.status).toBe('completed');
  expect(killed.size).toBeGreaterThan(0);
  await expectWhole(console_, batch.id, DOCUMENTS);
  const health = await console_.handlers['health.get']({});
  expect(health.supervisor.restarts).toBe(killed.size);
});
