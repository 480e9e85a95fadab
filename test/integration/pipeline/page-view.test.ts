/** Pages are drawn as they look, and words are placed where they stand, however the page was turned. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PlacedWord } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { few } from '../../support/scale.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { LETTER_LINES, put, scannedPdf, scanPng, textPdf, tiff } from './fixtures.ts';

vi.setConfig({ testTimeout: 90_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
const sandbox = () => shared().sandbox;
let folder: string;
let scan: Buffer;
/** The words of the scan as it is. */
let upright: PlacedWord[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-view-'));
  scan = await scanPng(LETTER_LINES, 200);
  upright = long(await words('upright.png', 'png', scan));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const words = async (name: string, type: FileType, bytes: Buffer, page = 1): Promise<PlacedWord[]> => {
  const location = await put(folder, name, bytes);
  return sandbox().findWords({ location, type }, page, type === 'pdf' ? 'layer' : 'ocr');
};
const middle = ({ x, y, width, height }: PlacedWord) => ({ x: x + width / 2, y: y + height / 2 });
const long = (all: readonly PlacedWord[]): PlacedWord[] => all.filter(({ text }) => text.length > 4);

/** Turns a place of a picture as sharp turns the picture: around its middle, on a larger canvas. */
function turned(place: { x: number; y: number }, angle: number, size: { width: number; height: number }) {
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const x = (place.x - 0.5) * size.width;
  const y = (place.y - 0.5) * size.height;
  const width = size.width * Math.abs(cos) + size.height * Math.abs(sin);
  const height = size.width * Math.abs(sin) + size.height * Math.abs(cos);
  return { x: (x * cos - y * sin) / width + 0.5, y: (x * sin + y * cos) / height + 0.5 };
}

describe('the words of a scan', () => {
  it.each(few([90, 180, 270, 7, -10], 2))(
    'stand where they are shown: turned by %i degrees',
    async (angle) => {
      const { width = 0, height = 0 } = await sharp(scan).metadata();
      const bytes = await sharp(scan)
        .rotate(angle, { background: 'white' })
        .withMetadata({ density: 200 })
        .png()
        .toBuffer();
      const found = long(await words(`turned${angle}.png`, 'png', bytes));
      const missed = upright.filter((word) => {
        const expected = turned(middle(word), angle, { width, height });
        return !found.some(({ text, ...place }) => {
          const { x, y } = middle({ text, ...place });
          return text === word.text && Math.abs(x - expected.x) < 0.01 && Math.abs(y - expected.y) < 0.01;
        });
      });
      expect(upright.length).toBeGreaterThan(10);
      expect(missed.length).toBeLessThan(upright.length / 10);
    },
  );
});

describe('the words of a text layer', () => {
  it.each(few([0, 90, 180, 270], 2))(
    'stand where they are drawn: page turned by %i degrees',
    async (angle) => {
      const pdf = await PDFDocument.create();
      const page = pdf.addPage([612, 792]);
      // The shown part of the page does not begin at its corner.
      page.setCropBox(36, 72, 500, 650);
      page.setRotation(degrees(angle));
      page.drawText('Harlan', {
        ...{ x: 280, y: 400, size: 30, rotate: degrees(angle) },
        font: await pdf.embedFont(StandardFonts.Helvetica),
      });
      const location = await put(folder, `layer${angle}.pdf`, Buffer.from(await pdf.save()));
      const [word] = await sandbox().findWords({ location, type: 'pdf' }, 1, 'layer');
      const view = await sandbox().drawPage({ location, type: 'pdf' }, 1, 800);
      expect(word?.text).toBe('Harlan');
      if (word === undefined) return;
      const ink = await inkOf(Buffer.from(view.webp, 'base64'));
      expect(ink.x).toBeGreaterThan(word.x - 0.01);
      expect(ink.y).toBeGreaterThan(word.y - 0.02);
      expect(ink.x + ink.width).toBeLessThan(word.x + word.width + 0.01);
      expect(ink.y + ink.height).toBeLessThan(word.y + word.height + 0.02);
      expect(ink.width * ink.height).toBeGreaterThan((word.width * word.height) / 4);
    },
  );
});

/** Returns the box around everything dark, as shares of the picture. */
async function inkOf(picture: Buffer): Promise<{ x: number; y: number; width: number; height: number }> {
  const { width = 1, height = 1 } = await sharp(picture).metadata();
  const { info } = await sharp(picture)
    .flatten({ background: 'white' })
    .trim({ background: 'white', threshold: 60 })
    .toBuffer({ resolveWithObject: true });
  return {
    x: -(info.trimOffsetLeft ?? 0) / width,
    y: -(info.trimOffsetTop ?? 0) / height,
    width: info.width / width,
    height: info.height / height,
  };
}

describe('the picture of a page', () => {
  it('is drawn in color, at the wanted width', async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage([200, 100]).drawRectangle({
      x: 0,
      y: 0,
      width: 200,
      height: 100,
      color: { type: 'RGB', red: 1, green: 0, blue: 0 } as never,
    });
    const location = await put(folder, 'red.pdf', Buffer.from(await pdf.save()));
    const view = await sandbox().drawPage({ location, type: 'pdf' }, 1, 400);
    expect(view).toMatchObject({ pages: 1, width: 400, height: 200 });
    const { dominant } = await sharp(Buffer.from(view.webp, 'base64')).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.b).toBeLessThan(50);
  });

  it('is that of the page that was asked for, of a PDF and of a TIFF', async () => {
    const pdf = await put(folder, 'two.pdf', await textPdf(['One', 'Two', 'Three']));
    const fax = await put(folder, 'two.tiff', await tiff([scan, scan]));
    expect((await sandbox().drawPage({ location: pdf, type: 'pdf' }, 3, 300)).pages).toBe(3);
    expect((await sandbox().findWords({ location: pdf, type: 'pdf' }, 3, 'layer'))[0]?.text).toBe('Three');
    expect((await sandbox().drawPage({ location: fax, type: 'tiff' }, 2, 300)).pages).toBe(2);
  });

  it('is refused in words for a page that is not there, or a file that is no PDF', async () => {
    const pdf = await put(folder, 'one.pdf', await scannedPdf([scan]));
    await expect(sandbox().drawPage({ location: pdf, type: 'pdf' }, 2, 300)).rejects.toMatchObject({
      code: 'source_missing',
      message: 'The document has no page 2, only 1',
    });
    const damaged = await put(folder, 'damaged.pdf', Buffer.from('%PDF-1.4 and nothing else'));
    await expect(sandbox().drawPage({ location: damaged, type: 'pdf' }, 1, 300)).rejects.toMatchObject({
      code: 'corrupt',
    });
  });
});
