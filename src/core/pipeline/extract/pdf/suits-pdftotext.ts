/** Tells from the bytes of a PDF what it may hold: whether `pdftotext` reads it as well as PDFium does, and faster. */
import { inflateSync } from 'node:zlib';

/** A larger file is mostly pictures, and searching it would cost as much as `pdftotext` saves. */
const MAX_BYTES = 64 * 1024 * 1024;
/** An object stream lists small objects, so it does not unpack to more than this. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** The dictionary of an object stream is at most this long. */
const MAX_DICTIONARY = 4096;

/**
 * Features that need PDFium: encryption, form values, comments, attached files and media, which `pdftotext` does not
 * return, and embedded Type 1 fonts, which make it slower (compact ones, Type 1C, do not).
 */
const NEEDS_PDFIUM =
  /\/(?:Encrypt|Widget|FreeText|Highlight|Underline|StrikeOut|Squiggly|Stamp|FileAttachment|RichMedia|FontFile(?!\d))\b|\/Subtype\s*\/(?:Text|Line|Square|Circle|Polygon|PolyLine|Caret|Ink|Sound|Movie|3D)\b/;
/** Encryption hides the names of everything else. */
const MAY_ATTACH = /\/(?:Encrypt|FileAttachment)\b/;
const OBJECT_STREAM = /\/ObjStm\b/g;

/** Returns false in doubt; PDFium then reads the file. */
export function suitsPdftotext(bytes: Buffer): boolean {
  return !mayHave(bytes, NEEDS_PDFIUM);
}

/** Returns false when no file is attached to a place on a page; true in doubt. */
export function mayHaveAttachedFiles(bytes: Buffer): boolean {
  return mayHave(bytes, MAY_ATTACH);
}

/** Returns false when the objects of a PDF lack the names; true in doubt. */
function mayHave(bytes: Buffer, names: RegExp): boolean {
  if (bytes.length > MAX_BYTES) return true;
  const file = bytes.toString('latin1');
  if (names.test(file)) return true;
  for (const { index } of file.matchAll(OBJECT_STREAM)) {
    const objects = unpack(bytes, file, index);
    if (objects === null || names.test(objects)) return true;
  }
  return false;
}

/** Returns the text of the object stream with its type at `at`, or null when it is not compressed in the usual way. */
function unpack(bytes: Buffer, file: string, at: number): string | null {
  const end = file.indexOf('stream', at);
  const start = file.lastIndexOf(' obj', at);
  if (end < 0 || start < 0 || end - start > MAX_DICTIONARY) return null;
  const dictionary = file.slice(start, end);
  if (!/\/Filter\s*\[?\s*\/FlateDecode\b/.test(dictionary) || dictionary.includes('/DecodeParms'))
    return null;
  const data = end + 'stream'.length + (file[end + 6] === '\r' ? 2 : 1);
  try {
    return inflateSync(bytes.subarray(data), { maxOutputLength: MAX_UNPACKED }).toString('latin1');
  } catch {
    // The stream is damaged or too large, so PDFium reads the file.
    return null;
  }
}
