/** Many processes at once on one data folder, some of them killed: one owner, whole settings, one worker. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSettings } from '../../src/core/app/settings.ts';
import { type Owner, ownerProcesses } from '../support/owners.ts';
import { held } from './tally.ts';

const ROUNDS = 30;
const STARTS = 5;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rw-races-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it(`has one owner in ${ROUNDS} rounds of simultaneous tries, with owners killed in between`, async () => {
  const start = await ownerProcesses();
  let crowd = await Promise.all(Array.from({ length: STARTS }, () => start(dataDir)));
  let owner: Owner | null = null;
  let tried = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const others: Owner[] = crowd.filter((one) => one !== owner);
    // In odd rounds the owner is killed while the others try, so it may have one successor or none yet.
    const killed = owner !== null && round % 2 === 1 ? owner.kill() : null;
    const won = await Promise.all(others.map((one) => one.tryToOwn()));
    await killed;
    tried += others.length;
    const winners = others.filter((_one, index) => won[index]);
    expect(winners.length).toBeLessThanOrEqual(1);
    if (owner === null) expect(winners).toHaveLength(1);
    if (owner !== null && killed === null) expect(winners).toEqual([]);
    if (killed !== null) {
      crowd = [...others, await start(dataDir)];
      owner = null;
    }
    owner = winners[0] ?? owner;
  }
  await Promise.all(crowd.map((one) => one.kill()));
  held({ channel: 'Simultaneous starts', tried, got: 'exactly one owner of the data folder' });
});

it('keeps the last of every setting, whatever several consoles save at the same time', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          console: fc.nat(2),
          key: fc.constantFrom('maxPages', 'stageTimeoutSeconds', 'maxDocumentBytes'),
          value: fc.integer({ min: 1, max: 80_000 }),
        }),
        { minLength: 2, maxLength: 12 },
      ),
      async (saves) => {
        await rm(join(dataDir, 'settings.json'), { force: true });
        const consoles = await Promise.all([0, 1, 2].map(() => openSettings(dataDir, null)));
        await Promise.all(saves.map(({ console: at, key, value }) => consoles[at]?.set({ [key]: value })));
        const file = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8'));
        // One console's saves are in its order; between consoles any order will do, but no save of the last is lost.
        for (const key of new Set(saves.map((save) => save.key))) {
          const last = [0, 1, 2].flatMap((at) =>
            saves.filter((save) => save.console === at && save.key === key).slice(-1),
          );
          expect(last.map(({ value }) => value)).toContain(file[key]);
        }
        tried += saves.length;
      },
    ),
    { numRuns: 40 },
  );
  held({ channel: 'Settings saved at once', tried, got: 'every setting kept, the file whole' });
});
