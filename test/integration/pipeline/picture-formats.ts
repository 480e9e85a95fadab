/** Writes pictures in formats that the graphics library cannot write. */
import openJpeg from '@cornerstonejs/codec-openjpeg';
import sharp from 'sharp';

/** Returns 8-bit gray pixels. */
async function gray(picture: Buffer): Promise<{ width: number; height: number; data: Buffer }> {
  const { data, info } = await sharp(picture)
    .toColorspace('b-w')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

type Bits = 1 | 4 | 8 | 16 | 24 | 32;

/** Returns a bitmap of one row after the other, from the bottom, without compression. */
export async function bmp(picture: Buffer, bits: Bits): Promise<Buffer> {
  const { width, height, data } = await gray(picture);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = data[(height - 1 - y) * width + x] ?? 0;
      const at = y * stride + Math.floor((x * bits) / 8);
      if (bits < 8) pixels[at] = (pixels[at] ?? 0) | ((value >> (8 - bits)) << (8 - bits - ((x * bits) % 8)));
      else if (bits === 16) pixels.writeUInt16LE((value >> 3) * 0x421, at);
      else pixels.fill(value, at, at + bits / 8);
    }
  const colors = bits <= 8 ? 1 << bits : 0;
  const palette = Buffer.alloc(colors * 4);
  for (let i = 0; i < colors; i += 1) palette.fill((i * 255) / (colors - 1), i * 4, i * 4 + 3);
  return Buffer.concat([bmpHeader(width, height, bits, 0, palette.length), palette, pixels]);
}

/** @param height negative for rows from the top */
export function bmpHeader(
  width: number,
  height: number,
  bits: number,
  compression: number,
  paletteBytes: number,
): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(54 + paletteBytes, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(paletteBytes / 4, 46);
  return header;
}

/** Returns an 8-bit bitmap with run-length compression. */
export async function rleBmp(picture: Buffer): Promise<Buffer> {
  const { width, height, data } = await gray(picture);
  const palette = Buffer.alloc(1024);
  for (let i = 0; i < 256; i += 1) palette.fill(i, i * 4, i * 4 + 3);
  const runs: number[] = [];
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = 0; x < width; ) {
      let end = x + 1;
      while (end < width && end - x < 255 && data[y * width + end] === data[y * width + x]) end += 1;
      runs.push(end - x, data[y * width + x] ?? 0);
      x = end;
    }
    runs.push(0, 0);
  }
  return Buffer.concat([
    bmpHeader(width, height, 8, 1, palette.length),
    palette,
    Buffer.from([...runs, 0, 1]),
  ]);
}

/** Returns a JPEG 2000 codestream, or the same in a file. */
export async function jp2(picture: Buffer, boxed: boolean): Promise<Buffer> {
  const { width, height, data } = await gray(picture);
  const { J2KEncoder } = await openJpeg({ print: () => undefined, printErr: () => undefined });
  const encoder = new J2KEncoder();
  encoder
    .getDecodedBuffer({
      width,
      height,
      bitsPerSample: 8,
      componentCount: 1,
      isSigned: false,
      isUsingColorTransform: false,
    })
    .set(data);
  // A small picture cannot be halved often.
  encoder.setDecompositions(1);
  encoder.encode();
  const codestream = Buffer.from(encoder.getEncodedBuffer());
  encoder.delete();
  if (!boxed) return codestream;
  const header = Buffer.alloc(14);
  header.writeUInt32BE(height, 0);
  header.writeUInt32BE(width, 4);
  header.writeUInt16BE(1, 8);
  header[10] = 7;
  header[11] = 7;
  return Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', Buffer.concat([box('ihdr', header), box('colr', Buffer.from([1, 0, 0, 0, 0, 0, 17]))])),
    box('jp2c', codestream),
  ]);
}

function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

/** Returns a picture of Netpbm. @param kind 1 to 6, as in its first two bytes */
export async function netpbm(picture: Buffer, kind: 1 | 2 | 4 | 5 | 6): Promise<Buffer> {
  const { width, height, data } = await gray(picture);
  const head = (most: string): Buffer => Buffer.from(`P${kind}\n# a scan\n${width} ${height}\n${most}`);
  const black = (at: number): number => ((data[at] ?? 255) < 128 ? 1 : 0);
  if (kind === 1) return Buffer.concat([head(''), Buffer.from([...data.keys()].map(black).join(''))]);
  if (kind === 2) return Buffer.concat([head('255\n'), Buffer.from([...data].join('\n'))]);
  if (kind === 5) return Buffer.concat([head('255\n'), data]);
  if (kind === 6) return Buffer.concat([head('255\n'), Buffer.from([...data].flatMap((v) => [v, v, v]))]);
  const stride = Math.ceil(width / 8);
  const packed = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (black(y * width + x))
        packed[y * stride + (x >> 3)] = (packed[y * stride + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return Buffer.concat([head(''), packed]);
}
