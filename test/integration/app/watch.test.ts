/** The folder that the app watches while it is open. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { TAKEN, watchFolder } from '../../../src/core/host/watch-folder.ts';
import { operatorFilterSchema } from '../../../src/shared/operator-log.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

it('submits what is put into the folder in Settings, also after a restart, and says when the folder is gone', async () => {
  const root = await makeDataDir();
  onTestFinished(() => removeDataDir(root));
  const data = join(root, 'data');
  const folder = join(root, 'inbox');
  await mkdir(folder);
  const open = () => openTestRedwell(data, { from: 'window', watchFolder, spawnWorker: null });
  let redwell = await open();
  onTestFinished(() => redwell.dispose());
  const put = async (name: string): Promise<void> => {
    await writeFile(join(root, name), `Note ${name} of April 4, 2025.`);
    await rename(join(root, name), join(folder, name));
  };
  const last = async () => (await redwell.handlers['watch.state']({})).last;
  const watch = {
    ...{ folder, isOn: true, quietSeconds: 1, matter: 'Tulip', custodian: '', priority: 'high' as const },
  };
  for (const [wrong, why] of [
    [homedir(), /much that is no document/],
    [root, /data folder/],
    [join(data, 'vault'), /data folder/],
    ['inbox', /whole path/],
  ] as const)
    await expect(redwell.handlers['settings.set']({ watch: { ...watch, folder: wrong } })).rejects.toThrow(
      why,
    );
  expect(await redwell.handlers['watch.state']({})).toMatchObject({ state: 'off' });

  await redwell.handlers['settings.set']({ watch });
  await put('a.txt');
  await until(async () => (await last())?.batchId != null);
  const batchId = (await last())?.batchId ?? '';
  expect(await redwell.handlers['batches.get']({ batchId })).toMatchObject({
    ...{ name: 'a.txt', matter: 'Tulip', priority: 'high' },
  });
  const filter = operatorFilterSchema.parse({ what: 'watch.folder' });
  await until(async () => {
    const { items } = await redwell.handlers['log.list']({ filter, cursor: null, limit: 5 });
    return items[0]?.batch?.id === batchId;
  });

  await redwell.dispose();
  await put('b.txt');
  redwell = await open();
  await until(async () => (await last())?.name === 'b.txt' && (await last())?.batchId != null);
  await rm(folder, { recursive: true });
  await until(async () => (await redwell.handlers['watch.state']({})).state === 'gone');
  expect((await redwell.handlers['watch.state']({})).problem).toMatch(/inbox|folder/);
  await mkdir(folder);
  await put('c.txt');
  await until(async () => (await last())?.name === 'c.txt' && (await last())?.batchId != null);
  await redwell.handlers['settings.set']({ watch: { ...watch, isOn: false } });
  await until(async () => (await redwell.handlers['watch.state']({})).state === 'off');
  expect((await readdir(folder)).sort()).toEqual([TAKEN]);
});
