/** redis-server is killed in the middle of a batch (AOF everysec): at most the last second is done again. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { makeManyFiles } from '../support/folder.ts';
import { serversOf } from '../support/processes.ts';
import { batchEnd, makeDataDir, removeDataDir, testConsole } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { expectWhole, FULL, seeded } from './support.ts';

const DOCUMENTS = FULL ? 1000 : 150;
const KILLS = FULL ? 5 : 1;

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

it(`finishes ${DOCUMENTS} documents although redis-server is killed ${KILLS} times`, async () => {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const batch = await submitFolder(console_, folder);
  const end = batchEnd(console_, batch.id);
  let over = false;
  end.finally(() => {
    over = true;
  });
  const random = seeded(7);
  const killed = new Set<number>();
  let percent = 0;
  console_.on('batch.changed', (b) => {
    percent = b.percent;
  });
  for (let kill = 1; kill <= KILLS && !over; kill += 1) {
    // By how far it is, not by the clock: a fast machine would have ended the batch before the last of them.
    const at = (100 * (kill - 1 + random())) / (KILLS + 1);
    await until(() => percent > at || over);
    let pid: number | undefined;
    await until(async () => {
      [pid] = await serversOf(dataDir);
      return (pid !== undefined && !killed.has(pid)) || over;
    });
    if (over || pid === undefined) break;
    killed.add(pid);
    process.kill(pid, 'SIGKILL');
    await until(async () => over || (await console_.handlers['health.get']({})).redis.state === 'ready');
  }
  expect((await end).status).toBe('completed');
  expect(killed.size).toBe(KILLS);
  await expectWhole(console_, batch.id, DOCUMENTS);
});
