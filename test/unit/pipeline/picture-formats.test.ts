import sharp from 'sharp';
import { expect, it } from 'vitest';
import { asPng, openForeign } from '../../../src/core/pipeline/extract/pictures/open.ts';
import { readSvg } from '../../../src/core/pipeline/extract/readers/svg.ts';
import { bmp, bmpHeader, jp2, netpbm, rleBmp } from '../../integration/pipeline/picture-formats.ts';

/** A picture of 37 x 11 pixels, black and white, so that no format rounds it; its sides fill no byte. */
const WIDTH = 37;
const HEIGHT = 11;
const BLACK_AND_WHITE = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT }, (_v, i) => ((i * i + (i >> 3)) % 3 === 0 ? 0 : 255)),
);
const picture = (): Promise<Buffer> =>
  sharp(BLACK_AND_WHITE, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .png()
    .toBuffer();

async function pixelsOf(file: Buffer): Promise<{ size: string; same: boolean }> {
  const opened = await openForeign(file);
  if (opened === null) throw new Error('not opened');
  const { data, info } = await sharp(await asPng(opened, 0))
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { size: `${info.width}x${info.height}`, same: data.equals(BLACK_AND_WHITE) };
}

it.each([
  ...([1, 4, 8, 16, 24, 32] as const).map(
    (bits) => [`a bitmap of ${bits} bits`, (p: Buffer) => bmp(p, bits)] as const,
  ),
  ['a bitmap of runs', rleBmp] as const,
  ...([1, 2, 4, 5, 6] as const).map((kind) => [`Netpbm P${kind}`, (p: Buffer) => netpbm(p, kind)] as const),
  ['a JPEG 2000 file', (p: Buffer) => jp2(p, true)] as const,
  ['a JPEG 2000 codestream', (p: Buffer) => jp2(p, false)] as const,
])('decodes %s to the pixels that went in', async (_name, write) => {
  expect(await pixelsOf(await write(await picture()))).toEqual({ size: `${WIDTH}x${HEIGHT}`, same: true });
});

it('reads the rows of a bitmap from the top when its height is negative', async () => {
  const header = bmpHeader(1, -2, 24, 0, 0);
  const opened = await openForeign(Buffer.concat([header, Buffer.from([10, 20, 30, 0, 255, 255, 255, 0])]));
  expect(opened?.pages).toEqual([{ width: 1, height: 2 }]);
  const { channels, data } = (await opened?.decode(0)) ?? {};
  // A bitmap has blue first.
  expect([channels, ...(data ?? [])]).toEqual([3, 30, 20, 10, 255, 255, 255]);
});

it('knows the size of a picture before it decodes it, and reports one that ends too soon', async () => {
  const whole = await bmp(await picture(), 24);
  const cut = await openForeign(whole.subarray(0, whole.length - 40));
  await expect(cut?.decode(0)).rejects.toThrow('ends before its last line');
  const claim = await openForeign(bmpHeader(60_000, 60_000, 24, 0, 0));
  expect(claim?.pages).toEqual([{ width: 60_000, height: 60_000 }]);
  const code = await jp2(await picture(), true);
  await expect((await openForeign(code.subarray(0, code.length - 60)))?.decode(0)).rejects.toThrow(
    'JPEG 2000',
  );
});

it('leaves pictures alone that the graphics library opens', async () => {
  expect(await openForeign(await picture())).toBeNull();
  expect(
    await openForeign(
      await sharp(await picture())
        .avif()
        .toBuffer(),
    ),
  ).toBeNull();
});

it('reads the text of a drawing line by line, without its title and styles', () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><title>Site plan</title><style>text{fill:red}</style>
    <text x="1" y="2">Lot 14, <tspan font-weight="bold">Harlow</tspan> Road</text>
    <text><tspan x="0" dy="1em">North line</tspan><tspan x="0" dy="1em">South line</tspan></text>
    <foreignObject><div>Set back 12 ft.</div></foreignObject><image href="a.png"/></svg>`;
  expect(readSvg(Buffer.from(svg))).toEqual({
    title: 'Site plan',
    text: 'Lot 14, Harlow Road\nNorth line\nSouth line\nSet back 12 ft.',
    pictures: 1,
  });
});
