/** Whether a PDF is one that `pdftotext` reads as well as PDFium, and faster: told from its bytes alone. */
import { inflateSync } from 'node:zlib';

/** A larger file is mostly pictures; looking through it would cost what is to be saved. */
const MAX_BYTES = 64 * 1024 * 1024;
/** An object stream that unpacks to more than this is no list of small objects. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** A stream's dictionary stands this close to its type. */
const MAX_DICTIONARY = 4096;

/**
 * What `pdftotext` does not give, or gives more slowly: files under a password; annotations with words of
 * their own, of which PDFium gives values and comments; embedded Type 1 programs (of which compact ones, Type 1C, are no matter).
 */
const NOT_PLAIN =
  /\/(?:Encrypt|Widget|FreeText|Highlight|Underline|StrikeOut|Stamp|FontFile(?!\d))\b|\/Subtype\s*\/Text\b/;
const OBJECT_STREAM = /\/ObjStm\b/g;

/** False wherever it cannot be told: PDFium then reads the file. */
export function isPlain(bytes: Buffer): boolean {
  if (bytes.length > MAX_BYTES) return false;
  const file = bytes.toString('latin1');
  if (NOT_PLAIN.test(file)) return false;
  for (const { index } of file.matchAll(OBJECT_STREAM)) {
    const objects = unpack(bytes, file, index);
    if (objects === null || NOT_PLAIN.test(objects)) return false;
  }
  return true;
}

/** The text of the object stream whose type stands at `at`; null when it is packed in another way than usual. */
function unpack(bytes: Buffer, file: string, at: number): string | null {
  const end = file.indexOf('stream', at);
  const begin = file.lastIndexOf(' obj', at);
  if (end < 0 || begin < 0 || end - begin > MAX_DICTIONARY) return null;
  const dictionary = file.slice(begin, end);
  if (!/\/Filter\s*\[?\s*\/FlateDecode\b/.test(dictionary) || dictionary.includes('/DecodeParms'))
    return null;
  const data = end + 'stream'.length + (file[end + 6] === '\r' ? 2 : 1);
  try {
    return inflateSync(bytes.subarray(data), { maxOutputLength: MAX_UNPACKED }).toString('latin1');
  } catch {
    // Damaged or too large: no answer is an answer, PDFium reads the file.
    return null;
  }
}
