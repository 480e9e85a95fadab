/** Pictures that claim any size, loop, or end halfway. */
import { deflateSync } from 'node:zlib';
import { bmpHeader } from '../../integration/pipeline/picture-formats.ts';
import { png, pngChunk } from '../../integration/pipeline/png.ts';
import { type HostileCase, hostile } from './case.ts';

/** Returns a TIFF of one gray strip that claims `width` x `height`. @param next stated offset of the next directory */
function tiff(width: number, height: number, next: number, strip = Buffer.alloc(64, 0xff)): Buffer {
  const entries: [number, number][] = [
    [256, width],
    [257, height],
    [258, 8],
    [259, 1],
    [262, 1],
    [273, 8],
    [277, 1],
    [278, height],
    [279, strip.length],
  ];
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, value], i) => {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(4, 4 + i * 12);
    directory.writeUInt32LE(1, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  });
  directory.writeUInt32LE(next, directory.length - 4);
  const head = Buffer.from('49492a0000000000', 'hex');
  head.writeUInt32LE(8 + strip.length, 4);
  return Buffer.concat([head, strip, directory]);
}

const JPEG_CLAIM = (width: number, height: number): Buffer => {
  const frame = Buffer.from('ffc0000b08000000000101110000', 'hex').subarray(0, 13);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    frame,
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.alloc(200, 0x55),
    Buffer.from('ffd9', 'hex'),
  ]);
};

const BROKEN = ['corrupt'] as const;
const EITHER = ['completed', 'corrupt'] as const;

export function hostilePictures(): HostileCase[] {
  const text = pngChunk(
    'zTXt',
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(200_000_000))]),
  );
  return [
    hostile('picture/absurd.png', png(60_000, 60_000, Buffer.alloc(1_000_000)), ['oversize']),
    hostile('picture/absurd-beyond-32-bits.png', png(0xfffffff0, 0xfffffff0, Buffer.alloc(1000)), [
      'oversize',
      'corrupt',
    ]),
    hostile('picture/of-no-size.png', png(0, 0, Buffer.alloc(0)), BROKEN),
    hostile('picture/text-bomb.png', png(64, 64, Buffer.alloc(65 * 64), [text]), EITHER),
    hostile('picture/one-pixel-high.png', png(30_000, 1, Buffer.alloc(30_001)), EITHER),
    hostile('picture/more-data-than-size.png', png(64, 64, Buffer.alloc(50_000_000)), EITHER),
    hostile(
      'picture/no-data.png',
      Buffer.concat([png(64, 64, Buffer.alloc(0)).subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))]),
      BROKEN,
    ),
    hostile('picture/checksum-wrong.png', png(64, 64, Buffer.alloc(65 * 64)).fill(0x11, 29, 33), EITHER),
    hostile('picture/absurd.jpg', JPEG_CLAIM(65_500, 65_500), ['oversize', 'corrupt']),
    hostile('picture/mark-alone.jpg', Buffer.from('ffd8ffe0', 'hex'), [
      'corrupt',
      'unrecognized',
      'completed',
    ]),
    hostile('picture/no-tables.jpg', JPEG_CLAIM(64, 64), EITHER),
    hostile('picture/absurd.bmp', bmpHeader(60_000, 60_000, 24, 0, 0), ['oversize']),
    hostile('picture/no-data.bmp', bmpHeader(64, 64, 24, 0, 0), BROKEN),
    hostile(
      'picture/moves-only.bmp',
      Buffer.concat([bmpHeader(9000, 9000, 8, 1, 0), Buffer.from('0002ff00'.repeat(50_000), 'hex')]),
      EITHER,
    ),
    hostile(
      'picture/absurd.pgm',
      Buffer.concat([Buffer.from('P5\n999999 999999\n255\n'), Buffer.alloc(64, 0xff)]),
      ['oversize'],
    ),
    hostile(
      'picture/no-data.jp2',
      Buffer.from('0000000c6a5020200d0a870a00000014667479706a703220', 'hex'),
      BROKEN,
    ),
    hostile(
      'picture/absurd.jp2',
      Buffer.concat([
        Buffer.from('0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000000', 'hex'),
        Buffer.from('ff4fff51002f0000fffffff0fffffff00000000000000000', 'hex'),
        Buffer.alloc(64),
      ]),
      ['oversize'],
    ),
    hostile(
      'picture/head-alone.heic',
      Buffer.from('000000186674797068656963000000006d69663168656963', 'hex'),
      BROKEN,
    ),
    hostile(
      'picture/absurd.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9000000" height="9000000"><rect width="9" height="9"/></svg>',
      ['completed', 'corrupt', 'oversize'],
    ),
    hostile(
      'picture/local-file.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><text>Plan</text><image xlink:href="file:///etc/passwd"/></svg>',
      ['completed'],
      { says: 'Plan', hides: 'root:' },
    ),
    hostile('picture/absurd.tif', tiff(100_000, 100_000, 0), ['oversize', 'corrupt']),
    hostile('picture/directory-cyclic.tif', tiff(8, 8, 72), EITHER),
    hostile('picture/directory-far-away.tif', tiff(8, 8, 0xfffffff0), EITHER),
    hostile('picture/strip-too-short.tif', tiff(8, 8_000, 0), EITHER),
    hostile('picture/of-no-size.tif', tiff(0, 0, 0), BROKEN),
  ];
}
