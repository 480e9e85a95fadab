/** Memory of one sandbox child while it reads 2,000 pages of many files. It must not grow with the pages read. */
import { expect, it } from 'vitest';
import { createSandbox } from '../../src/core/sandbox/pool.ts';
import type { FileType } from '../../src/shared/file-types.ts';
import { sharedSandboxEntry } from '../integration/pipeline/build-sandbox.ts';
import {
  docx,
  LETTER,
  LETTER_LINES,
  put,
  scannedPdf,
  scanPng,
  stageInput,
  textPdf,
} from '../integration/pipeline/fixtures.ts';
import { childOf, residentBytes } from './processes.ts';
import { printTable, round } from './table.ts';

const PAGES = Number(process.env.BENCH_MEMORY_PAGES ?? 2000);
/** Too few pages for the command, so PDFium reads these files. */
const SHORT = 25;
/** Enough pages for the command, if it is installed. */
const LONG = 50;
/** Rounds per scan. OCR takes a thousand times as long as reading a text layer. */
const SCAN_EVERY = 5;

const stand = sharedSandboxEntry();

const MB = 1024 * 1024;

it('measures the memory for thousands of pages', async () => {
  const pages = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `Page ${i + 1}\n${LETTER}`);
  const scan = {
    path: await put(stand().folder, 'scan.pdf', await scannedPdf([await scanPng(LETTER_LINES, 150)])),
    type: 'pdf' as const,
    pages: 1,
  };
  const files: { path: string; type: FileType; pages: number }[] = [
    { path: await put(stand().folder, 'short.pdf', await textPdf(pages(SHORT))), type: 'pdf', pages: SHORT },
    { path: await put(stand().folder, 'long.pdf', await textPdf(pages(LONG))), type: 'pdf', pages: LONG },
    scan,
    { path: await put(stand().folder, 'letter.docx', await docx(LETTER_LINES)), type: 'docx', pages: 0 },
  ];
  const sandbox = createSandbox({ entry: stand().entry, maxWorkers: 1, ocr: 'js' });
  const resident: number[] = [];
  let child = 0;
  for (let read = 0, turn = 0; read < PAGES; turn += 1) {
    for (const file of files) {
      if (file === scan && turn % SCAN_EVERY !== 0) continue;
      await sandbox.runStage('ocr', stageInput(file.path, file.type, 1));
      read += file.pages;
    }
    if (child === 0) child = childOf(stand().entry);
    expect(childOf(stand().entry)).toBe(child);
    resident.push(residentBytes(child) / MB);
  }
  await sandbox.dispose();
  const third = resident.slice(Math.floor(resident.length / 3));
  const half = Math.floor(third.length / 2);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  printTable('Resident memory of one child, MB', [
    {
      what: `${PAGES} pages in ${resident.length} rounds of text, scans and Word files`,
      'after the first round': round(resident[0] ?? 0, 0),
      'at most': round(Math.max(...resident), 0),
      'at the end': round(resident.at(-1) ?? 0, 0),
      series: Array.from({ length: 8 }, (_, i) =>
        round(resident[Math.floor(((resident.length - 1) * i) / 7)] ?? 0, 0),
      ).join(' '),
      'last third / middle third': round(mean(third.slice(half)) / mean(third.slice(0, half))),
    },
  ]);
});
