/** How results and cache entries are stored: MessagePack, deflated when that is worth its time. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false });
const PLAIN = 0;
const DEFLATED = 1;
/** Below this many bytes deflate saves less than its header costs to handle. */
const WORTH_DEFLATING = 1024;

/** Any JSON-like value as bytes. The first byte says how the rest is stored. */
export function encode(value: unknown): Buffer {
  const packed = packr.pack(value);
  if (packed.length < WORTH_DEFLATING) return Buffer.concat([Buffer.from([PLAIN]), packed]);
  return Buffer.concat([Buffer.from([DEFLATED]), deflateRawSync(packed, { level: 1 })]);
}

/** The inverse of `encode`. @throws RangeError when the bytes are not of this form */
export function decode(bytes: Buffer): unknown {
  const body = bytes.subarray(1);
  if (bytes[0] === PLAIN) return packr.unpack(body);
  if (bytes[0] === DEFLATED) return packr.unpack(inflateRawSync(body));
  throw new RangeError('A stored result is not in a form that this version reads');
}

/** Arguments for scripts, read there with cmsgpack. */
export const packForLua = (value: unknown): Buffer => packr.pack(value);
/** Replies and event bodies that scripts packed with cmsgpack. */
export const unpackFromLua = (bytes: Buffer): unknown => packr.unpack(bytes);
