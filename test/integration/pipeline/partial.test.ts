/** A scanned page that runs out of time costs only that page. */
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readingDeadline } from '../../../src/core/pipeline/extract/pages.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { few } from '../../support/scale.ts';
import { sharedSandboxEntry } from './build-sandbox.ts';
import { LETTER, LETTER_LINES, put, scanPng, stageInput, textPdf } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

/** The child reserves 1 s of these for handing over. The text pages take a fraction of the rest. */
const PARTIAL_LIMIT_MS = 3500;
const LIMIT_MS = 2000;

const shared = sharedSandboxEntry(fileURLToPath(new URL('./short-deadline.ts', import.meta.url)));
/** A page that keeps either engine busy far longer than the limits: 38 million pixels of small print. */
let slow: Buffer;
let mixed: Buffer;
beforeAll(async () => {
  const [width, height] = [5400, 700];
  const line =
    'The lessee shall keep the premises in good repair and bear the cost of it, item by item. '.repeat(3);
  const spans = Array.from({ length: 25 }, (_, i) => `<text x="60" y="${28 + i * 27}">${i} ${line}</text>`);
  const strip = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g font-family="DejaVu Serif" font-size="22" fill="black">${spans.join('')}</g></svg>`;
  slow = await sharp({
    create: { width, height: height * 10, channels: 3, background: 'white' },
  })
    .composite([{ input: Buffer.from(strip), tile: true, top: 0, left: 0 }])
    .grayscale()
    .jpeg({ quality: 90 })
    .toBuffer();
  mixed = await mixedPdf();
}, 180_000);

/** Text, a page too slow to read in time, text again. */
async function mixedPdf(): Promise<Buffer> {
  const pdf = await PDFDocument.load(await textPdf([LETTER, `${LETTER}\nSecond copy`]));
  const [width, height] = [18 * 72, 23.3 * 72];
  const page = pdf.insertPage(1, [width, height]);
  page.drawImage(await pdf.embedJpg(slow), { x: 0, y: 0, width, height });
  page.drawText('HP000123', { x: 480, y: 20, size: 10 });
  return Buffer.from(await pdf.save());
}

describe.each(few(['auto', 'js'] as const, 1))('OCR that takes too long, with the engine %s', (ocr) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1, ocr });
    // The first document loads the PDF reader, which must not count against the short limit.
    const location = await put(shared().folder, `first-${ocr}.pdf`, await textPdf([LETTER]));
    await sandbox.runStage('ocr', stageInput(location, 'pdf', 1));
  });
  afterAll(() => sandbox.dispose());

  it('keeps the pages that were read and names the one that was not', async () => {
    const location = await put(shared().folder, `mixed-${ocr}-${PARTIAL_LIMIT_MS}ms.pdf`, mixed);
    const { result } = await sandbox.runStage('ocr', stageInput(location, 'pdf', mixed.length));
    expect(result.pages.map((p) => [p.page, p.source])).toEqual([
      [1, 'text'],
      [2, 'text'],
      [3, 'text'],
    ]);
    // The Bates number of the slow page is text, so it is kept.
    const [, second] = result.pages;
    expect(result.text.slice(second?.start, second?.end)).toBe('HP000123');
    expect(result.text).toContain('Second copy');
    expect(result.warnings).toEqual([
      expect.objectContaining({
        code: 'partial_pages',
        pages: [2],
        detail: expect.stringContaining('1 of 3'),
      }),
    ]);
    // The engine was stopped on the page, and still reads the next one.
    const next = await put(shared().folder, `next-${ocr}.png`, await scanPng(LETTER_LINES.slice(0, 4)));
    const read = await sandbox.runStage('ocr', stageInput(next, 'png', 1));
    expect(read.result.warnings).toEqual([]);
    expect(read.result.text).toContain('Dear Ms. Ramirez');
  });

  it('fails with a time-out when it could read nothing', async () => {
    const location = await put(shared().folder, `slow-${ocr}-${LIMIT_MS}ms.jpg`, slow);
    await expect(sandbox.runStage('ocr', stageInput(location, 'jpeg', slow.length))).rejects.toMatchObject({
      code: 'ocr_timeout',
      transient: false,
      message: 'The page could not be read in the time allowed',
    });
  });
});

it('hands over the pages that were read before the parent ends the child', async () => {
  const sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1 });
  onTestFinished(() => sandbox.dispose());
  const location = await put(shared().folder, 'mixed.pdf', mixed);
  // The parent's own timer and the child's limit come from the same number here, as in the product.
  const { limits } = stageInput('', 'pdf', 0);
  const input = stageInput(location, 'pdf', mixed.length, { limits: { ...limits, timeoutMs: 15_000 } });
  const { result } = await sandbox.runStage('ocr', input);
  expect(result.warnings).toEqual([expect.objectContaining({ code: 'partial_pages', pages: [2] })]);
  expect(result.text).toContain('Second copy');
});

it.each([
  [2000, 1000],
  [20_000, 2000],
  [3_600_000, 10_000],
])('reserves time to hand over the pages: of %i ms, %i ms', (timeoutMs, reserve) => {
  vi.spyOn(performance, 'now').mockReturnValue(5000);
  try {
    expect(readingDeadline(timeoutMs)).toBe(5000 + timeoutMs - reserve);
  } finally {
    vi.restoreAllMocks();
  }
});
