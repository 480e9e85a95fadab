/** Decodes Windows bitmaps (BITMAPINFOHEADER and its kin, OS/2 1.x): to gray if the palette is gray, otherwise to RGB. */
import type { OpenedPicture, Pixels } from './types.ts';

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  /** Where the colors of the palette start, how many bytes each has, and how many there are. */
  palette: { at: number; step: 3 | 4; colors: number };
  masks: readonly [red: number, green: number, blue: number];
  pixelsAt: number;
}

const FILE_HEADER = 14;
const OS2_HEADER = 12;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;
const MASKS_16 = [0x7c00, 0x03e0, 0x001f] as const;
const MASKS_32 = [0xff0000, 0x00ff00, 0x0000ff] as const;
/** Escapes in run-length data: end of line, end of picture, move. */
const END_OF_PICTURE = 1;
const MOVE = 2;

/** @throws Error when the header is damaged or of an unknown kind */
export function openBmp(bytes: Buffer): OpenedPicture {
  const header = readHeader(bytes);
  return {
    pages: [{ width: header.width, height: header.height }],
    decode: async () => decode(bytes, header),
  };
}

function readHeader(bytes: Buffer): Header {
  if (bytes.length < FILE_HEADER + OS2_HEADER || bytes.toString('latin1', 0, 2) !== 'BM')
    throw new Error('the header of the bitmap is missing');
  const size = bytes.readUInt32LE(FILE_HEADER);
  const old = size === OS2_HEADER;
  if (!old && (size < 40 || bytes.length < FILE_HEADER + size))
    throw new Error('the header of the bitmap is damaged');
  const signedHeight = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = old ? 0 : bytes.readUInt32LE(30);
  const hasMasks = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS;
  const masksAt = FILE_HEADER + 40;
  if (hasMasks && bytes.length < masksAt + 12) throw new Error('the header of the bitmap is damaged');
  const outside = hasMasks && size === 40 ? (compression === ALPHA_BIT_FIELDS ? 16 : 12) : 0;
  const stated = old ? 0 : bytes.readUInt32LE(46);
  return {
    width: old ? bytes.readUInt16LE(18) : Math.abs(bytes.readInt32LE(18)),
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bits,
    compression,
    palette: {
      at: FILE_HEADER + size + outside,
      step: old ? 3 : 4,
      colors: bits > 8 ? 0 : stated > 0 && stated <= 1 << bits ? stated : 1 << bits,
    },
    masks: hasMasks
      ? [bytes.readUInt32LE(masksAt), bytes.readUInt32LE(masksAt + 4), bytes.readUInt32LE(masksAt + 8)]
      : bits === 16
        ? MASKS_16
        : MASKS_32,
    pixelsAt: bytes.readUInt32LE(10),
  };
}

function decode(bytes: Buffer, header: Header): Pixels {
  const { width, height, bits, compression } = header;
  const runs = compression === RLE8 || compression === RLE4;
  if (!runs && ![0, BIT_FIELDS, ALPHA_BIT_FIELDS].includes(compression))
    throw new Error(`the compression ${compression} of the bitmap is not supported`);
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits))
    throw new Error(`a bitmap of ${bits} bits per pixel is not supported`);
  const palette = paletteOf(bytes, header);
  const channels = bits <= 8 && palette.every(isGray) ? 1 : 3;
  const data = new Uint8Array(width * height * channels).fill(0xff);
  const put = (at: number, color: number): void => {
    if (channels === 1) data[at] = color & 0xff;
    else {
      data[at * 3] = color >> 16;
      data[at * 3 + 1] = (color >> 8) & 0xff;
      data[at * 3 + 2] = color & 0xff;
    }
  };
  const row = (line: number): number => (header.topDown ? line : height - 1 - line) * width;
  if (runs)
    decodeRuns(bytes.subarray(header.pixelsAt), header, (x, y, i) => put(row(y) + x, palette[i] ?? 0));
  else {
    const stride = Math.ceil((width * bits) / 32) * 4;
    if (header.pixelsAt + stride * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length)
      throw new Error('the bitmap ends before its last line');
    const color = bits <= 8 ? indexed(bits, palette) : colored(bits, header.masks);
    for (let line = 0; line < height; line += 1) {
      const from = header.pixelsAt + line * stride;
      for (let x = 0, to = row(line); x < width; x += 1, to += 1) put(to, color(bytes, from, x));
    }
  }
  return { width, height, channels, data };
}

/** Returns a color with red in its highest byte and blue in its lowest. */
type ColorAt = (bytes: Buffer, row: number, x: number) => number;

const rgb = (red: number, green: number, blue: number): number => (red << 16) | (green << 8) | blue;

const isGray = (color: number): boolean =>
  color >> 16 === (color & 0xff) && ((color >> 8) & 0xff) === (color & 0xff);

function paletteOf(bytes: Buffer, { palette: { at, step, colors } }: Header): number[] {
  const list: number[] = [];
  for (let i = 0; i < colors; i += 1) {
    const from = at + i * step;
    list.push(rgb(bytes[from + 2] ?? 0, bytes[from + 1] ?? 0, bytes[from] ?? 0));
  }
  return list;
}

function indexed(bits: number, palette: readonly number[]): ColorAt {
  const perByte = 8 / bits;
  const mask = (1 << bits) - 1;
  return (bytes, row, x) => {
    const byte = bytes[row + Math.floor(x / perByte)] ?? 0;
    return palette[(byte >> (8 - bits * ((x % perByte) + 1))) & mask] ?? 0;
  };
}

function colored(bits: number, masks: Header['masks']): ColorAt {
  if (bits === 24)
    return (bytes, row, x) =>
      rgb(bytes[row + x * 3 + 2] ?? 0, bytes[row + x * 3 + 1] ?? 0, bytes[row + x * 3] ?? 0);
  const [red, green, blue] = masks.map(channel);
  const step = bits / 8;
  return (bytes, row, x) => {
    const pixel = bytes.readUIntLE(row + x * step, step);
    return rgb(red?.(pixel) ?? 0, green?.(pixel) ?? 0, blue?.(pixel) ?? 0);
  };
}

/** Returns a function that takes one channel out of a pixel, as 0-255. */
function channel(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) / most) * 255);
}

/** Decodes run-length data. @param put receives each pixel by column, line in file order and palette index */
function decodeRuns(
  data: Buffer,
  { width, height, compression }: Header,
  put: (x: number, y: number, index: number) => void,
): void {
  const perByte = compression === RLE4 ? 2 : 1;
  let [x, y, at] = [0, 0, 0];
  const pixel = (index: number): void => {
    if (x < width && y < height) put(x, y, index);
    x += 1;
  };
  const part = (byte: number, i: number): number =>
    perByte === 1 ? byte : i % 2 === 0 ? byte >> 4 : byte & 0x0f;
  while (at + 1 < data.length && y < height) {
    const count = data[at] ?? 0;
    const value = data[at + 1] ?? 0;
    at += 2;
    if (count > 0) for (let i = 0; i < count; i += 1) pixel(part(value, i));
    else if (value === END_OF_PICTURE) return;
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === MOVE) {
      x += data[at] ?? 0;
      y += data[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i += 1) pixel(part(data[at + Math.floor(i / perByte)] ?? 0, i));
      at += Math.ceil(value / perByte / 2) * 2;
    }
  }
  if (y < height - 1) throw new Error('the bitmap ends before its last line');
}
