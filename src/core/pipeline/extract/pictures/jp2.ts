/** Decodes JPEG 2000 (ISO 15444-1), as a file (JP2) or a bare codestream. */
/// <reference path="./libraries.d.ts" />
import type { OpenedPicture, Pixels } from './types.ts';

/** Start of the codestream and of its size segment (A.5.1). */
const CODESTREAM = Buffer.from('ff4fff51', 'hex');

/** The marker at the end of the codestream (A.4.4), after which a file may have boxes of its own. */
const END = Buffer.from('ffd9', 'hex');
const TAIL_BYTES = 4096;

/** @throws Error when the codestream is missing */
export function openJp2(bytes: Buffer): OpenedPicture {
  const at = bytes.indexOf(CODESTREAM);
  if (at < 0 || at + 42 > bytes.length) throw new Error('the picture has no JPEG 2000 data');
  const width = bytes.readUInt32BE(at + 8) - bytes.readUInt32BE(at + 16);
  const height = bytes.readUInt32BE(at + 12) - bytes.readUInt32BE(at + 20);
  const components = bytes.readUInt16BE(at + 40);
  return {
    pages: [{ width, height }],
    decode: () =>
      components === 1 || components === 3 ? decode(bytes) : drawn(bytes.subarray(at), bytes, width, height),
  };
}

/** Draws a picture with transparency or printing colors. */
async function drawn(codestream: Buffer, whole: Buffer, width: number, height: number): Promise<Pixels> {
  if (codestream.indexOf(END, -TAIL_BYTES) < 0) throw damaged();
  const { drawJpx } = await import('./jpx-page.ts');
  return drawJpx(whole, width, height);
}

async function decode(bytes: Buffer): Promise<Pixels> {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg');
  const { J2KDecoder } = await load({ print: () => undefined, printErr: () => undefined });
  const decoder = new J2KDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decodeData(decoder);
    const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
    const samples = decoder.getDecodedBuffer();
    if (samples.length === 0) throw damaged();
    const channels = componentCount >= 3 ? 3 : 1;
    const bytesEach = bitsPerSample > 8 ? 2 : 1;
    const data = new Uint8Array(width * height * channels);
    const most = 2 ** bitsPerSample - 1;
    const view = new DataView(samples.buffer, samples.byteOffset, samples.length);
    for (let pixel = 0, to = 0; pixel < width * height; pixel += 1)
      for (let c = 0; c < channels; c += 1, to += 1) {
        const at = (pixel * componentCount + c) * bytesEach;
        const raw = bytesEach === 2 ? view.getUint16(at, true) : view.getUint8(at);
        const value = isSigned ? (raw + 2 ** (bitsPerSample - 1)) & most : raw;
        data[to] = Math.round((value / most) * 255);
      }
    return { width, height, channels, data };
  } finally {
    decoder.delete();
  }
}

const damaged = (): Error => new Error('the JPEG 2000 data is damaged or ends too soon');

/** The decoder throws the address of its exception, which says nothing. @throws Error */
function decodeData(decoder: { decode(): void }): void {
  try {
    decoder.decode();
  } catch (error) {
    throw typeof error === 'number' ? damaged() : error;
  }
}
