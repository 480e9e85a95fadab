/** Splits a TNEF stream (winmail.dat) into its attributes (MS-OXTNEF 2.1). */
import { DocumentError } from '../../../documents/errors.ts';

const SIGNATURE = 0x223e9f78;
const MESSAGE = 1;
const ATTACHMENT = 2;

interface Attribute {
  /** Without its type. */
  id: number;
  data: Buffer;
}

export interface Attributes {
  message: ReadonlyMap<number, Buffer>;
  /** The attributes of each attachment. */
  attachments: readonly ReadonlyMap<number, Buffer>[];
  /** What is wrong with the stream, as the end of a sentence; null if nothing is. */
  fault: string | null;
}

const RENDERING = 0x9002;

export const isTnef = (bytes: Buffer): boolean => bytes.length >= 6 && bytes.readUInt32LE(0) === SIGNATURE;

/** Returns the attributes up to the first damage. @throws DocumentError corrupt when none can be read */
export function readAttributes(bytes: Buffer): Attributes {
  if (!isTnef(bytes)) throw new DocumentError('corrupt', 'winmail.dat does not begin as one');
  const message = new Map<number, Buffer>();
  const attachments: Map<number, Buffer>[] = [];
  let fault: string | null = null;
  for (let at = 6; at < bytes.length; ) {
    const level = bytes[at] ?? 0;
    // Mail programs add line ends and zeros after the last attribute.
    if (level !== MESSAGE && level !== ATTACHMENT) {
      if (/[^\s\0]/.test(bytes.toString('latin1', at))) fault = 'its end is damaged';
      break;
    }
    if (at + 9 > bytes.length || at + 9 + bytes.readUInt32LE(at + 5) + 2 > bytes.length) {
      fault = 'it is cut off';
      break;
    }
    const attribute = attributeAt(bytes, at);
    if (level === MESSAGE) message.set(attribute.id, attribute.data);
    else {
      if (attribute.id === RENDERING || attachments.length === 0) attachments.push(new Map());
      attachments.at(-1)?.set(attribute.id, attribute.data);
    }
    at += 9 + attribute.data.length;
    if (sumOf(attribute.data) !== bytes.readUInt16LE(at)) fault = 'a checksum in it does not match';
    at += 2;
  }
  if (message.size === 0 && attachments.length === 0)
    throw new DocumentError('corrupt', 'winmail.dat is damaged: nothing in it can be read');
  return { message, attachments, fault };
}

function attributeAt(bytes: Buffer, at: number): Attribute {
  const length = bytes.readUInt32LE(at + 5);
  return { id: bytes.readUInt16LE(at + 1), data: bytes.subarray(at + 9, at + 9 + length) };
}

function sumOf(data: Buffer): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) & 0xffff;
  return sum;
}
