/** Opens signed S/MIME messages (CMS SignedData, RFC 5652). The signature is not verified. */

interface Element {
  tag: number;
  /** Offset of the content, of its end, and of the next element. */
  from: number;
  to: number;
  next: number;
}

const SEQUENCE = 0x30;
const CONTENT = 0xa0;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
/** The object identifier of SignedData, with tag and length. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
const MAX_DEPTH = 16;

/** Returns the signed message, or null when the bytes are encrypted, damaged or of another kind. */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    const outer = children(bytes, elementAt(bytes, 0, 0));
    const [kind, content] = outer;
    if (kind === undefined || content?.tag !== CONTENT) return null;
    if (!bytes.subarray(kind.from - 2, kind.to).equals(SIGNED_DATA)) return null;
    const [signedData] = children(bytes, content);
    if (signedData?.tag !== SEQUENCE) return null;
    // Version and digest algorithms come before the content.
    const encapsulated = children(bytes, signedData)[2];
    const wrapped = encapsulated === undefined ? undefined : children(bytes, encapsulated)[1];
    const octets = wrapped === undefined ? undefined : children(bytes, wrapped)[0];
    return octets === undefined ? null : octetsOf(bytes, octets, 0);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function octetsOf(bytes: Buffer, element: Element, depth: number): Buffer | null {
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

function children(bytes: Buffer, parent: Element): Element[] {
  const list: Element[] = [];
  for (let at = parent.from; at < parent.to; ) {
    const element = elementAt(bytes, at, 0);
    list.push(element);
    at = element.next;
  }
  return list;
}

/** @throws RangeError when the element is cut off */
function elementAt(bytes: Buffer, at: number, depth: number): Element {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  if (first === 0x80) {
    // An indefinite length ends with two zero bytes.
    if (depth > MAX_DEPTH) throw new RangeError('The signed message nests too deeply');
    let end = at + 2;
    while (bytes.readUInt16BE(end) !== 0) end = elementAt(bytes, end, depth + 1).next;
    return { tag, from: at + 2, to: end, next: end + 2 };
  }
  const extra = first > 0x80 ? first - 0x80 : 0;
  const from = at + 2 + extra;
  const length = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
  if (from + length > bytes.length) throw new RangeError('The signed message is cut off');
  return { tag, from, to: from + length, next: from + length };
}
