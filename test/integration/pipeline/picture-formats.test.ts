/** Pictures of every format, from the detection of their type to their words. */
import sharp, { type Sharp } from 'sharp';
import { expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { sharedIntake } from '../intake/support.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';
import { bmp, bmpHeader, jp2, netpbm } from './picture-formats.ts';

vi.setConfig({ testTimeout: 180_000 });

const { openFixture } = sharedIntake();
const shared = sharedSandbox({ maxWorkers: 1 });

const WORDS = 'Harbor lease of April';
/** Returns a picture of the words. @param year stands behind them */
const picture = (year: number): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="160"><rect width="100%" height="100%" fill="white"/><text x="40" y="100" font-family="DejaVu Serif" font-size="50">${WORDS} ${year}</text></svg>`,
    ),
  )
    .png()
    .toBuffer();

const animated = async (years: readonly number[]): Promise<Sharp> =>
  sharp(await Promise.all(years.map(picture)), { join: { animated: true } });

async function detected(files: Readonly<Record<string, Buffer>>): Promise<(string | number | null)[][]> {
  const d = await openFixture();
  for (const [name, bytes] of Object.entries(files)) await d.put(name, bytes);
  const drop = await d.drop();
  return d.entries(drop.id).map(({ path, type, pages, exception }) => [path, type, pages, exception]);
}

async function read(name: string, type: Parameters<typeof stageInput>[1], bytes: Buffer): Promise<OcrResult> {
  const location = await put(shared().folder, name, bytes);
  return (await shared().sandbox.runStage('ocr', stageInput(location, type, bytes.length))).result;
}

it('tells the formats apart and reads the words of each', async () => {
  const png = await picture(2019);
  const files = {
    'a.gif': await sharp(png).gif().toBuffer(),
    'b.webp': await sharp(png).webp().toBuffer(),
    'c.bmp': await bmp(png, 24),
    'd.jp2': await jp2(png, true),
    'e.avif': await sharp(png).avif().toBuffer(),
    'f.pgm': await netpbm(png, 5),
  };
  const found = await detected(files);
  expect(found).toEqual([
    ['a.gif', 'gif', 1, null],
    ['b.webp', 'webp', 1, null],
    ['c.bmp', 'bmp', 1, null],
    ['d.jp2', 'jp2', 1, null],
    ['e.avif', 'heic', 1, null],
    ['f.pgm', 'bmp', 1, null],
  ]);
  for (const [i, [name, bytes]] of Object.entries(files).entries()) {
    const type = found[i]?.[1] as Parameters<typeof stageInput>[1];
    expect((await read(name, type, bytes)).text).toContain(`${WORDS} 2019`);
  }
});

it('reads the frames of an animation, each text once, and warns about those beyond the limit', async () => {
  const gif = await (await animated([2019, 2020, 2019])).gif().toBuffer();
  const { text, pages, warnings } = await read('steps.gif', 'gif', gif);
  expect(text.split('\n').filter((line) => line !== '')).toEqual([`${WORDS} 2019`, `${WORDS} 2020`]);
  expect([pages.length, warnings]).toEqual([3, []]);
  const years = Array.from({ length: 22 }, (_v, i) => 2000 + i);
  const long = await read('long.gif', 'gif', await (await animated(years)).gif().toBuffer());
  expect(long.warnings).toEqual([expect.objectContaining({ code: 'picture_not_read' })]);
  expect(long.text).toContain('2019');
});

it('takes the text of a drawing as it is, and draws one without text for OCR', async () => {
  const svg = (inner: string): Buffer =>
    Buffer.from(
      `<?xml version="1.0"?><!-- a plan --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="450" height="80">${inner}</svg>`,
    );
  const typed = svg('<text x="9" y="40">Lot 14</text>');
  const drawn = svg(
    `<image width="450" height="80" xlink:href="data:image/png;base64,${(await picture(2018)).toString('base64')}"/>`,
  );
  expect(await detected({ 'drawn.svg': drawn, 'typed.svg': typed })).toEqual([
    ['drawn.svg', 'svg', null, null],
    ['typed.svg', 'svg', null, null],
  ]);
  expect((await read('typed.svg', 'svg', typed)).text).toBe('Lot 14');
  expect((await read('drawn.svg', 'svg', drawn)).text).toContain(`${WORDS} 2018`);
});

it('draws a small drawing whose size is in centimeters', async () => {
  const image = `<image width="100%" height="100%" href="data:image/png;base64,${(await picture(2018)).toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2.25cm" height="0.4cm">${image}</svg>`;
  expect((await read('small.svg', 'svg', Buffer.from(svg))).text).toContain(`${WORDS} 2018`);
});

it('refuses pictures that claim any size or end too soon', async () => {
  const png = await picture(2019);
  const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);
  const huge = bmpHeader(60_000, 60_000, 24, 0, 0);
  await expect(read('huge.bmp', 'bmp', huge)).rejects.toMatchObject({ code: 'oversize' });
  await expect(read('cut.bmp', 'bmp', cut(await bmp(png, 24)))).rejects.toMatchObject({ code: 'corrupt' });
  await expect(read('cut.jp2', 'jp2', cut(await jp2(png, true)))).rejects.toMatchObject({ code: 'corrupt' });
  const heic = Buffer.concat([
    Buffer.from('000000186674797068656963000000006d69663168656963', 'hex'),
    Buffer.alloc(64),
  ]);
  expect(await detected({ 'cut.heic': heic })).toEqual([['cut.heic', 'heic', null, 'corrupt']]);
  await expect(read('cut.heic', 'heic', heic)).rejects.toMatchObject({ code: 'corrupt' });
});
