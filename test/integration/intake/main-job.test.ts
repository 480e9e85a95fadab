/** The main path of intake: a folder becomes a frozen batch. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../support/folder.ts';
import { BATCH, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
it('turns a folder into an inventory, then into a manifest that accounts for every file', async () => {
  const { intake, dataDir, ...d } = await openFixture();
  const made = await makeFolder(join(d.folder, 'matter'));
  const drop = await d.drop(made.path);
  expect(drop).toMatchObject({ status: 'ready', name: 'matter', error: null });
  const manifest = await intake.freeze(drop.id, BATCH);
  const countOf = (status: string): number =>
    manifest.documents.filter((document) => document.status === status).length;
  expect({
    received: manifest.documents.length,
    completed: countOf('pending'),
    duplicates: countOf('duplicate'),
    exceptions: countOf('exception'),
    excluded: countOf('excluded'),
  }).toEqual(made.expected);
});
