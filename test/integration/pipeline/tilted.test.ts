/** Scans that were fed at an angle, and faxes whose pixels are not square. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { skewOf } from '../../../src/core/pipeline/extract/ocr/deskew.ts';
import { pixelHeight } from '../../../src/core/pipeline/extract/readers/tiff-resolution.ts';
import { few } from '../../support/scale.ts';
import { characterAccuracy, LETTER, LETTER_LINES, put, scanPng } from './fixtures.ts';
import { readBytes } from './page-fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let scan: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-tilted-'));
  scan = await scanPng(LETTER_LINES, 200);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tilted = (angle: number): Promise<Buffer> =>
  sharp(scan).rotate(angle, { background: 'white' }).withMetadata({ density: 200 }).png().toBuffer();

async function skewOfPng(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png).toColorspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return skewOf({ width: info.width, height: info.height, pixels: data });
}

describe('a tilted scan', () => {
  it.each(few([3, 7, 15, -3, -5, -10], 2))('is read whole: %i degrees', async (angle) => {
    const result = await readBytes(folder, `tilted${angle}.png`, await tilted(angle), 'png');
    expect(characterAccuracy(LETTER, result.text)).toBeGreaterThan(0.97);
    expect(result.pages[0]?.confidence).toBeGreaterThan(85);
  });

  it('is read whole when it lies on its side as well', async () => {
    const result = await readBytes(folder, 'side.png', await tilted(97), 'png');
    expect(characterAccuracy(LETTER, result.text)).toBeGreaterThan(0.95);
  });
});

describe('the angle of a page', () => {
  it.each(few([0, 1, 90, 180, 270], 3))(
    'is left to OCR when its lines are level: turned by %i degrees',
    async (angle) => {
      expect(await skewOfPng(await tilted(angle))).toBe(0);
    },
  );

  it.each(few([2.5, 6, 13, -2.5, -6, -13, 84, 96], 4))('is measured: %d degrees', async (angle) => {
    const expected = angle > 45 ? angle - 90 : angle;
    expect(Math.abs((await skewOfPng(await tilted(angle))) - expected)).toBeLessThanOrEqual(0.5);
  });

  it('is not made up where there are no lines', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
    const size = { width: 1200, height: 1600, channels: 3 as const, background: '#888' };
    expect(
      await skewOfPng(
        await sharp({ create: { ...size, noise } })
          .blur(6)
          .png()
          .toBuffer(),
      ),
    ).toBe(0);
    expect(await skewOfPng(await sharp({ create: size }).png().toBuffer())).toBe(0);
    expect(skewOf({ width: 1, height: 1, pixels: new Uint8Array([0]) })).toBe(0);
  });
});

/** Returns the scan as a fax machine of the resolution sends it. @param across and down dots per inch; 0 leaves them out */
async function fax(across: number, down: number): Promise<Buffer> {
  const stated = { xres: across / 25.4, yres: down / 25.4 };
  return sharp(scan)
    .resize({ width: Math.round(8.5 * across), height: Math.round(11 * down), fit: 'fill' })
    .threshold(150)
    .toColorspace('b-w')
    .tiff({ compression: 'deflate', ...stated })
    .toBuffer();
}

describe('a fax', () => {
  const resolutions = [
    [204, 98],
    [204, 196],
    [204, 391],
    [98, 204],
  ] as const;
  it.each(few(resolutions, 2))('of %i x %i dots per inch is read', async (across, down) => {
    const bytes = await fax(across, down);
    const location = await put(folder, `fax-${across}-${down}.tif`, bytes);
    expect(await pixelHeight(location, 0)).toBeCloseTo(across / down, 1);
    const result = await readBytes(folder, `fax-${across}-${down}.tif`, bytes, 'tiff');
    expect(characterAccuracy(LETTER, result.text)).toBeGreaterThan(across === 98 ? 0.9 : 0.96);
  });

  it.each([
    [1728, 1078, 1, 2],
    [1728, 2200, 1, 1],
    [1700, 1078, 1, 1],
    [1728, 1078, 8, 1],
  ])(
    'without a resolution is known by its size: %i x %i pixels of %i bits',
    async (width, height, bits, expected) => {
      const tags = [
        [256, width],
        [257, height],
        [258, bits],
      ] as const;
      const bytes = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
      bytes.write('II*', 'latin1');
      bytes.writeUInt32LE(8, 4);
      bytes.writeUInt16LE(tags.length, 8);
      tags.forEach(([tag, value], i) => {
        const at = 10 + i * 12;
        bytes.writeUInt16LE(tag, at);
        bytes.writeUInt16LE(3, at + 2);
        bytes.writeUInt32LE(1, at + 4);
        bytes.writeUInt16LE(value, at + 8);
      });
      expect(await pixelHeight(await put(folder, 'bare.tif', bytes), 0)).toBe(expected);
    },
  );

  it.each(['', 'II*', 'II*\0\u0008\0\0\0', 'MM\0*\0\0\0\u0008\0\u0001', '%PDF-1.4 ...........'])(
    'is not read into other bytes: %j',
    async (bytes) => {
      expect(await pixelHeight(await put(folder, 'other.tif', Buffer.from(bytes, 'latin1')), 3)).toBe(1);
    },
  );
});
