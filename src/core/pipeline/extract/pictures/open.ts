/** Opens pictures of any format: those that the graphics library reads as they are, the others decoded first. */
import { open, readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { sizeLimitError } from '../size-limit.ts';
import { openBmp } from './bmp.ts';
import { openJp2 } from './jp2.ts';
import { openNetpbm } from './netpbm.ts';
import type { OpenedPicture } from './types.ts';

const JP2_BOX = '0000000c6a5020200d0a870a';
const CODESTREAM = 'ff4fff51';
/** Brands of HEIF files whose pictures are in HEVC (ISO 23008-12, annex B). */
const HEVC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'mif2']);

/** A picture of another format is held in memory. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const HEAD_BYTES = 256;

/**
 * Returns an opened picture, or null when the graphics library reads the format itself.
 * @param input path of the picture, or its bytes
 * @throws Error when the header is damaged; DocumentError oversize
 */
export async function openForeign(input: string | Buffer): Promise<OpenedPicture | null> {
  const open = opener(await headOf(input));
  if (open === null) return null;
  if (typeof input !== 'string') return open(input);
  const { size } = await stat(input);
  if (size > MAX_FILE_BYTES) throw sizeLimitError('The picture', size, MAX_FILE_BYTES);
  return open(await readFile(input));
}

async function headOf(input: string | Buffer): Promise<Buffer> {
  if (typeof input !== 'string') return input.subarray(0, HEAD_BYTES);
  const file = await open(input);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

type Opener = (bytes: Buffer) => OpenedPicture | Promise<OpenedPicture>;

function opener(head: Buffer): Opener | null {
  const hex = head.toString('hex', 0, 12);
  if (head.toString('latin1', 0, 2) === 'BM') return openBmp;
  if (hex === JP2_BOX || hex.startsWith(CODESTREAM)) return openJp2;
  if (/^P[1-6][\s#]/.test(head.toString('latin1', 0, 3))) return openNetpbm;
  if (head.toString('latin1', 4, 8) === 'ftyp' && isHevc(head))
    return async (bytes) => (await import('./heic.ts')).openHeic(bytes);
  return null;
}

/** AVIF files may have the general brand `mif1` too, so all brands count. */
function isHevc(head: Buffer): boolean {
  const brands = head.toString('latin1', 8, Math.min(head.length, head.readUInt32BE(0)));
  return HEVC_BRANDS.has(brands.slice(0, 4)) && !/avi[fs]/.test(brands);
}

/** Returns one page as a gray PNG without compression. @throws Error */
export async function asPng(picture: OpenedPicture, page: number): Promise<Buffer> {
  const { data, width, height, channels } = await picture.decode(page);
  return sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#ffffff' })
    .toColorspace('b-w')
    .png({ compressionLevel: 0 })
    .toBuffer();
}
