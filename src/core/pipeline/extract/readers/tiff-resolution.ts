/** Reads the two resolutions of a TIFF page, of which sharp gives only the horizontal one. Faxes have different ones. */
import { type FileHandle, open } from 'node:fs/promises';

/** TIFF 6.0: tags and field types. */
const WIDTH = 256;
const LENGTH = 257;
const BITS_PER_SAMPLE = 258;
const X_RESOLUTION = 282;
const Y_RESOLUTION = 283;
const SHORT = 3;
const RATIONAL = 5;

/** A directory has about twenty entries of twelve bytes. */
const MAX_ENTRIES = 500;
const ENTRY_BYTES = 12;
/** A fax machine scans this many pixels across; it states its resolution, but some gateways drop that. */
const FAX_WIDTHS: ReadonlySet<number> = new Set([1728, 2048, 2432]);
/** A whole fax page of normal resolution is lower than wide. */
const SQUEEZED = 0.8;

/**
 * Returns how many times higher than wide a pixel of the page is shown; 1 when the file does not tell.
 * @param page 0 is the first page
 */
export async function pixelHeight(location: string, page: number): Promise<number> {
  const file = await open(location);
  try {
    const tags = await directory(file, page);
    const [x, y] = [tags?.get(X_RESOLUTION) ?? 0, tags?.get(Y_RESOLUTION) ?? 0];
    if (x > 0 && y > 0) return x / y;
    const [width, height] = [tags?.get(WIDTH) ?? 0, tags?.get(LENGTH) ?? 0];
    const fax = FAX_WIDTHS.has(width) && (tags?.get(BITS_PER_SAMPLE) ?? 1) === 1;
    return fax && height < width * SQUEEZED ? 2 : 1;
  } finally {
    await file.close();
  }
}

/** Returns the numbers of a directory by tag, or null when the file is not a TIFF or has no such page. */
async function directory(file: FileHandle, page: number): Promise<ReadonlyMap<number, number> | null> {
  const read = async (at: number, length: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  const head = await read(0, 8);
  if (head.length < 8) return null;
  const little = head.toString('latin1', 0, 2) === 'II';
  const short = (b: Buffer, at: number): number => (little ? b.readUInt16LE(at) : b.readUInt16BE(at));
  const long = (b: Buffer, at: number): number => (little ? b.readUInt32LE(at) : b.readUInt32BE(at));
  if (short(head, 2) !== 42) return null;
  let at = long(head, 4);
  for (let index = 0; at !== 0; index += 1) {
    const start = await read(at, 2);
    const count = start.length === 2 ? short(start, 0) : 0;
    if (count === 0 || count > MAX_ENTRIES) return null;
    const entries = await read(at + 2, count * ENTRY_BYTES + 4);
    if (entries.length < count * ENTRY_BYTES + 4) return null;
    if (index < page) {
      at = long(entries, count * ENTRY_BYTES);
      continue;
    }
    const tags = new Map<number, number>();
    for (let i = 0; i < count * ENTRY_BYTES; i += ENTRY_BYTES) {
      const type = short(entries, i + 2);
      const value = type === SHORT ? short(entries, i + 8) : long(entries, i + 8);
      if (type !== RATIONAL) tags.set(short(entries, i), value);
      else {
        const fraction = await read(value, 8);
        if (fraction.length === 8) tags.set(short(entries, i), long(fraction, 0) / long(fraction, 4));
      }
    }
    return tags;
  }
  return null;
}
