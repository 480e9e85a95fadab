/** Plain text in any common encoding. */
import { readFile } from 'node:fs/promises';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';

/** A text file larger than this is a log or a dump, not a document. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** How much the guess of an encoding looks at. */
const SAMPLE_BYTES = 64 * 1024;
/** What a guess falls back to: every byte has a meaning in it. */
const FALLBACK = 'windows-1252';

export interface Decoded {
  text: string;
  encoding: string;
}

/** @throws DocumentError oversize */
export async function extractPlain(source: Source): Promise<Extracted> {
  const bytes = await readText(source.location);
  const { text, encoding } = decodeText(bytes);
  const engine = encoding === 'utf-8' ? 'utf-8' : `${engineOf('iconv-lite', 'iconv-lite')} (${encoding})`;
  return { body: text, metadata: {}, warnings: [], engine };
}

/** @throws DocumentError oversize */
export async function readText(location: string): Promise<Buffer> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES)
    throw new DocumentError(
      'oversize',
      `The text has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read`,
    );
  return bytes;
}

/** A byte order mark decides, then escapes, then strict UTF-8, then the shape of UTF-16, then a guess by frequencies. */
export function decodeText(bytes: Buffer): Decoded {
  const marked = byMark(bytes);
  if (marked !== null) return { text: iconv.decode(bytes, marked), encoding: marked };
  if (isIso2022Jp(bytes.subarray(0, SAMPLE_BYTES)))
    return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'iso-2022-jp' };
  const text = utf8(bytes);
  if (text !== null) return { text, encoding: 'utf-8' };
  const encoding = wide(bytes) ?? guess(bytes);
  return { text: iconv.decode(bytes, encoding), encoding };
}

/** ISO-2022-JP is ASCII to everybody who does not know its escapes: to JIS X 0208, and back. */
function isIso2022Jp(sample: Buffer): boolean {
  const at = ['\u001b$B', '\u001b$@'].map((mark) => sample.indexOf(mark, 0, 'latin1')).find((n) => n >= 0);
  return at !== undefined && ['\u001b(B', '\u001b(J'].some((mark) => sample.includes(mark, at, 'latin1'));
}

/** The text, or null when it is not UTF-8. A file that was cut off inside its last character still is. */
function utf8(bytes: Buffer): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = decoder.decode(bytes, { stream: true });
    try {
      return text + decoder.decode();
    } catch {
      // One open character at the end of plain ASCII may as well be Latin-1; after others in UTF-8 it is not.
      return /[^\0-\x7f]/.test(text) ? `${text}\ufffd` : null;
    }
  } catch {
    return null;
  }
}

function byMark(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 4).toString('hex');
  if (head.startsWith('efbbbf')) return 'utf-8';
  if (head === 'fffe0000') return 'utf-32le';
  if (head === '0000feff') return 'utf-32be';
  if (head.startsWith('fffe')) return 'utf-16le';
  if (head.startsWith('feff')) return 'utf-16be';
  return null;
}

/** UTF-16 of a western language without a mark: every second byte is zero. */
function wide(bytes: Buffer): string | null {
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
  // ISO 8859-1 in the wild is Windows-1252, which has the quotation marks; a UTF-8 guess already failed.
  if (name === null || name === 'ISO-8859-1' || name === 'UTF-8' || name === 'ASCII') return FALLBACK;
  return iconv.encodingExists(name) ? name.toLowerCase() : FALLBACK;
}
