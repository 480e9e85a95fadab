/** Measures what the walls around the parsers cost: documents per second with all walls, against none. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'vitest';
import { createSandbox } from '../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../src/core/sandbox/types.ts';
import { sharedSandboxEntry } from '../integration/pipeline/build-sandbox.ts';
import { scanPng, stageInput, textPdf } from '../integration/pipeline/fixtures.ts';
import { median, printTable, type Row, round, seconds } from './table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const LINES = Array.from(
  { length: 30 },
  (_, i) => `The lessee shall pay $${1000 + i}.50 on the first, item ${i}.`,
);

const shared = sharedSandboxEntry();

interface Work {
  what: string;
  path: string;
  type: 'txt' | 'pdf' | 'png';
  bytes: number;
  documents: number;
}

async function works(): Promise<Work[]> {
  const page = LINES.join('\n');
  const files = [
    { what: 'text, 40 kB', type: 'txt', bytes: Buffer.from(page.repeat(20)), documents: 200 },
    {
      what: 'PDF, 20 pages',
      type: 'pdf',
      bytes: await textPdf(Array.from({ length: 20 }, () => page)),
      documents: 20,
    },
    { what: 'scan, 1 page', type: 'png', bytes: await scanPng(LINES.slice(0, 10), 200), documents: 2 },
  ] as const;
  return Promise.all(
    files.map(async ({ bytes, ...file }, index) => {
      const path = join(shared().folder, `bench-${index}.${file.type}`);
      await writeFile(path, bytes);
      return { ...file, path, bytes: bytes.length };
    }),
  );
}

const read = (sandbox: Sandbox, { path, type, bytes, documents }: Work): Promise<number> =>
  seconds(async () => {
    for (let n = 0; n < documents; n += 1) await sandbox.runStage('ocr', stageInput(path, type, bytes));
  });

it('costs little', async () => {
  const options = { entry: shared().entry, maxWorkers: 1 };
  const open = createSandbox({ ...options, walls: 'off' });
  const walled = createSandbox(options);
  try {
    const started = { open: await seconds(() => open.walls()), walled: await seconds(() => walled.walls()) };
    const rows: Row[] = [];
    for (const work of await works()) {
      const times: { open: number[]; walled: number[] } = { open: [], walled: [] };
      await read(open, { ...work, documents: 1 });
      await read(walled, { ...work, documents: 1 });
      // In turns, because the machine is shared.
      for (let turn = 0; turn < ROUNDS; turn += 1) {
        times.open.push(await read(open, work));
        times.walled.push(await read(walled, work));
      }
      const rate = (each: number[]): number => work.documents / Math.min(...each);
      rows.push({
        what: work.what,
        'walls off, documents/s (baseline)': round(rate(times.open)),
        'walls on, documents/s': round(rate(times.walled)),
        'ratio of the best': round(rate(times.walled) / rate(times.open), 3),
        'ratio of the medians': round(median(times.open) / median(times.walled), 3),
      });
    }
    printTable('Walls around the parsers', rows);
    printTable('Start of the first parser, once per process, s', [
      { what: 'walls off', s: round(started.open) },
      { what: 'walls on', s: round(started.walled) },
    ]);
  } finally {
    await open.dispose();
    await walled.dispose();
  }
});
