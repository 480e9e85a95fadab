import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StageOutput } from '../../../src/core/documents/types.ts';
import { suitsPdftotext } from '../../../src/core/pipeline/extract/pdf/suits-pdftotext.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { sharedSandboxEntry } from './build-sandbox.ts';
import { encryptedPdf } from './encrypted-pdf.ts';
import { LETTER, LETTER_LINES, put, scannedPdf, scanPng, stageInput, textPdf } from './fixtures.ts';
import {
  drawScan,
  drawStamps,
  EXHIBIT,
  mappedPdf,
  onePage,
  STAMPS,
  scanJpeg,
  shiftedBy,
} from './page-fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const PAGES = 60;
const installed = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const shared = sharedSandboxEntry();
let native: Sandbox;
let wasm: Sandbox;
beforeAll(() => {
  native = createSandbox({ entry: shared().entry, maxWorkers: 1 });
  vi.stubEnv('REDWELL_PDF_TEXT', 'wasm');
  wasm = createSandbox({ entry: shared().entry, maxWorkers: 1 });
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await native?.dispose();
  await wasm?.dispose();
});

const long = (): Promise<Buffer> =>
  textPdf(Array.from({ length: PAGES }, (_, i) => `Page ${i + 1} of the agreement\n${LETTER}`));

async function read(sandbox: Sandbox, name: string, bytes: Buffer, passwords: string[] = []) {
  const location = await put(shared().folder, name, bytes);
  return sandbox.runStage('ocr', stageInput(location, 'pdf', bytes.length, { passwords }));
}

const wordsOfPages = ({ result }: StageOutput<'ocr'>): string[][] =>
  result.pages.map((p) => result.text.slice(p.start, p.end).split(/\s+/));

describe.runIf(installed)('a long PDF with pdftotext installed', () => {
  it('yields the same words on the same pages as PDFium alone', async () => {
    const bytes = await long();
    const [fast, slow] = [await read(native, 'a.pdf', bytes), await read(wasm, 'b.pdf', bytes)];
    expect(fast.engine).toMatch(/^pdfium [\d.]+ \+ pdftotext \d/);
    expect(slow.engine).toMatch(/^pdfium [\d.]+$/);
    expect(fast.result.pages).toHaveLength(PAGES);
    expect(wordsOfPages(fast)).toEqual(wordsOfPages(slow));
    expect(fast.result.metadata).toEqual(slow.result.metadata);
  });

  it('reads its scanned page by OCR and reports its empty page', async () => {
    const pdf = await PDFDocument.load(await long());
    const scan = await PDFDocument.load(await scannedPdf([await scanPng(LETTER_LINES)]));
    const [scanned] = await pdf.copyPages(scan, [0]);
    pdf.insertPage(30, scanned!);
    pdf.addPage([612, 792]);
    const { result } = await read(native, 'scan.pdf', Buffer.from(await pdf.save()));
    expect(result.pages).toHaveLength(PAGES + 2);
    expect(result.pages.filter((p) => p.source !== 'text').map((p) => [p.page, p.source])).toEqual([
      [31, 'ocr'],
      [62, 'none'],
    ]);
  });

  it('has the pages looked at whose text is not all of them or spells nothing', async () => {
    const pdf = await PDFDocument.load(await long());
    const scan = await scanJpeg(EXHIBIT);
    const stamped = await onePage(async (page, font, own) => {
      await drawScan(page, own, scan);
      drawStamps(page, font, STAMPS['filed twice'] ?? []);
    });
    const illustrated = await onePage(async (page, font, own) => {
      page.drawText(LETTER, { x: 72, y: 720, size: 12, lineHeight: 16, font });
      page.drawImage(await own.embedJpg(scan), { x: 72, y: 100, width: 425, height: 550 / 1.2 });
    });
    const garbled = await mappedPdf([...EXHIBIT], shiftedBy(4));
    for (const [i, page] of [stamped, illustrated, garbled].entries()) {
      const [copy] = await pdf.copyPages(await PDFDocument.load(page), [0]);
      pdf.insertPage(10 * (i + 1), copy!);
    }
    const output = await read(native, 'looked-at.pdf', Buffer.from(await pdf.save()));
    expect(output.engine).toContain('pdftotext');
    const { pages, text, warnings } = output.result;
    const looked = pages.filter((page) => page.reason !== undefined);
    expect(looked.map((page) => [page.page, page.source])).toEqual([
      [11, 'ocr'],
      [21, 'text'],
      [31, 'ocr'],
    ]);
    for (const { start, end } of looked) expect(text.slice(start, end)).toContain('Winifred Aldous');
    expect(text.slice(looked[1]?.start, looked[1]?.end)).toContain('Karen Whitfield');
    expect(warnings).toMatchObject([{ code: 'text_layer_replaced', pages: [31] }]);
  });

  it('is read by PDFium when it has form fields, whose values pdftotext may omit', async () => {
    const pdf = await PDFDocument.load(await long());
    const field = pdf.getForm().createTextField('tenant');
    field.addToPage(pdf.getPage(5), { x: 72, y: 40, width: 200, height: 20 });
    field.setText('Marguerite Oyelaran');
    const output = await read(native, 'form.pdf', Buffer.from(await pdf.save()));
    expect(output.engine).not.toContain('pdftotext');
    expect(wordsOfPages(output)[5]).toEqual(expect.arrayContaining(['Marguerite', 'Oyelaran']));
  });

  it('respects the page limit', async () => {
    const location = await put(shared().folder, 'limit.pdf', await long());
    const limits = { ...stageInput('', 'pdf', 0).limits, maxPages: 45 };
    const { result, engine } = await native.runStage('ocr', stageInput(location, 'pdf', 1, { limits }));
    expect(engine).toContain('pdftotext');
    expect(result.pages).toHaveLength(45);
    expect(result.warnings.map((w) => w.code)).toEqual(['text_limit']);
  });
});

describe('the check for pdftotext', () => {
  it('accepts a PDF with only text, compressed or not', async () => {
    const pdf = await PDFDocument.load(await long());
    expect(suitsPdftotext(Buffer.from(await pdf.save({ useObjectStreams: true })))).toBe(true);
    expect(suitsPdftotext(Buffer.from(await pdf.save({ useObjectStreams: false })))).toBe(true);
  });

  it.each([true, false])('rejects a PDF with a form field, object streams %s', async (useObjectStreams) => {
    const pdf = await PDFDocument.load(await textPdf([LETTER]));
    pdf.getForm().createTextField('tenant').addToPage(pdf.getPage(0));
    expect(suitsPdftotext(Buffer.from(await pdf.save({ useObjectStreams })))).toBe(false);
  });

  it('rejects an encrypted PDF', () => {
    expect(suitsPdftotext(encryptedPdf('A letter', 'secret'))).toBe(false);
  });

  it('never throws, whatever the bytes are', async () => {
    const real = Buffer.from(await (await PDFDocument.load(await textPdf([LETTER]))).save());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { maxLength: 30 }),
        fc.nat(real.length),
        (flips, length) => {
          const broken = Buffer.from(real.subarray(0, length));
          for (const [at, byte] of flips) if (at < length) broken[at] = byte;
          expect(typeof suitsPdftotext(broken)).toBe('boolean');
        },
      ),
    );
    expect(suitsPdftotext(Buffer.from('1 0 obj <</Type /ObjStm /Filter /LZWDecode>> stream\n...'))).toBe(
      false,
    );
  });
});
