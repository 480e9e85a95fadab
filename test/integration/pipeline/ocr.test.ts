import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { few } from '../../support/scale.ts';
import { sharedSandboxEntry } from './build-sandbox.ts';
import {
  characterAccuracy,
  LETTER,
  LETTER_LINES,
  put,
  scannedPdf,
  scanPng,
  stageInput,
  textPdf,
} from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

const shared = sharedSandboxEntry();
/** A few lines are enough to find a rotation by trial, which takes four attempts. */
const SHORT_LINES = LETTER_LINES.slice(3, 7);
let scan: Buffer;
let short: Buffer;
beforeAll(async () => {
  scan = await scanPng(LETTER_LINES);
  short = await scanPng(SHORT_LINES);
});

describe.each(['auto', 'js'] as const)('OCR by the engine %s', (ocr) => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1, ocr });
  });
  afterAll(() => sandbox.dispose());

  async function read(name: string, type: FileType, bytes: Buffer): Promise<OcrResult & { engine: string }> {
    const location = await put(shared().folder, name, bytes);
    const output = await sandbox.runStage('ocr', stageInput(location, type, bytes.length));
    return { ...output.result, engine: output.engine ?? '' };
  }

  it('reads a page and states its confidence', async () => {
    const page = await read('page.png', 'png', scan);
    expect(characterAccuracy(LETTER, page.text)).toBeGreaterThan(0.97);
    expect(page.pages[0]?.confidence).toBeGreaterThan(80);
    if (ocr === 'js') expect(page.engine).toContain('tesseract.js');
    console.log(`${page.engine}: character accuracy ${characterAccuracy(LETTER, page.text).toFixed(4)}`);
  });

  it('applies the rotation mark of a photograph', async () => {
    // Orientation 6 means: rotate by 90 degrees clockwise to display. So the stored picture is rotated the other way.
    const stored = await sharp(scan)
      .rotate(270)
      .withMetadata({ orientation: 6, density: 300 })
      .jpeg({ quality: 90 })
      .toBuffer();
    const page = await read('photo.jpg', 'jpeg', stored);
    expect(characterAccuracy(LETTER, page.text)).toBeGreaterThan(0.97);
  });

  // tesseract.js has no data for orientation, so one rotation shows that it is found by trial.
  it.each(few(ocr === 'auto' ? [90, 180, 270] : [90], 1))(
    'reads a page rotated by %i degrees',
    async (turn) => {
      const [page, text] = ocr === 'auto' ? [scan, LETTER] : [short, SHORT_LINES.join('\n')];
      const turned = await sharp(page).rotate(turn).withMetadata({ density: 300 }).png().toBuffer();
      const result = await read(`turned-${turn}.png`, 'png', turned);
      expect(characterAccuracy(text, result.text)).toBeGreaterThan(0.95);
    },
  );

  it('reads only the pages without a usable text layer', async () => {
    const { PDFDocument } = await import('pdf-lib');
    const pdf = await PDFDocument.create();
    const [text] = await pdf.copyPages(await PDFDocument.load(await textPdf([LETTER])), [0]);
    const [scanned] = await pdf.copyPages(
      await PDFDocument.load(await scannedPdf([await sharp(scan).jpeg({ quality: 90 }).toBuffer()])),
      [0],
    );
    pdf.addPage(text!);
    pdf.addPage(scanned!);
    // A Bates stamp is a text layer, but it is not the text of the page.
    pdf.getPage(1).drawText('HP000123', { x: 480, y: 20, size: 10 });
    pdf.addPage([612, 792]);
    const document = await read('mixed.pdf', 'pdf', Buffer.from(await pdf.save()));
    expect(document.pages.map((p) => p.source)).toEqual(['text', 'ocr', 'none']);
    const [, second] = document.pages;
    const secondText = document.text.slice(second!.start, second!.end);
    expect(secondText).toContain('HP000123');
    expect(characterAccuracy(`${LETTER} HP000123`, secondText)).toBeGreaterThan(0.95);
  });

  it('reads a small picture without a stated resolution', async () => {
    const small = await sharp(await scanPng(LETTER_LINES, 110))
      .png()
      .toBuffer();
    const page = await read('small.png', 'png', small);
    expect(characterAccuracy(LETTER, page.text)).toBeGreaterThan(0.9);
  });
});
