import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { sharedSandboxEntry } from './build-sandbox.ts';
import { LETTER, put, scannedPdf, stageInput, textPdf } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A tenth of it, 2 s, is what a loaded machine has to hand over what was read before the child is ended. */
const PARTIAL_TIMEOUT_MS = 20_000;
const TIMEOUT_MS = 10_000;

const stand = sharedSandboxEntry();
/** A page that keeps either engine busy far longer than the limit: 38 million pixels of small print. */
let slow: Buffer;
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
    .png({ compressionLevel: 1 })
    .toBuffer();
}, 180_000);

/** Text, a page too slow to read in time, text again. */
async function mixed(): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const text = await PDFDocument.load(await textPdf([LETTER, `${LETTER}\nSecond copy`]));
  const [first, last] = await pdf.copyPages(text, [0, 1]);
  const [middle] = await pdf.copyPages(await PDFDocument.load(await scannedPdf([slow])), [0]);
  middle!.setSize(18 * 72, 23.3 * 72);
  middle!.scaleContent((18 * 72) / 612, (23.3 * 72) / 792);
  for (const page of [first, middle, last]) pdf.addPage(page!);
  pdf.getPage(1).drawText('HP000123', { x: 480, y: 20, size: 10 });
  return Buffer.from(await pdf.save());
}

describe.each(['auto', 'js'] as const)('a document whose OCR takes too long, with the engine %s', (ocr) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = createSandbox({ entry: stand().entry, kind: 'process', maxWorkers: 1, ocr });
    await sandbox.engines();
  });
  afterAll(() => sandbox.dispose());

  const limits = { ...stageInput('', 'pdf', 0).limits, timeoutMs: TIMEOUT_MS };
  const ample = { ...limits, timeoutMs: PARTIAL_TIMEOUT_MS };

  it('keeps the pages that were read and names the one that was not', async () => {
    const bytes = await mixed();
    const location = await put(stand().folder, `mixed-${ocr}.pdf`, bytes);
    const { result } = await sandbox.runStage(
      'ocr',
      stageInput(location, 'pdf', bytes.length, { limits: ample }),
    );
    expect(result.pages.map((p) => [p.page, p.source])).toEqual([
      [1, 'text'],
      [2, 'text'],
      [3, 'text'],
    ]);
    // Of the slow page its Bates number is had, which is text.
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
    // The engine that was stopped on the page reads the next document.
    const next = await put(stand().folder, `next-${ocr}.pdf`, await textPdf([LETTER]));
    await expect(sandbox.runStage('ocr', stageInput(next, 'pdf', 1))).resolves.toMatchObject({
      result: { warnings: [] },
    });
  });

  it('is a time-out when nothing of it could be read', async () => {
    const location = await put(stand().folder, `slow-${ocr}.png`, slow);
    await expect(
      sandbox.runStage('ocr', stageInput(location, 'png', slow.length, { limits })),
    ).rejects.toMatchObject({ code: 'ocr_timeout', transient: false });
  });
});
