/** Reads plain text in any common encoding. */
import { readFile } from 'node:fs/promises';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';

/** A larger text file is a log or a dump, not a document. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** The encoding is guessed from this much of the file. */
const SAMPLE_BYTES = 64 * 1024;
/** The encoding to assume when the guess fails. It can decode any byte. */
const FALLBACK = 'windows-1252';

export interface Decoded {
  text: string;
  encoding: string;
}

/** Returns the text of the file. @throws DocumentError oversize */
export async function extractPlain(source: Source): Promise<Extracted> {
  const bytes = await readText(source.location);
  const { text, encoding } = decodeText(bytes);
  const engine = encoding === 'utf-8' ? 'utf-8' : `${engineOf('iconv-lite', 'iconv-lite')} (${encoding})`;
  return { body: text, metadata: {}, warnings: [], engine };
}

/** Returns the bytes of a text file. @throws DocumentError oversize */
export async function readText(location: string): Promise<Buffer> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The text file', bytes.length, MAX_FILE_BYTES);
  return bytes;
}

/**
 * Decodes text. The first of these decides the encoding: a byte order mark, ISO-2022-JP escapes, strict UTF-8, the zero
 * bytes of UTF-16, and last a guess by character frequency.
 */
export function decodeText(bytes: Buffer): Decoded {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return { text: iconv.decode(bytes, marked), encoding: marked };
  if (isIso2022Jp(bytes.subarray(0, SAMPLE_BYTES)))
    return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'iso-2022-jp' };
  const text = utf8(bytes);
  if (text !== null) return { text, encoding: 'utf-8' };
  const encoding = unmarkedUtf16(bytes) ?? guess(bytes);
  return { text: iconv.decode(bytes, encoding), encoding };
}

/** Returns true when the sample switches to JIS X 0208 and back; other decoders take such text for ASCII. */
function isIso2022Jp(sample: Buffer): boolean {
  const at = ['\u001b$B', '\u001b$@'].map((mark) => sample.indexOf(mark, 0, 'latin1')).find((n) => n >= 0);
  return at !== undefined && ['\u001b(B', '\u001b(J'].some((mark) => sample.includes(mark, at, 'latin1'));
}

/** Returns the text, or null when the bytes are not UTF-8. A file cut off inside its last character counts as UTF-8. */
function utf8(bytes: Buffer): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = decoder.decode(bytes, { stream: true });
    try {
      return text + decoder.decode();
    } catch {
      // An incomplete character after plain ASCII may be Latin-1; after other UTF-8 characters it is a cut-off.
      return /[^\0-\x7f]/.test(text) ? `${text}\ufffd` : null;
    }
  } catch {
    return null;
  }
}

/** Returns the encoding that a byte order mark states, or null without a mark. */
function byteOrderMark(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 4).toString('hex');
  if (head.startsWith('efbbbf')) return 'utf-8';
  if (head === 'fffe0000') return 'utf-32le';
  if (head === '0000feff') return 'utf-32be';
  if (head.startsWith('fffe')) return 'utf-16le';
  if (head.startsWith('feff')) return 'utf-16be';
  return null;
}

/** Returns the byte order of unmarked UTF-16 in a Western language, where every second byte is zero; otherwise null. */
function unmarkedUtf16(bytes: Buffer): string | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < sample.length; i += 1) if (sample[i] === 0) zeros[i % 2 === 0 ? 0 : 1] += 1;
  const half = sample.length / 2;
  if (zeros[1] > half * 0.6 && zeros[0] < half * 0.1) return 'utf-16le';
  if (zeros[0] > half * 0.6 && zeros[1] < half * 0.1) return 'utf-16be';
  return null;
}

function guess(bytes: Buffer): string {
  const name = chardet.detect(bytes.subarray(0, SAMPLE_BYTES));
  // Files that look like ISO 8859-1 are usually Windows-1252, which has the quotation marks. UTF-8 already failed.
  if (name === null || name === 'ISO-8859-1' || name === 'UTF-8' || name === 'ASCII') return FALLBACK;
  return iconv.encodingExists(name) ? name.toLowerCase() : FALLBACK;
}
