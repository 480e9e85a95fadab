/** Ownership of a data folder: between two processes, after a kill, and with two apps at work. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/core/app/data-dir-lock.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { makeFolder } from '../../support/folder.ts';
import { ownerProcesses } from '../../support/owners.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(() => removeDataDir(dataDir));

it('gives the folder to the first, and to another only after the first has released it', async () => {
  const first = await lockDataDir(dataDir);
  const second = await lockDataDir(dataDir);
  expect([first.isOwner, second.isOwner]).toEqual([true, false]);
  await first.dispose();
  const third = await lockDataDir(dataDir);
  expect(third.isOwner).toBe(true);
  await third.dispose();
});

it('gives the folder to the next one after its owner was killed', async () => {
  const start = await ownerProcesses();
  const owner = await start(dataDir);
  expect(await owner.tryToOwn()).toBe(true);
  expect((await lockDataDir(dataDir)).isOwner).toBe(false);
  await owner.kill();
  const next = await lockDataDir(dataDir);
  expect(next.isOwner).toBe(true);
  await next.dispose();
});

it('has exactly one owner when several start at once, also right after the last one was killed', async () => {
  const start = await ownerProcesses();
  for (let round = 0; round < 5; round += 1) {
    const owners = await Promise.all([1, 2, 3, 4].map(() => start(dataDir)));
    const won = await Promise.all(owners.map((owner) => owner.tryToOwn()));
    expect(won.filter(Boolean)).toHaveLength(1);
    await Promise.all(owners.map((owner) => owner.kill()));
  }
});

it('lets a second app on the same folder process its own batch', async () => {
  const folder = await makeFolder(join(dataDir, 'matter'));
  const app = await openTestRedwell(dataDir);
  const beside = await openTestRedwell(dataDir);
  const told: string[] = [];
  app.on('notification', (note) => told.push(`app ${note.batchId}`));
  beside.on('notification', (note) => told.push(`beside ${note.batchId}`));
  try {
    const { id } = await submitFolder(beside, folder.path);
    const ends = await Promise.all([batchEnd(app, id), batchEnd(beside, id)]);
    for (const batch of ends) expect(batch.equation).toEqual({ ...folder.expected, pending: 0 });
    expect(told).toEqual([`app ${id}`]);
    expect(await app.handlers['intake.list']({})).toEqual([]);
  } finally {
    await beside.dispose();
    await app.dispose();
  }
});
