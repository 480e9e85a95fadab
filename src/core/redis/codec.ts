/** How results and cache entries are stored: MessagePack, deflated when that is worth its time. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false });
/**
 * Values are maps or lists, whose first byte is 0x80 or more. These two are MessagePack's numbers 0 and 1,
 * which no stored value begins with: 1 says that the rest is deflated, 0 stood before what older versions
 * stored plainly.
 */
const PLAIN = 0;
const DEFLATED = 1;
const DEFLATED_MARK = Buffer.from([DEFLATED]);
/** Below this many bytes deflate saves less than its header costs to handle. */
const WORTH_DEFLATING = 1024;

/** A map or a list as bytes. */
export function encode(value: object): Buffer {
  const packed = packr.pack(value);
  if (packed.length < WORTH_DEFLATING) return packed;
  return Buffer.concat([DEFLATED_MARK, deflateRawSync(packed, { level: 1 })]);
}

/** As `encode`, of a value that holds encoded bytes and is not worth deflating again. */
export const wrap = (value: object): Buffer => packr.pack(value);

/** The inverse of `encode` and `wrap`. @throws RangeError when the bytes are not of this form */
export function decode(bytes: Buffer): unknown {
  const first = bytes[0];
  if (first === undefined || (first > DEFLATED && first < 0x80))
    throw new RangeError('A stored result is not in a form that this version reads');
  if (first === DEFLATED) return packr.unpack(inflateRawSync(bytes.subarray(1)));
  return packr.unpack(first === PLAIN ? bytes.subarray(1) : bytes);
}

/** Arguments for scripts, read there with cmsgpack. */
export const packForLua = (value: unknown): Buffer => packr.pack(value);
/** Replies and event bodies that scripts packed with cmsgpack. */
export const unpackFromLua = (bytes: Buffer): unknown => packr.unpack(bytes);
