/** Kills redis-server in the middle of a batch. With `appendfsync everysec` at most the last second runs again. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { serversOf } from '../support/processes.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { expectWhole, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 60;
const KILLS = FULL ? 5 : 1;

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

it(`finishes ${DOCUMENTS} documents although redis-server is killed ${KILLS} times`, async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(redwell, folder);
  const end = batchEnd(redwell, batch.id);
  let over = false;
  end.finally(() => {
    over = true;
  });
  const random = seeded(7);
  const killed = new Set<number>();
  let percent = 0;
  redwell.on('batch.changed', (b) => {
    percent = b.percent;
  });
  for (let kill = 1; kill <= KILLS && !over; kill += 1) {
    // Progress decides, not the clock: a fast machine would finish the batch before the last kill.
    const at = (100 * (kill - 1 + random())) / (KILLS + 1);
    // The server is found first, because a small batch could end while the process list is being read.
    let pid: number | undefined;
    await until(async () => {
      [pid] = await serversOf(dataDir);
      return (pid !== undefined && !killed.has(pid)) || over;
    });
    await until(() => percent > at || over);
    if (over || pid === undefined) break;
    killed.add(pid);
    process.kill(pid, 'SIGKILL');
    await until(async () => over || (await redwell.handlers['health.get']({})).redis.state === 'ready');
  }
  expect((await end).status).toBe('completed');
  expect(killed.size).toBe(KILLS);
  await expectWhole(redwell, batch.id, DOCUMENTS);
});
