/** Reads the summary information of a compound file (MS-OLEPS): title, author and times. */

import type { DocumentMetadata } from '../../../documents/types.ts';
import { decodeAs } from '../decode.ts';

/** Property identifiers and types, MS-OLEPS 2.14 and 2.15. */
const CODEPAGE = 1;
/** The code page of texts in UTF-16. */
const UTF16 = 1200;
const FIELDS = new Map<number, 'title' | 'author' | 'created' | 'modified'>([
  [2, 'title'],
  [4, 'author'],
  [12, 'created'],
  [13, 'modified'],
]);
const VT_I2 = 2;
const VT_LPSTR = 30;
const VT_LPWSTR = 31;
const VT_FILETIME = 64;
/** The set's properties start at an offset that stands here. */
const OFFSET_AT = 44;
const MAX_PROPERTIES = 1000;
/** 100-nanosecond intervals between 1601 and 1970, in milliseconds. */
const EPOCH_MS = 11_644_473_600_000;

/** Returns the metadata in a `\x05SummaryInformation` stream; damaged properties are left out. */
export function readSummary(stream: Buffer | null): DocumentMetadata {
  const metadata: DocumentMetadata = {};
  if (stream === null || stream.length < OFFSET_AT + 4) return metadata;
  const set = stream.readUInt32LE(OFFSET_AT);
  const within = (at: number, bytes: number): boolean => at >= 0 && at + bytes <= stream.length;
  if (!within(set, 8)) return metadata;
  const properties: { id: number; at: number }[] = [];
  for (let i = 0; i < Math.min(MAX_PROPERTIES, stream.readUInt32LE(set + 4)); i += 1) {
    const at = set + 8 + i * 8;
    if (!within(at, 8)) break;
    properties.push({ id: stream.readUInt32LE(at), at: set + stream.readUInt32LE(at + 4) });
  }
  const codepageAt = properties.find(({ id, at }) => id === CODEPAGE && within(at, 6))?.at;
  const codepage = codepageAt === undefined ? 1252 : stream.readUInt16LE(codepageAt + 4);
  for (const { id, at } of properties) {
    const field = FIELDS.get(id);
    if (field === undefined || !within(at, 8)) continue;
    const value = valueAt(stream, at, codepage);
    if (value !== null) metadata[field] = value;
  }
  return metadata;
}

/** Returns a text or a time as ISO 8601; null for other types, an empty text or an impossible time. */
function valueAt(stream: Buffer, at: number, codepage: number): string | null {
  const type = stream.readUInt16LE(at);
  const length = stream.readUInt32LE(at + 4);
  if (type === VT_FILETIME) {
    if (at + 12 > stream.length) return null;
    const ms = Number(stream.readBigUInt64LE(at + 4) / 10_000n) - EPOCH_MS;
    return ms <= 0 || Number.isNaN(new Date(ms).getTime()) ? null : new Date(ms).toISOString();
  }
  if (type === VT_I2) return null;
  const bytes = type === VT_LPWSTR ? length * 2 : length;
  if ((type !== VT_LPSTR && type !== VT_LPWSTR) || at + 8 + bytes > stream.length) return null;
  const content = stream.subarray(at + 8, at + 8 + bytes);
  const text = (
    type === VT_LPWSTR
      ? content.toString('utf16le')
      : decodeAs(content, codepage === UTF16 ? 'utf-16le' : String(codepage))
  )
    .replace(/\0[\s\S]*$/, '')
    .trim();
  return text === '' ? null : text;
}
