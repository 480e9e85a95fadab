/** Decides from the bytes of a PDF whether `pdftotext` reads it as well as PDFium does, and faster. */
import { inflateSync } from 'node:zlib';

/** A larger file is mostly pictures, and searching it would cost as much as `pdftotext` saves. */
const MAX_BYTES = 64 * 1024 * 1024;
/** An object stream lists small objects, so it does not unpack to more than this. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** The dictionary of an object stream is at most this long. */
const MAX_DICTIONARY = 4096;

/**
 * Features that need PDFium: encryption, form values and comments, which `pdftotext` does not return, and embedded
 * Type 1 fonts, which make it slower (compact ones, Type 1C, do not).
 */
const NEEDS_PDFIUM =
  /\/(?:Encrypt|Widget|FreeText|Highlight|Underline|StrikeOut|Stamp|FontFile(?!\d))\b|\/Subtype\s*\/Text\b/;
const OBJECT_STREAM = /\/ObjStm\b/g;

/** Returns false in doubt; PDFium then reads the file. */
export function suitsPdftotext(bytes: Buffer): boolean {
  if (bytes.length > MAX_BYTES) return false;
  const file = bytes.toString('latin1');
  if (NEEDS_PDFIUM.test(file)) return false;
  for (const { index } of file.matchAll(OBJECT_STREAM)) {
    const objects = unpack(bytes, file, index);
    if (objects === null || NEEDS_PDFIUM.test(objects)) return false;
  }
  return true;
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
