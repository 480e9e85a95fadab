/** Encodes results and cache entries as MessagePack, deflated when they are large enough. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false });
/**
 * First bytes that no encoded value has: values are maps or lists, which start with 0x80 or more in MessagePack. 1 means
 * that the rest is deflated. Older versions wrote 0 before values that are not.
 */
const PLAIN = 0;
const DEFLATED = 1;
const DEFLATED_MARK = Buffer.from([DEFLATED]);
/** Deflating fewer bytes costs more time than it saves. */
const WORTH_DEFLATING = 1024;

/** Encodes a map or a list. */
export function encode(value: object): Buffer {
  const packed = packr.pack(value);
  if (packed.length < WORTH_DEFLATING) return packed;
  return Buffer.concat([DEFLATED_MARK, deflateRawSync(packed, { level: 1 })]);
}

/** Encodes a value that contains encoded bytes, without deflating it again. */
export const wrap = (value: object): Buffer => packr.pack(value);

/** Decodes what `encode` or `wrap` returned. @throws RangeError for bytes in another format */
export function decode(bytes: Buffer): unknown {
  const first = bytes[0];
  if (first === undefined || (first > DEFLATED && first < 0x80))
    throw new RangeError('A stored result is in a format that this version cannot read');
  if (first === DEFLATED) return packr.unpack(inflateRawSync(bytes.subarray(1)));
  return packr.unpack(first === PLAIN ? bytes.subarray(1) : bytes);
}

/** Packs an argument of a script, which reads it with cmsgpack. */
export const packForLua = (value: unknown): Buffer => packr.pack(value);
/** Unpacks a reply or an event that a script packed with cmsgpack. */
export const unpackFromLua = (bytes: Buffer): unknown => packr.unpack(bytes);
