/** Batches that do not run yet: behind another batch, and on their way to Redis. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { batchSchema } from '../../../src/shared/batches.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

let dataDir: string;
let redwell: Redwell | null = null;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(async () => {
  await redwell?.dispose();
  redwell = null;
  await removeDataDir(dataDir);
});

async function folderOf(name: string): Promise<string> {
  const folder = join(dataDir, name);
  await mkdir(folder);
  for (const n of [1, 2]) await writeFile(join(folder, `${name} ${n}.txt`), `Letter ${n} about ${name}.`);
  return folder;
}

it('says which batch another one waits for', async () => {
  redwell = await openTestRedwell(dataDir, { spawnWorker: null });
  const { handlers } = redwell;
  const first = await submitFolder(redwell, await folderOf('first'));
  const second = await submitFolder(redwell, await folderOf('second'));
  const get = (batchId: string) => handlers['batches.get']({ batchId });
  await until(async () => (await get(second.id)).status === 'running');
  await until(async () => ((await get(second.id)).waiting ?? null) !== null);
  expect(await get(second.id)).toMatchObject({
    waiting: { position: 1, behind: { id: first.id, name: first.name } },
    eta: null,
    source: 'live',
  });
  expect((await get(first.id)).waiting).toBeNull();
  const active = await handlers['batches.active']({});
  expect(active.map(({ waiting }) => waiting?.position ?? null)).toEqual([1, null]);
  for (const batch of active) expect(batchSchema.parse(batch)).toEqual(batch);
  await handlers['batches.priority']({ batchId: second.id, priority: 'high' });
  await until(async () => (await get(first.id)).waiting?.behind.id === second.id);
  expect(await handlers['batches.times']({ batchId: first.id })).toMatchObject({ runs: [], forecasts: [] });
});

it('never calls a batch lost that is on its way to Redis', async () => {
  redwell = await openTestRedwell(dataDir, { spawnWorker: null, redisUrl: 'redis://127.0.0.1:1' });
  const { handlers } = redwell;
  const batch = await submitFolder(redwell, await folderOf('early'));
  const later = await submitFolder(redwell, await folderOf('later'));
  const list = await handlers['batches.list']({ search: '', status: 'all', cursor: null, limit: 10 });
  for (const one of [batch, await handlers['batches.get']({ batchId: batch.id }), ...list.items])
    expect(one).toMatchObject({ status: 'outbox', source: 'outbox' });
  expect(await handlers['batches.get']({ batchId: later.id })).toMatchObject({
    waiting: { position: 1, behind: { id: batch.id } },
  });
});
