/** Joins TIFFs of one page into a TIFF of several, by chaining their directories (TIFF 6.0, section 2). */

const SHORT = 3;
const LONG = 4;
const SIZES = /** @type {Record<number, number>} */ ({ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 });
const STRIP_OFFSETS = 273;

/**
 * Adds to every offset of a page the position of that page. Takes little-endian files, as sharp writes them.
 * @param {readonly Buffer[]} pages
 */
export function joinTiffs(pages) {
  const parts = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let position = 8;
  let link = { part: 0, at: 4 };
  for (const page of pages) {
    if (page.readUInt16LE(0) !== 0x4949) throw new Error('Not a little-endian TIFF');
    const moved = Buffer.from(page);
    const directory = moved.readUInt32LE(4);
    const count = moved.readUInt16LE(directory);
    for (let i = 0; i < count; i += 1) shift(moved, directory + 2 + i * 12, position);
    parts[link.part]?.writeUInt32LE(position + directory, link.at);
    parts.push(moved);
    link = { part: parts.length - 1, at: directory + 2 + count * 12 };
    position += moved.length;
    if (position % 2 === 1) {
      parts.push(Buffer.alloc(1));
      position += 1;
    }
  }
  return Buffer.concat(parts);
}

/** Adds `by` to the offset in a directory entry, and to the strip offsets that it lists. */
function shift(/** @type {Buffer} */ tiff, /** @type {number} */ entry, /** @type {number} */ by) {
  const tag = tiff.readUInt16LE(entry);
  const type = tiff.readUInt16LE(entry + 2);
  const values = tiff.readUInt32LE(entry + 4);
  const inline = values * (SIZES[type] ?? 1) <= 4;
  const at = inline ? entry + 8 : tiff.readUInt32LE(entry + 8);
  if (tag === STRIP_OFFSETS) {
    if (type === SHORT) throw new Error('Short strip offsets cannot be moved');
    if (type === LONG)
      for (let i = 0; i < values; i += 1) tiff.writeUInt32LE(tiff.readUInt32LE(at + i * 4) + by, at + i * 4);
  }
  if (!inline) tiff.writeUInt32LE(at + by, entry + 8);
}
