/**
 * What it takes to erase a batch of 20,000 documents from history, and how long that holds up the event loop of a console that
 * writes meanwhile. `REDWELL_BENCH_DOCUMENTS=2000` makes a smaller batch.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openEraser } from '../../src/core/history/erase/eraser.ts';
import { openHistory } from '../../src/core/history/index.ts';
import { inTurns } from '../../src/core/util/event-loop.ts';
import { writeLargeHistory } from '../support/large-history.ts';
import { loopBlocks } from '../support/loop-blocks.ts';

const DOCUMENTS = Number(process.env.REDWELL_BENCH_DOCUMENTS ?? 20_000);
const MOST_MS = 100;
const QUIET_MS = 10_000;

it('erases a batch beside the console', { timeout: 1_800_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'redwell-deletion-bench-'));
  const [first = '', second = ''] = await writeLargeHistory(folder, {
    ...{ documents: DOCUMENTS + DOCUMENTS / 10, perBatch: DOCUMENTS, mirrorBytes: 500 },
  });
  const path = join(folder, 'history.sqlite');
  const history = openHistory({ path });
  while (history.searchIndex.step());
  console.log(`history of ${Math.round(statSync(path).size / 1e6)} MB`);
  const eraser = openEraser(history.removal.files, join(import.meta.dirname, '../../out/main/erase.js'));
  // How long the machine holds up a process that does nothing else.
  const idle = loopBlocks(() => {});
  await setTimeout(QUIET_MS);
  console.log(`without a deletion: longest block ${Math.round(idle.end())} ms`);
  const cpu = process.cpuUsage();
  const started = performance.now();
  // What a console writes while a batch runs.
  const loop = loopBlocks(() => history.apply({ cursor: `${Date.now()}-0`, events: [], results: [] }));
  const { contents } = await inTurns(history.removal.contents(first));
  await inTurns(history.removal.needed(first, new Set(contents.map(({ sha256 }) => sha256))));
  await eraser.forget(contents);
  const forgotten = performance.now();
  await eraser.erase(first);
  const longest = loop.end();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${DOCUMENTS} documents: cache mirror ${Math.round((forgotten - started) / 1000)} s, all ${Math.round((performance.now() - started) / 1000)} s, processor ${((user + system) / 1e6).toFixed(1)} s, longest block ${Math.round(longest)} ms`,
  );
  const left = await inTurns(history.removal.contents(second));
  expect(left.documentIds).toHaveLength(DOCUMENTS / 10);
  await eraser.dispose();
  history.dispose();
  rmSync(folder, { recursive: true });
  expect(longest).toBeLessThan(MOST_MS);
});
