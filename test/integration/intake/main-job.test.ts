import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../support/folder.ts';
import { BATCH, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
test('a folder becomes an inventory, then a sealed manifest that accounts for every file', async () => {
  const { intake, dataDir, ...d } = await openFixture();
  const made = await makeFolder(join(d.folder, 'matter'));
  const drop = await d.drop(made.path);
  expect(drop).toMatchObject({ status: 'ready', name: 'matter', error: null });
  const manifest = await intake.freeze(drop.id, BATCH);
  const by = (status: string): number => manifest.documents.filter((x) => x.status === status).length;
  expect({
    received: manifest.documents.length,
    completed: by('pending'),
    duplicates: by('duplicate'),
    exceptions: by('exception'),
    excluded: by('excluded'),
  }).toEqual(made.expected);
});
