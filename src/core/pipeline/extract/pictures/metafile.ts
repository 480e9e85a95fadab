/** Reads Windows metafiles: the text that an EMF draws, and the bitmaps in it (MS-EMF). WMF is only recognized. */

export interface Metafile {
  /** One line per height at which text is drawn; null when the file has text that cannot be decoded. */
  text: string | null;
  /** The bitmaps, each as a file of its own. */
  bitmaps: Buffer[];
  /** The file draws other things, whose words, if any, are not known. */
  size: { width: number; height: number } | null;
}

const EMF_SIGNATURE_AT = 40;
const END_OF_FILE = 14;
const TEXT_OUT = 84;
/** The text is drawn by numbers of glyphs, which say nothing without the font. */
const GLYPHS = 0x10;
/** Records that draw a bitmap, and where they say where it is. */
const BITMAPS = new Map([
  [76, 84],
  [77, 84],
  [81, 48],
]);
const MAX_TEXT = 1_000_000;
const MAX_BITMAPS = 20;

/** Returns null when the bytes are no metafile. */
export function readMetafile(bytes: Buffer): Metafile | null {
  const start = bytes.toString('hex', 0, 4);
  if (start === 'd7cdc69a') return { text: '', bitmaps: [], size: placeableSize(bytes) };
  if (start === '01000900' || start === '02000900') return { text: '', bitmaps: [], size: null };
  const isEmf =
    start === '01000000' && bytes.toString('latin1', EMF_SIGNATURE_AT, EMF_SIGNATURE_AT + 4) === ' EMF';
  return isEmf ? readEmf(bytes) : null;
}

function placeableSize(bytes: Buffer): Metafile['size'] {
  if (bytes.length < 16) return null;
  const pixels = 96 / Math.max(1, bytes.readUInt16LE(14));
  return {
    width: Math.abs(bytes.readInt16LE(10) - bytes.readInt16LE(6)) * pixels,
    height: Math.abs(bytes.readInt16LE(12) - bytes.readInt16LE(8)) * pixels,
  };
}

function readEmf(bytes: Buffer): Metafile {
  const bitmaps: Buffer[] = [];
  let text: string | null = '';
  let lastY: number | null = null;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const type = bytes.readUInt32LE(at);
    const length = bytes.readUInt32LE(at + 4);
    if (length < 8 || at + length > bytes.length || type === END_OF_FILE) break;
    const record = bytes.subarray(at, at + length);
    at += length;
    const bitmap = bitmapOf(record, BITMAPS.get(type));
    if (bitmap !== null && bitmaps.length < MAX_BITMAPS) bitmaps.push(bitmap);
    if (type !== TEXT_OUT || length < 56 || text === null || text.length > MAX_TEXT) continue;
    const said = textOf(record);
    const y = record.readInt32LE(40);
    if (said === null) text = null;
    else if (said !== '') {
      text += text === '' ? said : `${y === lastY ? ' ' : '\n'}${said}`;
      lastY = y;
    }
  }
  const size = { width: side(bytes, 8, 16), height: side(bytes, 12, 20) };
  return { text, bitmaps, size };
}

const side = (bytes: Buffer, from: number, to: number): number =>
  bytes.readInt32LE(to) - bytes.readInt32LE(from);

/** Returns the text of a record; null when it has only glyphs. */
function textOf(record: Buffer): string | null {
  const [characters, from, options] = [44, 48, 52].map((at) => record.readUInt32LE(at));
  if (((options ?? 0) & GLYPHS) !== 0) return (characters ?? 0) === 0 ? '' : null;
  return record.toString('utf16le', from, (from ?? 0) + (characters ?? 0) * 2).trim();
}

/** Returns the bitmap of a record as a BMP file. @param at where its four fields are */
function bitmapOf(record: Buffer, at: number | undefined): Buffer | null {
  if (at === undefined || record.length < at + 16) return null;
  const [headerAt = 0, headerBytes = 0, bitsAt = 0, bitsBytes = 0] = [0, 4, 8, 12].map((i) =>
    record.readUInt32LE(at + i),
  );
  if (headerBytes < 40 || bitsBytes === 0) return null;
  const file = Buffer.alloc(14);
  file.write('BM', 'latin1');
  file.writeUInt32LE(14 + headerBytes, 10);
  return Buffer.concat([
    file,
    record.subarray(headerAt, headerAt + headerBytes),
    record.subarray(bitsAt, bitsAt + bitsBytes),
  ]);
}
