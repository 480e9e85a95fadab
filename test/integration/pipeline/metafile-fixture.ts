/** Enhanced metafiles for tests, record by record. */

/** Returns a metafile of 400 x 300 pixels. */
export function metafile(records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(108);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(108, 4);
  header.writeInt32LE(400, 16);
  header.writeInt32LE(300, 20);
  header.write(' EMF', 40, 'latin1');
  return Buffer.concat([header, ...records, record(14, 20)]);
}

export function textRecord(text: string, x: number, y: number, options = 0): Buffer {
  const bytes = record(84, 76 + Math.ceil((text.length * 2) / 4) * 4);
  bytes.writeInt32LE(x, 36);
  bytes.writeInt32LE(y, 40);
  bytes.writeUInt32LE(text.length, 44);
  bytes.writeUInt32LE(76, 48);
  bytes.writeUInt32LE(options, 52);
  bytes.write(text, 76, 'utf16le');
  return bytes;
}

/** @param file a bitmap file whose header has 40 bytes and whose pixels follow it */
export function bitmapRecord(file: Buffer): Buffer {
  const pixels = file.subarray(54);
  const bytes = record(81, 80 + 40 + Math.ceil(pixels.length / 4) * 4);
  [80, 40, 120, pixels.length].forEach((value, i) => {
    bytes.writeUInt32LE(value, 48 + i * 4);
  });
  file.copy(bytes, 80, 14, 54);
  pixels.copy(bytes, 120);
  return bytes;
}

function record(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}
