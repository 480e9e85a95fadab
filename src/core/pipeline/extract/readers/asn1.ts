/** Walks ASN.1 structures in BER, of which DER is a part (X.690). */

export interface Element {
  tag: number;
  /** Offset of the content, of its end, and of the next element. */
  from: number;
  to: number;
  next: number;
}

const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const MAX_DEPTH = 16;

/** Returns the octets of a string, which may be in pieces; null for another element. */
export function octetsOf(bytes: Buffer, element: Element, depth = 0): Buffer | null {
  if (element.tag === OCTETS) return bytes.subarray(element.from, element.to);
  if (element.tag !== OCTETS_IN_PIECES || depth > MAX_DEPTH) return null;
  const pieces: Buffer[] = [];
  for (const piece of children(bytes, element)) {
    const octets = octetsOf(bytes, piece, depth + 1);
    // Without one piece the message would be incomplete and look whole.
    if (octets === null) return null;
    pieces.push(octets);
  }
  return Buffer.concat(pieces);
}

/** Returns the elements inside another. @throws RangeError when one is cut off */
export function children(bytes: Buffer, parent: Element): Element[] {
  const list: Element[] = [];
  for (let at = parent.from; at < parent.to; ) {
    const element = elementAt(bytes, at);
    list.push(element);
    at = element.next;
  }
  return list;
}

/** Returns the element at an offset. @throws RangeError when it is cut off */
export function elementAt(bytes: Buffer, at: number, depth = 0): Element {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  if (first === 0x80) {
    // An indefinite length ends with two zero bytes.
    if (depth > MAX_DEPTH) throw new RangeError('The structure nests too deeply');
    let end = at + 2;
    while (bytes.readUInt16BE(end) !== 0) end = elementAt(bytes, end, depth + 1).next;
    return { tag, from: at + 2, to: end, next: end + 2 };
  }
  const extra = first > 0x80 ? first - 0x80 : 0;
  const from = at + 2 + extra;
  const length = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
  if (from + length > bytes.length) throw new RangeError('the end is missing');
  return { tag, from, to: from + length, next: from + length };
}
