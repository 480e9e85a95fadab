/** Every page of a PDF is looked at: a text layer is taken for the page only where it is the page. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { inspect } from '../../../src/core/pipeline/extract/inspect.ts';
import { few } from '../../support/scale.ts';
import { LETTER, LETTER_LINES, put, scannedPdf, textPdf } from './fixtures.ts';
import {
  drawScan,
  drawStamps,
  drawUnpainted,
  EXHIBIT,
  mappedPdf,
  onePage,
  readBytes,
  SCANS,
  STAMPS,
  scanJpeg,
  shiftedBy,
} from './page-fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let exhibit: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-pages-'));
  exhibit = await scanJpeg(EXHIBIT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const codes = (result: OcrResult): string[] => result.warnings.map((warning) => warning.code);

describe('a scan under a stamp', () => {
  it.each(few(Object.keys(STAMPS), 2))('is read, and the stamp kept: %s', async (name) => {
    const stamps = STAMPS[name] ?? [];
    const bytes = await onePage(async (page, font, pdf) => {
      await drawScan(page, pdf, exhibit);
      drawStamps(page, font, stamps);
    });
    const result = await readBytes(folder, `${name}.pdf`, bytes);
    const text = flat(result.text);
    expect(text).toContain('Winifred Aldous');
    expect(text).toContain('$18,640');
    for (const stamp of stamps) expect(text.split(flat(stamp.text))).toHaveLength(2);
    expect(result.pages).toMatchObject([{ source: 'ocr', reason: expect.stringContaining('') }]);
    expect(codes(result)).toEqual([]);
  });

  it.each(few(Object.keys(SCANS), 3))('is read when the scan is %s', async (name) => {
    const bytes = await onePage(async (page, font, pdf) => {
      await SCANS[name]?.(page, pdf, exhibit);
      drawStamps(page, font, STAMPS['filed twice'] ?? []);
    });
    const result = await readBytes(folder, `${name}.pdf`, bytes);
    expect(result.text).toContain('Winifred Aldous');
    expect(result.text).toContain('Document 131-7');
    const location = await put(folder, 'inspected.pdf', bytes);
    expect(await inspect({ location, type: 'pdf' })).toMatchObject({ pages: 1, pagesToOcr: 1 });
  });
});

describe('the words of an earlier OCR', () => {
  const withLayer = (lines: readonly string[]) =>
    onePage(async (page, font, pdf) => {
      await drawScan(page, pdf, exhibit);
      drawUnpainted(page, pdf, font, lines);
      drawStamps(page, font, STAMPS['filed twice'] ?? []);
    });

  it('are the text of the page', async () => {
    const result = await readBytes(
      folder,
      'layer.pdf',
      await withLayer([...EXHIBIT, 'A line that only the layer has.']),
    );
    expect(result.text).toContain('A line that only the layer has.');
    expect(result.pages).toMatchObject([{ source: 'text', reason: expect.stringContaining('earlier OCR') }]);
  });

  it('are the text of the page when they stand behind the scan', async () => {
    const bytes = await onePage(async (page, font, pdf) => {
      page.drawText([...EXHIBIT, 'A line that only the layer has.'].join('\n'), {
        x: 72,
        y: 700,
        size: 12,
        font,
      });
      await drawScan(page, pdf, exhibit);
    });
    const result = await readBytes(folder, 'behind.pdf', bytes);
    expect(result.text).toContain('A line that only the layer has.');
    expect(result.pages).toMatchObject([{ source: 'text', reason: expect.stringContaining('earlier OCR') }]);
  });

  it('are replaced when they spell nothing', async () => {
    const junk = EXHIBIT.map((line) =>
      line.replace(/[a-z]/g, (c) => String.fromCharCode(219 - c.charCodeAt(0))),
    );
    const result = await readBytes(folder, 'junk.pdf', await withLayer(junk));
    expect(result.text).toContain('Winifred Aldous');
    expect(result.text).not.toContain(junk[1]);
    expect(codes(result)).toEqual(['text_layer_replaced']);
  });
});

describe('a font with a wrong letter map', () => {
  const lines = [...EXHIBIT, 'Balance due: $7,315.20'];
  const maps: Record<string, (code: number) => number> = {
    '3 places off': shiftedBy(3),
    '11 places off': shiftedBy(11),
    '1 place back': shiftedBy(-1),
    'symbols for letters': (code) => (code < 65 ? code : 33 + (code % 15)),
    'private characters': (code) => (code === 32 ? 32 : 0xe000 + code),
    'the characters that are not mapped': (code) => (code === 32 ? 32 : 0xfffd),
  };
  it.each(few(Object.keys(maps), 3))('gives way to OCR: %s', async (name) => {
    const map = maps[name] ?? ((code: number) => code);
    const result = await readBytes(folder, `map ${name}.pdf`, await mappedPdf(lines, map));
    expect(result.text.replace(/\n+/g, '\n')).toBe(lines.join('\n'));
    expect(result.warnings).toMatchObject([{ code: 'text_layer_replaced', pages: [1] }]);
    expect(result.pages).toMatchObject([{ source: 'ocr', reason: expect.stringContaining('text layer') }]);
  });

  it('is not suspected where the page shows odd text, as OCR tells', async () => {
    // cspell:disable
    const odd = [
      'Qxvz Zkrt Wplm Hjgf Bnvc',
      'Xzqw Rtyp Lkjh Gfds Mnbv',
      'Vbnq Wrtz Pklm Xcvb Hjkl',
      'Trwq Plkj Zxcv Bgtr Nhgf',
    ];
    // cspell:enable
    const result = await readBytes(folder, 'odd.pdf', await textPdf([odd.join('\n')]));
    expect(flat(result.text)).toBe(odd.join(' '));
    expect(result.pages).toMatchObject([
      { source: 'text', reason: expect.stringContaining('OCR of the page agrees') },
    ]);
    expect(codes(result)).toEqual([]);
  });

  it('gives a warning where OCR cannot settle it', async () => {
    const { default: sharp } = await import('sharp');
    const blurred = await sharp(exhibit).blur(6).jpeg().toBuffer();
    const bytes = await onePage(async (page, font, pdf) => {
      await drawScan(page, pdf, blurred);
      drawUnpainted(
        page,
        pdf,
        font,
        [...EXHIBIT].map((line) => line.replace(/[a-z]/g, (c) => String.fromCharCode(219 - c.charCodeAt(0)))),
      );
    });
    const result = await readBytes(folder, 'unsettled.pdf', bytes);
    expect(codes(result)).toEqual(['low_confidence']);
  });
});

describe('a page of text with a picture', () => {
  const message = [
    'Lucius Pemberton',
    'The roof of unit 7C leaks again.',
    'Please send back my $2,475 today.',
  ];
  let picture: Buffer;
  beforeAll(async () => {
    const { default: sharp } = await import('sharp');
    picture = await sharp(await scanJpeg(message, 144))
      .extract({ left: 100, top: 100, width: 900, height: 300 })
      .jpeg()
      .toBuffer();
  });
  const illustrated = (draw: Parameters<typeof onePage>[0]) =>
    onePage(async (page, font, pdf) => {
      page.drawText(LETTER_LINES.slice(0, 4).join('\n'), { x: 72, y: 720, size: 12, lineHeight: 16, font });
      page.drawText(LETTER_LINES.slice(4).join('\n'), { x: 72, y: 360, size: 12, lineHeight: 16, font });
      await draw(page, font, pdf);
    });

  it('has the words of the picture where it stands', async () => {
    const bytes = await illustrated(async (page, _font, pdf) => {
      page.drawImage(await pdf.embedJpg(picture), { x: 72, y: 440, width: 450, height: 150 });
    });
    const result = await readBytes(folder, 'picture.pdf', bytes);
    const text = flat(result.text);
    expect(text).toMatch(/Karen Whitfield and .*Lucius Pemberton.*\$2,475 today\. Dunmore Properties/);
    expect(result.pages).toMatchObject([{ source: 'text', reason: expect.stringContaining('picture') }]);
    expect(codes(result)).toEqual([]);
  });

  it('has them once when every page shows the picture', async () => {
    const { PDFDocument } = await import('pdf-lib');
    const pdf = await PDFDocument.load(await textPdf([LETTER, LETTER, LETTER]));
    const logo = await pdf.embedJpg(picture);
    for (const page of pdf.getPages()) page.drawImage(logo, { x: 72, y: 100, width: 450, height: 150 });
    const result = await readBytes(folder, 'logo.pdf', Buffer.from(await pdf.save()));
    expect(result.text.split('Lucius Pemberton')).toHaveLength(2);
  });

  it('has a warning when the picture cannot be read', async () => {
    const { default: sharp } = await import('sharp');
    const blurred = await sharp(picture).blur(5).jpeg().toBuffer();
    const bytes = await illustrated(async (page, _font, pdf) => {
      page.drawImage(await pdf.embedJpg(blurred), { x: 72, y: 440, width: 450, height: 150 });
    });
    const result = await readBytes(folder, 'blurred.pdf', bytes);
    expect(result.warnings).toMatchObject([{ code: 'picture_not_read', pages: [1] }]);
    expect(result.text.replace(/\n+/g, '\n')).toBe(LETTER);
  });

  it('is only its text when the picture shows no words', async () => {
    const { default: sharp } = await import('sharp');
    const noise = { type: 'gaussian' as const, mean: 140, sigma: 30 };
    const photo = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#888', noise } })
      .blur(12)
      .jpeg()
      .toBuffer();
    const bytes = await illustrated(async (page, _font, pdf) => {
      page.drawImage(await pdf.embedJpg(photo), { x: 72, y: 440, width: 300, height: 150 });
    });
    const result = await readBytes(folder, 'photo.pdf', bytes);
    expect(result.text.replace(/\n+/g, '\n')).toBe(LETTER);
    expect(codes(result)).toEqual([]);
  });

  it('has the words of a scanned form and of what was typed on it', async () => {
    const form = await scanJpeg([
      'APPLICATION FOR A LICENSE',
      '',
      'Name of applicant:',
      '',
      'Fee enclosed:',
      '',
      'Signed before the county clerk of Placer County',
    ]);
    const typed = 'Rosamund Eversley-Thackeray of 14 Cooper Lane, Auburn, California';
    const bytes = await onePage(async (page, font, pdf) => {
      await drawScan(page, pdf, form);
      page.drawText(typed, { x: 230, y: 676, size: 10, font });
      page.drawText('The fee of $85.00 is enclosed by check no. 10442', { x: 230, y: 633, size: 10, font });
    });
    const text = flat((await readBytes(folder, 'form.pdf', bytes)).text);
    expect(text).toContain('Signed before the county clerk');
    expect(text).toContain(typed);
    expect(text).toContain('$85.00');
  });
});

it('names a page with something on it that has no words, and not a blank one', async () => {
  const { default: sharp } = await import('sharp');
  const strokes = Array.from(
    { length: 40 },
    (_, i) => `<circle cx="${200 + i * 30}" cy="${900 + (i % 7) * 60}" r="${20 + i}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1700" height="2200"><rect width="100%" height="100%" fill="#eee"/><g fill="none" stroke="#444" stroke-width="9">${strokes.join('')}</g></svg>`;
  const drawing = await sharp(Buffer.from(svg)).jpeg().toBuffer();
  const blank = await sharp({ create: { width: 1700, height: 2200, channels: 3, background: '#e8e8e8' } })
    .composite([
      {
        input: Buffer.from('<svg width="60" height="60"><circle cx="30" cy="30" r="28"/></svg>'),
        left: 40,
        top: 400,
      },
    ])
    .jpeg()
    .toBuffer();
  const result = await readBytes(folder, 'drawing.pdf', await scannedPdf([exhibit, drawing, blank]));
  expect(result.warnings).toMatchObject([{ code: 'picture_not_read', pages: [2] }]);
});

it('reads a text page without a picture at once', async () => {
  const result = await readBytes(folder, 'plain.pdf', await textPdf([LETTER]));
  expect(result.pages).toMatchObject([{ source: 'text', confidence: null }]);
  expect(result.pages[0]).not.toHaveProperty('reason');
});
