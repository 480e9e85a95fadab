/** Nothing that Redwell starts outlives it: not when it is killed while it starts, and not in the middle of its work. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, it } from 'vitest';
import { findLibreOffice } from '../../src/core/pipeline/extract/office/libreoffice.ts';
import { makeFolder } from '../support/folder.ts';
import { processesOf } from '../support/processes.ts';
import { makeDataDir, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { seeded, within } from './support.ts';

const KILLS = FULL ? 20 : 2;
/** Kills are spread over at least this much of a start, ms: more where a start takes longer. */
const START_MS = 2000;
const OUT = join(import.meta.dirname, '..', '..', 'out', 'main');
const libreOffice = await findLibreOffice();

let dataDir: string;
let matter: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
  matter = join(dataDir, 'matter');
  await mkdir(join(dataDir, 'tmp'));
});
afterEach(async () => {
  for (const line of await processesOf(dataDir)) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  await removeDataDir(dataDir);
});

/** Every process below it carries the data folder in its environment or in its command line. */
function startConsole(kind: 'serve' | 'process'): ChildProcess {
  const args = {
    serve: [join(OUT, 'serve.js'), matter, '--data', join(dataDir, 'data'), '--port', '0', '--no-open'],
    process: [join(OUT, 'cli.js'), 'process', matter, '--data', join(dataDir, 'data')],
  }[kind];
  return spawn(process.execPath, args, {
    env: { ...process.env, TMPDIR: join(dataDir, 'tmp') },
    stdio: 'ignore',
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const untilNothingIsLeft = (): Promise<void> =>
  within(
    'the end of what Redwell started',
    until(async () => (await processesOf(dataDir)).length === 0),
  ).catch(async (error: unknown) => {
    throw new Error(`still running: ${(await processesOf(dataDir)).join('\n')}`, { cause: error });
  });

const runs = async (name: string): Promise<string | undefined> =>
  (await processesOf(dataDir)).find((line) => line.includes(name) && !line.includes('sh -c'));

/** Kills a console as soon as it has started its worker. @returns how long that took, ms */
async function killAtItsWorker(kind: 'serve' | 'process'): Promise<number> {
  const started = performance.now();
  const child = startConsole(kind);
  await within(
    'the start of the worker',
    until(async () => (await runs('worker.js')) !== undefined),
  );
  await kill(child);
  const took = performance.now() - started;
  await untilNothingIsLeft();
  return took;
}

it(`leaves no process when it is killed ${KILLS} times while it starts`, async () => {
  await makeFolder(matter);
  const random = seeded(23);
  const spread = Math.max(START_MS, await killAtItsWorker('serve'), await killAtItsWorker('process'));
  for (let round = 0; round < KILLS; round += 1) {
    const child = startConsole(round % 2 === 0 ? 'serve' : 'process');
    const after = ((round + random()) * spread) / KILLS;
    await new Promise((resolve) => setTimeout(resolve, after));
    await kill(child);
    await untilNothingIsLeft();
  }
});

/** A page whose recognition takes seconds. */
async function slowScan(): Promise<Buffer> {
  const line =
    'The quick brown fox jumps over the lazy dog while Dana Whitfield signs the lease of Harbor Holdings.';
  const lines = Array.from({ length: 120 }, (_, i) => `<text x="60" y="${60 + i * 28}">${i} ${line}</text>`);
  return sharp(
    Buffer.from(
      `<svg width="2480" height="3508"><rect width="100%" height="100%" fill="white"/><g font-size="24" font-family="DejaVu Sans">${lines.join('')}</g></svg>`,
    ),
  )
    .png()
    .toBuffer();
}

/** A WordPerfect file without contents: only LibreOffice reads these. */
const wordPerfect = (): Buffer => {
  const bytes = Buffer.alloc(512);
  bytes.write('\xffWPC', 'latin1');
  bytes[9] = 0x0a;
  return bytes;
};

it.each<[string, string]>([
  ['the console', 'tesseract'],
  ['the worker', 'tesseract'],
  ...(libreOffice === null
    ? []
    : ([
        ['the console', 'soffice'],
        ['the worker', 'soffice'],
      ] satisfies [string, string][])),
])('leaves no process when %s is killed while %s runs', async (victim, command) => {
  await mkdir(matter);
  if (command === 'tesseract') await writeFile(join(matter, 'scan.png'), await slowScan());
  else await writeFile(join(matter, 'old.wpd'), wordPerfect());
  const console = startConsole('process');
  let found: string | undefined;
  await within(
    `the start of ${command}`,
    until(async () => {
      found = await runs(command);
      return found !== undefined;
    }),
  );
  if (victim === 'the worker') {
    const worker = Number.parseInt((await runs('worker.js')) ?? '', 10);
    process.kill(worker, 'SIGKILL');
    // The next worker starts the command again: this one must be gone all the same.
    const pid = Number.parseInt(found ?? '', 10);
    await within(
      'the end of the command',
      until(async () => !(await processesOf(dataDir)).some((line) => Number.parseInt(line, 10) === pid)),
    );
  }
  await kill(console);
  await untilNothingIsLeft();
});
