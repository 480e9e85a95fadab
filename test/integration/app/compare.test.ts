/** The open app compares batches and sums up work while Redis is away. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';

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

it('compares real folders without Redis', async () => {
  redwell = await openTestRedwell(dataDir, { spawnWorker: null, redisUrl: 'redis://127.0.0.1:1' });
  const { handlers } = redwell;
  const [first, second] = [join(dataDir, 'first'), join(dataDir, 'second')];
  await mkdir(first);
  for (const name of ['same', 'edited', 'renamed', 'left out'])
    await writeFile(join(first, `${name}.txt`), `The letter that is ${name}.`);
  await cp(first, second, { recursive: true });
  await writeFile(join(second, 'edited.txt'), 'Another letter.');
  await writeFile(join(second, 'new.txt'), 'A new letter.');
  await cp(join(second, 'renamed.txt'), join(second, 'another name.txt'));
  for (const name of ['renamed', 'left out']) await rm(join(second, `${name}.txt`));
  const [a, b] = [(await submitFolder(redwell, first)).id, (await submitFolder(redwell, second)).id];
  const compared = await handlers['compare.get']({ a, b });
  expect(REQUESTS['compare.get'].output.parse(compared)).toEqual(compared);
  expect(compared).toMatchObject({
    a: { id: a, equation: { received: 4 } },
    b: { id: b, equation: { received: 4 } },
    changes: { came: 1, went: 1, changed: 1, moved: 1, outcome: 0, warnings: 0, unknown: 0, same: 1 },
    types: [{ type: 'txt', a: 4, b: 4 }],
    entities: null,
  });
  const { items } = await handlers['compare.changes']({ a, b, kind: null, cursor: null, limit: 10 });
  const nameOf = (path: string | undefined): string | undefined => path?.split('/').at(-1);
  expect(items.map((one) => [one.kind, nameOf(one.a?.path), nameOf(one.b?.path)])).toEqual([
    ['moved', 'renamed.txt', 'another name.txt'],
    ['changed', 'edited.txt', 'edited.txt'],
    ['went', 'left out.txt', undefined],
    ['came', undefined, 'new.txt'],
  ]);
  await expect(handlers['compare.get']({ a, b: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
  const now = Date.now();
  expect(await handlers['trends.get']({ edges: [now - 1000, now] })).toEqual({
    since: null,
    intervals: [{ at: now - 1000, completed: 0, exceptions: 0, pages: 0 }],
  });
});
