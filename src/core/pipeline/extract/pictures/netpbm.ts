/** Decodes the pictures of Netpbm: bitmaps, graymaps and pixmaps (P1 to P6). */
import type { OpenedPicture, Pixels } from './types.ts';

interface Header {
  kind: number;
  width: number;
  height: number;
  most: number;
  dataAt: number;
}

const BLANK = /^(?:\s|#[^\n]*\n)+/;

/** @throws Error when the header is damaged */
export function openNetpbm(bytes: Buffer): OpenedPicture {
  const header = readHeader(bytes);
  const { width, height } = header;
  return { pages: [{ width, height }], decode: async () => decode(bytes, header) };
}

function readHeader(bytes: Buffer): Header {
  const head = bytes.toString('latin1', 0, 4096);
  const kind = Number(/^P([1-6])/.exec(head)?.[1] ?? 0);
  if (kind === 0) throw new Error('the header of the picture is missing');
  let at = 2;
  const number = (): number => {
    at += BLANK.exec(head.slice(at))?.[0].length ?? 0;
    const digits = /^\d{1,9}/.exec(head.slice(at))?.[0];
    if (digits === undefined) throw new Error('the header of the picture is damaged');
    at += digits.length;
    return Number(digits);
  };
  const [width, height] = [number(), number()];
  const most = kind === 1 || kind === 4 ? 1 : number();
  if (most < 1 || most > 0xffff) throw new Error('the header of the picture is damaged');
  // One blank follows the header.
  return { kind, width, height, most, dataAt: at + 1 };
}

function decode(bytes: Buffer, { kind, width, height, most, dataAt }: Header): Pixels {
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const samples = width * height * channels;
  const next = kind <= 3 ? plain(bytes, dataAt, kind === 1) : binary(bytes, dataAt, most);
  const data = new Uint8Array(samples);
  if (kind === 4) unpack(bytes.subarray(dataAt), width, height, data);
  else
    for (let i = 0; i < samples; i += 1) {
      const value = next();
      if (value === null) throw new Error('the picture ends before its last line');
      data[i] = kind === 1 ? (value === 1 ? 0 : 255) : Math.min(255, Math.round((value / most) * 255));
    }
  return { width, height, channels, data };
}

/** Unpacks eight pixels a byte, in which 1 is black. */
function unpack(packed: Buffer, width: number, height: number, data: Uint8Array): void {
  const stride = Math.ceil(width / 8);
  if (packed.length < stride * height) throw new Error('the picture ends before its last line');
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, to += 1)
      data[to] = ((packed[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? 0 : 255;
}

function binary(bytes: Buffer, from: number, most: number): () => number | null {
  const step = most > 255 ? 2 : 1;
  let at = from;
  return () => {
    if (at + step > bytes.length) return null;
    at += step;
    return bytes.readUIntBE(at - step, step);
  };
}

/** Reads numbers in ASCII. In a bitmap each digit is a pixel. */
function plain(bytes: Buffer, from: number, digits: boolean): () => number | null {
  let at = from - 1;
  const isDigit = (): boolean => (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39;
  return () => {
    while (at < bytes.length && !isDigit()) at += 1;
    if (at >= bytes.length) return null;
    let value = 0;
    do {
      value = value * 10 + (bytes[at] ?? 0) - 0x30;
      at += 1;
    } while (!digits && isDigit());
    return value;
  };
}
