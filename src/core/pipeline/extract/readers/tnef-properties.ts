/** Reads the MAPI properties of a TNEF stream (MS-OXTNEF 2.1.3.4). */
import iconv from 'iconv-lite';

/** Number of a property: its tag, or for a named one `named` plus its number or name. */
type PropertyKey = number | string;
export type Properties = ReadonlyMap<PropertyKey, Buffer>;

export interface PropertyList {
  properties: Properties;
  /** Types of the values that are text in eight bits (`false`) or UTF-16 (`true`). */
  wide: ReadonlySet<PropertyKey>;
  /** Offset after the list. */
  end: number;
}

const SEVERAL = 0x1000;
const STRING8 = 0x1e;
const UNICODE = 0x1f;
const FIRST_NAMED = 0x8000;
/** Bytes of the types of fixed size; a value fills whole words of four bytes. */
const FIXED = new Map([
  [0x01, 0],
  [0x02, 2],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 2],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);
/** Types with a length: objects, text and bytes. */
const VARIABLE = new Set([0x0d, STRING8, UNICODE, 0x102]);

const padded = (n: number): number => (n + 3) & ~3;

/**
 * Returns the properties of a list, each with its first value.
 * @throws RangeError when the list is cut off or has a type that does not exist
 */
export function readProperties(bytes: Buffer, from = 0): PropertyList {
  const properties = new Map<PropertyKey, Buffer>();
  const wide = new Set<PropertyKey>();
  let left = bytes.readUInt32LE(from);
  let at = from + 4;
  for (; left > 0; left -= 1) {
    const type = bytes.readUInt16LE(at);
    const tag = bytes.readUInt16LE(at + 2);
    const named = tag < FIRST_NAMED ? { key: tag, end: at + 4 } : readName(bytes, at + 4);
    const { value, end } = readValue(bytes, type, named.end);
    if (value !== null && !properties.has(named.key)) properties.set(named.key, value);
    if ((type & ~SEVERAL) === UNICODE) wide.add(named.key);
    at = end;
  }
  return { properties, wide, end: at };
}

function readName(bytes: Buffer, at: number): { key: PropertyKey; end: number } {
  // A set of names (16 bytes) comes first. The numbers that matter here are the same in no other set.
  const kind = bytes.readUInt32LE(at + 16);
  const value = bytes.readUInt32LE(at + 20);
  if (kind === 0) return { key: `named ${value.toString(16)}`, end: at + 24 };
  const name = slice(bytes, at + 24, value)
    .toString('utf16le')
    .replace(/\0+$/, '');
  return { key: `named ${name}`, end: at + 24 + padded(value) };
}

function readValue(bytes: Buffer, type: number, from: number): { value: Buffer | null; end: number } {
  const single = type & ~SEVERAL;
  const size = FIXED.get(single);
  if (size === undefined && !VARIABLE.has(single))
    throw new RangeError(`a property has the unknown type ${type.toString(16)}`);
  let at = from;
  if (size !== undefined && (type & SEVERAL) === 0)
    return { value: slice(bytes, at, size), end: at + padded(size) };
  const count = bytes.readUInt32LE(at);
  at += 4;
  let first: Buffer | null = null;
  if (size !== undefined) {
    const length = count * size;
    return {
      value: count === 0 ? null : slice(bytes, at, length).subarray(0, size),
      end: at + padded(length),
    };
  }
  for (let i = 0; i < count; i += 1) {
    const length = bytes.readUInt32LE(at);
    const value = slice(bytes, at + 4, length);
    first ??= value;
    at += 4 + padded(length);
  }
  return { value: first, end: at };
}

function slice(bytes: Buffer, from: number, length: number): Buffer {
  if (from + length > bytes.length) throw new RangeError('a property is cut off');
  return bytes.subarray(from, from + length);
}

/** Returns a property as text without its final zero; empty if it is absent. @param charset of eight-bit text */
export function textOf(list: PropertyList, key: PropertyKey, charset: string): string {
  const value = list.properties.get(key);
  if (value === undefined) return '';
  return iconv.decode(value, list.wide.has(key) ? 'utf-16le' : charset).replace(/\0.*$/s, '');
}

export function numberOf({ properties }: PropertyList, key: PropertyKey): number | null {
  const value = properties.get(key);
  return value === undefined || value.length < 4 ? null : value.readUInt32LE(0);
}

/** Returns a property as time; null if it is absent or no time. */
export function timeOf({ properties }: PropertyList, key: PropertyKey): Date | null {
  const value = properties.get(key);
  if (value === undefined || value.length < 8) return null;
  // Units of 100 ns since 1601.
  const time = new Date(Number(value.readBigUInt64LE(0) / 10_000n) - 11_644_473_600_000);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() >= 4500 ? null : time;
}
