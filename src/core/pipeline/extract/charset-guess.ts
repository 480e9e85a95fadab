/** Guesses the encoding of text from its bytes alone. */
import chardet from 'chardet';
import { readLabel } from './charset-label.ts';

/** The encoding is guessed from this much of the text. */
const SAMPLE_BYTES = 64 * 1024;
/** Bytes before and after a character outside ASCII that count for the guess. */
const NEAR_BYTES = 32;
/** The encoding to assume when the guess fails. It can decode any byte. */
const FALLBACK = 'windows-1252';
/** A guess between Latin alphabets needs at least this many letters outside ASCII. */
const ENOUGH_LETTERS = 20;
/** Bytes from 0x80 to 0xBF that are letters in Windows-1252; above them almost all are. */
const LOW_LETTERS = new Set([0x83, 0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f, 0xaa, 0xb5, 0xba]);
const LATIN = /^(?:iso-8859-(?:1|2|3|4|9|10|13|14|15|16)|windows-125[0247])$/;

/** Returns the name of the most likely encoding of text that is not Unicode. */
export function guessCharset(bytes: Buffer): string {
  const sample = around(bytes);
  const { high, letters } = count(sample);
  const name = chardet.detect(sample);
  // Text that looks like ISO 8859-1 is usually Windows-1252, which has the quotation marks. UTF-8 already failed.
  if (name === null || name === 'UTF-8' || name === 'ASCII') return FALLBACK;
  const charset = readLabel(name)?.charset ?? FALLBACK;
  // Short text in a Latin alphabet has too few letters to tell its neighbors apart; a law office meets Windows-1252.
  if (LATIN.test(charset)) return letters < ENOUGH_LETTERS ? FALLBACK : charset;
  const sparse = high < ENOUGH_LETTERS && high * 5 < sample.length;
  return sparse && (chardet.analyse(sample)[0]?.confidence ?? 0) <= 80 ? FALLBACK : charset;
}

/** Returns whether a text has more letters outside ASCII than inside: no text in a Western language does. */
export function isHardlyWestern(bytes: Buffer): boolean {
  const { letters, ascii } = count(around(bytes));
  return letters >= ENOUGH_LETTERS && letters > ascii;
}

/** Returns what tells most: the places of a text that have characters outside ASCII. */
function around(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let taken = 0;
  let end = 0;
  for (let i = 0; i < bytes.length && taken < SAMPLE_BYTES; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    const from = Math.max(end, i - NEAR_BYTES);
    end = Math.min(bytes.length, i + NEAR_BYTES);
    if (end <= from) continue;
    parts.push(bytes.subarray(from, end));
    taken += end - from;
  }
  return Buffer.concat(parts);
}

function count(sample: Buffer): { high: number; letters: number; ascii: number } {
  let high = 0;
  let letters = 0;
  let ascii = 0;
  for (const byte of sample) {
    if (byte > 0x7f) high += 1;
    if (byte >= 0xc0 || LOW_LETTERS.has(byte)) letters += 1;
    else if ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) ascii += 1;
  }
  return { high, letters, ascii };
}
