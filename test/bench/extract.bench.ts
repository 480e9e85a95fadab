/** Measures reading documents: text layers against pdftotext, OCR against the tesseract command. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { it } from 'vitest';
import type { StageOutput } from '../../src/core/documents/types.ts';
import { createSandbox } from '../../src/core/sandbox/pool.ts';
import { sharedSandboxEntry } from '../integration/pipeline/build-sandbox.ts';
import {
  characterAccuracy,
  scannedPdf,
  scanPng,
  stageInput,
  textPdf,
} from '../integration/pipeline/fixtures.ts';
import { childOf, cpuSeconds, endedChildrenSeconds } from './processes.ts';
import { median, printTable, type Row, round, seconds } from './table.ts';

const run = promisify(execFile);
/** Real PDFs to read besides the generated ones: those that `npm run test:corpus` fetched, if any. */
const FETCHED = 'node_modules/.cache/redwell/corpus/files/texlive-humanities-doc';
const REAL = process.env.BENCH_PDFS ?? (existsSync(FETCHED) ? FETCHED : undefined);
/** The cheapest of this many readings counts, because starting an engine is not reading. */
const OCR_TIMES = 2;
const OCR_PAGES = Number(process.env.BENCH_OCR_PAGES ?? 6);
const LINES = Array.from(
  { length: 30 },
  (_, i) => `The lessee shall pay $${1000 + i * 7}.50 on the first of each month, item ${i}.`,
);

const shared = sharedSandboxEntry();

interface PdfSet {
  set: string;
  paths: string[];
  /** Each file is read this often. The cheapest reading counts, because compiling the engine is not reading. */
  times: number;
}

async function pdfs(): Promise<PdfSet[]> {
  const generated = join(shared().folder, 'text.pdf');
  const page = LINES.map((line) => line.slice(0, 80)).join('\n');
  await writeFile(generated, await textPdf(Array.from({ length: 500 }, (_, i) => `Page ${i + 1}\n${page}`)));
  const sets: PdfSet[] = [{ set: '500 pages, standard font', paths: [generated], times: 8 }];
  const printed = await printedPdf();
  if (printed !== null) sets.push({ set: 'long contract, printed', paths: [printed], times: 8 });
  if (REAL === undefined) return sets;
  const names = await readdir(REAL, { recursive: true });
  const paths = names
    .filter((n) => n.endsWith('.pdf'))
    .sort()
    .map((n) => join(REAL, n));
  sets.push({ set: 'real', paths, times: 1 });
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const longest = paths[sizes.indexOf(Math.max(...sizes))];
  if (longest !== undefined) sets.push({ set: `real, ${basename(longest)}`, paths: [longest], times: 8 });
  return sets;
}

/** Prints a long contract like an office does: tagged, with embedded TrueType fonts. Returns null without Chromium. */
async function printedPdf(): Promise<string | null> {
  const clause =
    'This Agreement is entered into as of March 3, 2025 by and between Dunmore Properties, LLC and Karen Whitfield. The lessee shall pay $4,250.00 on the first of each month, and the lessor shall maintain the premises in accordance with Section 12.4, notwithstanding any provision to the contrary. ';
  const html = join(shared().folder, 'long.html');
  const clauses = Array.from({ length: 2600 }, (_, i) => `<p>${i + 1}. ${clause.repeat(2)}</p>`);
  await writeFile(html, `<html><body style="font: 12pt 'DejaVu Serif'">${clauses.join('')}</body></html>`);
  const path = join(shared().folder, 'long.pdf');
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  try {
    await run('chromium', [
      ...args,
      `--user-data-dir=${join(shared().folder, 'profile')}`,
      `--print-to-pdf=${path}`,
      `file://${html}`,
    ]);
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

interface Cost {
  cpu: number;
  wall: number;
}

/** Returns the CPU and wall time of `work` in seconds, each the lowest of several runs. */
async function cost(times: number, cpu: () => number, work: () => Promise<unknown>): Promise<Cost> {
  const best: Cost = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  for (let i = 0; i < times; i += 1) {
    const from = cpu();
    best.wall = Math.min(best.wall, await seconds(work));
    best.cpu = Math.min(best.cpu, cpu() - from);
  }
  return best;
}

it('measures text layers', async () => {
  const rows: Row[] = [];
  for (const { set, paths, times } of await pdfs()) {
    // One child, because pdftotext is one process too: the result is pages per second and core.
    const sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1, ocr: 'js' });
    const [any] = paths;
    // Looking for engines may cost the child, because LibreOffice leaves folders.
    if (any !== undefined) await sandbox.inspect({ location: any, type: 'pdf' });
    const child = childOf(shared().entry);
    let pages = 0;
    let failed = 0;
    let illustrated = 0;
    const engines = new Set<string>();
    const similarities: number[] = [];
    const ours: Cost = { cpu: 0, wall: 0 };
    const theirs: Cost = { cpu: 0, wall: 0 };
    for (const path of paths) {
      const { size } = await stat(path);
      let output: StageOutput<'ocr'> | null = null;
      const inspection = await sandbox.inspect({ location: path, type: 'pdf' });
      // Scanned pages would measure OCR, which has its own benchmark.
      if (inspection.problem !== null || inspection.pagesToOcr !== 0) continue;
      const redwell = await cost(
        times,
        () => cpuSeconds(child),
        async () => {
          try {
            output = await sandbox.runStage('ocr', stageInput(path, 'pdf', size));
          } catch (error) {
            failed += 1;
            console.log(path, String(error));
          }
        },
      );
      let text = '';
      const command = await cost(times, endedChildrenSeconds, async () => {
        text = (await run('pdftotext', [path, '-'], { maxBuffer: 1 << 30 })).stdout;
      });
      const read = output as StageOutput<'ocr'> | null;
      if (read === null) continue;
      // Pictures among the text were read by OCR.
      if (read.engine?.includes('tesseract')) {
        illustrated += 1;
        continue;
      }
      for (const key of ['cpu', 'wall'] as const) {
        ours[key] += redwell[key];
        theirs[key] += command[key];
      }
      pages += read.result.pages.length;
      engines.add(read.engine ?? '');
      similarities.push(wordOverlap(text, read.result.text));
    }
    await sandbox.dispose();
    similarities.sort((a, b) => a - b);
    rows.push({
      what: `${set}: ${similarities.length} files, ${failed} failed, ${illustrated} with pictures left out`,
      pages,
      'pages/s of CPU': round(pages / ours.cpu, 0),
      'pdftotext, of CPU': round(pages / theirs.cpu, 0),
      'ratio, CPU': round(theirs.cpu / ours.cpu),
      'ratio, wall': round(theirs.wall / ours.wall),
      'words as pdftotext, median': round(median(similarities), 3),
      'worst 5': similarities
        .slice(0, 5)
        .map((s) => round(s, 2))
        .join(' '),
      engines: [...engines].join(', '),
    });
  }
  printTable('PDF text, one process each', rows);
});

it('measures scans', async () => {
  const scan = await scanPng(LINES, 300);
  const png = join(shared().folder, 'scan.png');
  await writeFile(png, scan);
  const path = join(shared().folder, 'scan.pdf');
  const bytes = await scannedPdf(Array.from({ length: OCR_PAGES }, () => scan));
  await writeFile(path, bytes);
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  let commandText = '';
  const command = await cost(OCR_TIMES, endedChildrenSeconds, async () => {
    for (let i = 0; i < OCR_PAGES; i += 1)
      commandText = (await run('tesseract', [png, '-', '--dpi', '300'], { env })).stdout;
  });
  const row = (what: string, spent: Cost, read: string): Row => ({
    what,
    'pages/s of CPU': round(OCR_PAGES / spent.cpu),
    'ratio, CPU': round(command.cpu / spent.cpu),
    'ratio, wall': round(command.wall / spent.wall),
    'character accuracy': round(characterAccuracy(LINES.join('\n'), read), 4),
  });
  const rows: Row[] = [row('tesseract command', command, commandText)];
  for (const ocr of ['native', 'js'] as const) {
    const sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1, ocr });
    await sandbox.inspect({ location: path, type: 'pdf' });
    const child = childOf(shared().entry);
    let text = '';
    const ours = await cost(
      OCR_TIMES,
      () => cpuSeconds(child),
      async () => {
        const { result } = await sandbox.runStage('ocr', stageInput(path, 'pdf', bytes.length));
        text = result.text.slice(result.pages[0]?.start, result.pages[0]?.end);
      },
    );
    await sandbox.dispose();
    rows.push(row(`redwell, ${ocr}`, ours, text));
  }
  printTable('OCR at 300 dpi, one process each', rows);
});

/** Returns the share of words in the reference that were read, counting repeated words. */
function wordOverlap(reference: string, read: string): number {
  const counts = new Map<string, number>();
  const words = (text: string): string[] =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words(read)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const expected = words(reference);
  let found = 0;
  for (const word of expected) {
    const left = counts.get(word) ?? 0;
    if (left > 0) found += 1;
    counts.set(word, left - 1);
  }
  return expected.length === 0 ? 1 : found / expected.length;
}
