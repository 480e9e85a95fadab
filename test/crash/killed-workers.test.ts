/** Kills workers at random moments: no document is lost or counted twice. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { expectWhole, killWorkers, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 60;
const KILLS = FULL ? 20 : 2;

let dataDir: string;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  redwell = await openTestRedwell(dataDir, {}, { REDWELL_LOCK_SECONDS: '2' });
});
afterEach(async () => {
  await redwell.dispose();
  await removeDataDir(dataDir);
});

it(`finishes ${DOCUMENTS} documents although workers are killed ${KILLS} times`, {
  timeout: FULL ? 900_000 : 120_000,
}, async () => {
  const folder = `${dataDir}/matter`;
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(redwell, folder);
  const end = batchEnd(redwell, batch.id);
  let over = false;
  end.finally(() => {
    over = true;
  });
  const random = seeded(20261124);
  const killed = await killWorkers(
    redwell,
    KILLS,
    () => over,
    () => random() * 400,
  );
  const ended = await end;
  // Checked before the status, so that a failure names the stage and the cause.
  expect(ended.causes).toEqual([]);
  expect(ended.status).toBe('completed');
  expect(killed.size).toBeGreaterThan(0);
  await expectWhole(redwell, batch.id, DOCUMENTS);
  const health = await redwell.handlers['health.get']({});
  expect(health.supervisor.restarts).toBe(killed.size);
});
