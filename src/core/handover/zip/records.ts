/** The records of a ZIP file (APPNOTE 4.3, 4.5). ZIP64 is used only where a number needs it, as old programs do not know it. */

export interface ZipEntry {
  /** Path with `/`. */
  name: string;
  bytes: number;
  /** Unix ms. */
  modifiedAt: number;
}

/** Needed to extract: folders, or ZIP64. */
const VERSION = 20;
const VERSION_64 = 45;
const UNIX = 3 << 8;
/** CRC and sizes follow the content, and the name is UTF-8. */
const FLAGS = 0x0008 | 0x0800;
const ELSEWHERE_16 = 0xffff;
const ELSEWHERE_32 = 0xffff_ffff;
const ZIP64 = 0x0001;
/** A file that its owner may read and write, and others may read. */
const FILE_MODE = 0o100644 * 0x1_0000;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END64_BYTES = 56;
const LOCATOR_BYTES = 20;
const END_BYTES = 22;

const isLarge = (number: number): boolean => number >= ELSEWHERE_32;

/** Returns a time as DOS has it: local, and by two seconds. */
function dosTime(modifiedAt: number): { time: number; date: number } {
  const at = new Date(modifiedAt);
  const year = Math.min(Math.max(at.getFullYear() - 1980, 0), 127);
  return {
    time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    date: (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  };
}

/** Returns the field with the numbers that are too large for their own places. */
function zip64Field(numbers: readonly number[]): Buffer {
  if (numbers.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(ZIP64, 0);
  field.writeUInt16LE(8 * numbers.length, 2);
  for (const [i, number] of numbers.entries()) field.writeBigUInt64LE(BigInt(number), 4 + 8 * i);
  return field;
}

/** What comes before the content of a file. Its sizes are zero here, as they follow the content. */
export function localRecord({ name, bytes, modifiedAt }: ZipEntry): Buffer {
  const encoded = Buffer.from(name);
  const extra = zip64Field(isLarge(bytes) ? [0, 0] : []);
  const record = Buffer.alloc(LOCAL_BYTES);
  const { time, date } = dosTime(modifiedAt);
  record.writeUInt32LE(0x0403_4b50, 0);
  record.writeUInt16LE(isLarge(bytes) ? VERSION_64 : VERSION, 4);
  record.writeUInt16LE(FLAGS, 6);
  record.writeUInt16LE(time, 10);
  record.writeUInt16LE(date, 12);
  const size = isLarge(bytes) ? ELSEWHERE_32 : 0;
  record.writeUInt32LE(size, 18);
  record.writeUInt32LE(size, 22);
  record.writeUInt16LE(encoded.length, 26);
  record.writeUInt16LE(extra.length, 28);
  return Buffer.concat([record, encoded, extra]);
}

/** What comes after the content of a file. */
export function descriptor({ bytes }: ZipEntry, crc: number): Buffer {
  const record = Buffer.alloc(isLarge(bytes) ? 24 : 16);
  record.writeUInt32LE(0x0807_4b50, 0);
  record.writeUInt32LE(crc, 4);
  if (isLarge(bytes)) {
    record.writeBigUInt64LE(BigInt(bytes), 8);
    record.writeBigUInt64LE(BigInt(bytes), 16);
  } else {
    record.writeUInt32LE(bytes, 8);
    record.writeUInt32LE(bytes, 12);
  }
  return record;
}

/** The entry of a file in the list at the end. @param at where its local record is */
export function centralRecord({ name, bytes, modifiedAt }: ZipEntry, crc: number, at: number): Buffer {
  const encoded = Buffer.from(name);
  const extra = zip64Field([...(isLarge(bytes) ? [bytes, bytes] : []), ...(isLarge(at) ? [at] : [])]);
  const version = extra.length > 0 ? VERSION_64 : VERSION;
  const record = Buffer.alloc(CENTRAL_BYTES);
  const { time, date } = dosTime(modifiedAt);
  record.writeUInt32LE(0x0201_4b50, 0);
  record.writeUInt16LE(UNIX | version, 4);
  record.writeUInt16LE(version, 6);
  record.writeUInt16LE(FLAGS, 8);
  record.writeUInt16LE(time, 12);
  record.writeUInt16LE(date, 14);
  record.writeUInt32LE(crc, 16);
  record.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), 20);
  record.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), 24);
  record.writeUInt16LE(encoded.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(FILE_MODE, 38);
  record.writeUInt32LE(Math.min(at, ELSEWHERE_32), 42);
  return Buffer.concat([record, encoded, extra]);
}

/** The end of the file. @param at where the list is @param bytes its bytes */
export function endRecords(entries: number, at: number, bytes: number): Buffer {
  const needs64 = entries >= ELSEWHERE_16 || isLarge(at) || isLarge(bytes);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(entries, ELSEWHERE_16), 8);
  end.writeUInt16LE(Math.min(entries, ELSEWHERE_16), 10);
  end.writeUInt32LE(Math.min(bytes, ELSEWHERE_32), 12);
  end.writeUInt32LE(Math.min(at, ELSEWHERE_32), 16);
  return needs64 ? Buffer.concat([end64(entries, at, bytes), end]) : end;
}

function end64(entries: number, at: number, bytes: number): Buffer {
  const record = Buffer.alloc(END64_BYTES + LOCATOR_BYTES);
  record.writeUInt32LE(0x0606_4b50, 0);
  record.writeBigUInt64LE(BigInt(END64_BYTES - 12), 4);
  record.writeUInt16LE(UNIX | VERSION_64, 12);
  record.writeUInt16LE(VERSION_64, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(at), 48);
  record.writeUInt32LE(0x0706_4b50, END64_BYTES);
  record.writeBigUInt64LE(BigInt(at + bytes), END64_BYTES + 8);
  record.writeUInt32LE(1, END64_BYTES + 16);
  return record;
}

/** Returns the bytes that a ZIP file of these files has. */
export function zipBytes(entries: readonly ZipEntry[]): number {
  let at = 0;
  let listed = 0;
  for (const entry of entries) {
    const name = Buffer.byteLength(entry.name);
    const large = isLarge(entry.bytes);
    const numbers = (large ? 2 : 0) + (isLarge(at) ? 1 : 0);
    listed += CENTRAL_BYTES + name + (numbers === 0 ? 0 : 4 + 8 * numbers);
    at += LOCAL_BYTES + name + entry.bytes + (large ? 20 + 24 : 16);
  }
  return at + listed + endRecords(entries.length, at, listed).length;
}
