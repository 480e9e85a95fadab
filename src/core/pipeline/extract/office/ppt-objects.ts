/** Tells whether a presentation of 1997-2003 (MS-PPT) holds other files, which a conversion shows as pictures only. */

/** Each record begins with its kind and its length (2.3.1). */
const HEADER_BYTES = 8;
/** An embedded object (2.10.34). */
const OBJECT = 0x1011;

/** @param stream the `PowerPoint Document` stream */
export function hasObjects(stream: Buffer): boolean {
  for (let at = 0; at + HEADER_BYTES <= stream.length; at += HEADER_BYTES + stream.readUInt32LE(at + 4))
    if (stream.readUInt16LE(at + 2) === OBJECT) return true;
  return false;
}
