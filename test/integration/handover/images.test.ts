/** Page images, read back by an importer that shares no code with Redwell, and opened by other tools. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { planExport } from '../../../src/core/handover/plan.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { HandoverDeps } from '../../../src/core/handover/types.ts';
import type { ExportReport } from '../../../src/shared/handover.ts';
import { type Made, openHandover, recordBatch } from '../../support/handover.ts';
import { importImages, importLoadFile } from '../../support/read-load-file.ts';
import { sharedSandbox } from '../pipeline/build-sandbox.ts';
import { LETTER_LINES, scanPng, textPdf, tiff } from '../pipeline/fixtures.ts';

const BATCH = '20261101-0900-abcde';
const shared = sharedSandbox({ maxWorkers: 2 });
let folder: string;
let into: string;
let made: Made[];
let deps: HandoverDeps;
let close: () => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-images-'));
  const scan = await scanPng(LETTER_LINES.slice(0, 2), 200);
  const photo = await sharp({
    create: { width: 400, height: 300, channels: 3, background: { r: 200, g: 30, b: 30 } },
  })
    .jpeg()
    .toBuffer();
  const pdf = await textPdf(['First page', 'Second page', 'Third page']);
  made = [
    { path: 'mail.eml', content: 'From: Dana', type: 'eml' },
    { path: 'mail.eml/contract.pdf', in: 'mail.eml', content: pdf, type: 'pdf', pages: 3, text: 'x' },
    { path: 'mail.eml/fax.tif', in: 'mail.eml', content: await tiff([scan, scan]), type: 'tiff', pages: 2 },
    { path: 'photo, red.jpg', content: photo, type: 'jpeg', text: null },
    { path: 'שלום <b>&.xlsx', content: 'sheet', type: 'xlsx' },
    { path: 'locked.pdf', content: 'locked', type: 'pdf', status: 'exception', exception: 'encrypted' },
    // The pages that were counted are not those that the original has.
    { path: 'shorter.pdf', content: await textPdf(['Only page']), type: 'pdf', pages: 2, text: 'x' },
    { path: 'longer.pdf', content: await textPdf(['One', 'Two', 'Three']), type: 'pdf', pages: 2, text: 'x' },
    { path: 'broken.pdf', content: '%PDF-1.7 no more', type: 'pdf', pages: 2, text: 'x' },
  ];
  const opened = openHandover(join(folder, 'data'), { sandbox: shared().sandbox });
  ({ deps } = opened);
  close = () => opened.history.dispose();
  await recordBatch(join(folder, 'data'), opened.history, BATCH, made, { name: 'Images' });
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  into = await mkdtemp(join(folder, 'out-'));
});

const requestOf = (profile: unknown) => ({
  ...{ batchId: BATCH, kind: 'loadfile' as const, into },
  profile: parseProfile(JSON.stringify(profile), 'p.json'),
});
const run = (profile: unknown): Promise<ExportReport> =>
  exportBatch(deps, requestOf(profile), { signal: new AbortController().signal });

const PAGES = [1, 3, 2, 1, 1, 1, 2, 2, 2];

describe('page images', () => {
  it('are TIFF G4 and JPEG with an OPT file that counts them, numbered by page', async () => {
    const profile = { images: { dpi: 150 }, numbering: { by: 'page' } };
    const { plan } = await planExport(deps, requestOf(profile));
    expect(plan.images).toEqual({ pages: 15, slipSheets: 3 });
    const report = await run(profile);
    const imaged = importImages(report.target);
    const rows = importLoadFile(report.target).map(({ row }) => row);
    expect(imaged.map(({ pages }) => pages)).toEqual(PAGES);
    expect(imaged.map(({ images }) => images.length)).toEqual(PAGES);
    const numbers = imaged.flatMap(({ images }) => images.map(({ key }) => key));
    expect(numbers).toEqual(Array.from({ length: 15 }, (_v, i) => `RW${String(i + 1).padStart(8, '0')}`));
    expect(report.numbering).toMatchObject({ first: numbers[0], last: numbers[14] });
    for (const [i, { BEGDOC, ENDDOC, IMAGECOUNT, IMAGEPATH }] of rows.entries()) {
      const { images } = imaged[i]!;
      expect([BEGDOC, ENDDOC]).toEqual([images[0]?.key, images.at(-1)?.key]);
      expect([IMAGECOUNT, IMAGEPATH]).toEqual([String(images.length), images[0]?.path]);
    }
    expect([rows[0]?.BEGATTACH, rows[0]?.ENDATTACH, rows[2]?.PARENTID]).toEqual([
      'RW00000001',
      'RW00000006',
      'RW00000001',
    ]);
    for (const { path, bytes } of imaged.flatMap(({ images }) => images)) {
      const { format, bitsPerSample, width, density, pages } = await sharp(bytes).metadata();
      const isPhoto = path.endsWith('.jpg');
      expect([format, isPhoto || bitsPerSample === 1, pages ?? 1]).toEqual([
        isPhoto ? 'jpeg' : 'tiff',
        true,
        1,
      ]);
      expect(isPhoto || isGroup4(bytes)).toBe(true);
      expect(width! / density!).toBeGreaterThan(5);
    }
    expect(imaged.map(({ images }) => images[0]!.path.slice(-3))).toEqual(
      made.map(({ path }) => (path.includes('photo') ? 'jpg' : 'tif')),
    );
  });

  it('have a slip sheet that says why where there is no image, and name what could not be drawn', async () => {
    const report = await run({ images: { dpi: 100 } });
    const rows = importLoadFile(report.target).map(({ row }) => row);
    expect(rows.map(({ SLIPSHEET }) => SLIPSHEET)).toEqual([
      'Produced as native.',
      '',
      '',
      '',
      'Produced as native.',
      'The file is protected by a password.',
      '',
      '',
      '',
    ]);
    // Numbers by document: the pages after the first have their own suffix.
    expect(importImages(report.target)[1]?.images.map(({ key }) => key)).toEqual([
      'RW00000002',
      'RW00000002_0002',
      'RW00000002_0003',
    ]);
    expect(report.leftOut).toEqual({ page_not_drawn: 3, pages_not_counted: 1 });
    const left = parse(await readFile(join(report.target, 'left-out.csv')), { bom: true, columns: true });
    expect((left as Record<string, string>[]).map((row) => [row.Path, row.Reason, row.Detail])).toEqual([
      [
        'shorter.pdf',
        'page_not_drawn',
        expect.stringMatching(/^Page 2: The document has no page 2, only 1\.$/),
      ],
      ['longer.pdf', 'pages_not_counted', 'It has 3 pages; 2 were counted.'],
      ['broken.pdf', 'page_not_drawn', expect.stringMatching(/^Page 1: The file is damaged or is not a PDF/)],
      ['broken.pdf', 'page_not_drawn', expect.stringMatching(/^Page 2: /)],
    ]);
    // A slip sheet has something on it, and no two say the same number.
    const slips = importImages(report.target).filter((_d, i) => [0, 4, 5].includes(i));
    const ink = await Promise.all(slips.map(({ images }) => sharp(images[0]!.bytes).stats()));
    for (const { channels } of ink) expect(channels[0]!.mean).toBeLessThan(254.9);
  });

  it('are a PDF for each document if the profile says so', async () => {
    const report = await run({ images: { format: 'pdf', dpi: 100 } });
    const imaged = importImages(report.target);
    expect(imaged.map(({ images }) => images.length)).toEqual(PAGES.map(() => 1));
    for (const [i, { pages, images }] of imaged.entries()) {
      const pdf = await PDFDocument.load(images[0]!.bytes, { updateMetadata: false });
      expect([pages, pdf.getPageCount()]).toEqual([PAGES[i], PAGES[i]]);
    }
    const contract = await PDFDocument.load(imaged[1]!.images[0]!.bytes);
    const original = await PDFDocument.load(made[1]!.content as Buffer);
    expect(contract.getPage(0).getWidth()).toBeCloseTo(original.getPage(0).getWidth(), 0);
  });

  it('are all black and white without color', async () => {
    const report = await run({ images: { dpi: 100, color: false } });
    const paths = importImages(report.target).flatMap(({ images }) => images.map(({ path }) => path));
    expect(paths.filter((path) => !path.endsWith('.tif'))).toEqual([]);
  });

  it('leave nothing when an export is canceled between two pages', async () => {
    const controller = new AbortController();
    await expect(
      exportBatch(deps, requestOf({ images: {} }), {
        signal: controller.signal,
        onProgress: ({ documents }) => documents === 1 && controller.abort(),
      }),
    ).rejects.toMatchObject({ code: 'canceled' });
    expect(await readdir(into)).toEqual([]);
  });

  it('are refused before anything is written where nothing can draw', async () => {
    await mkdir(join(into, 'here'));
    const { drawer: _drawer, ...without } = deps;
    await expect(
      exportBatch(without, requestOf({ images: {} }), { signal: new AbortController().signal }),
    ).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await readdir(into)).toEqual(['here']);
  });
});

/** Reads the compression from the tags of a TIFF: 4 is CCITT group 4. */
function isGroup4(tiffFile: Buffer): boolean {
  const isLittle = tiffFile[0] === 0x49;
  const u16 = (at: number) => (isLittle ? tiffFile.readUInt16LE(at) : tiffFile.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? tiffFile.readUInt32LE(at) : tiffFile.readUInt32BE(at));
  const directory = u32(4);
  for (let i = 0; i < u16(directory); i += 1)
    if (u16(directory + 2 + 12 * i) === 259) return u16(directory + 2 + 12 * i + 8) === 4;
  return false;
}
