/** Recognizes text in any encoding, and detects which kind of text it is. */
import iconv from 'iconv-lite';
import { isAppleMail, isMail, isMailbox } from './mail.ts';
import type { Detected, Sample } from './types.ts';
import { typeByMedia } from './zip-kinds.ts';

const found = (type: Detected['type']): Detected => ({ type, description: '' });

/** Control characters that occur in text: tab, line ends, form feed, DOS end of file, ISO-2022 escapes. */
const IN_TEXT = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]);
/** Share of other control characters that a text may have. */
const MAX_CONTROL_SHARE = 0.002;

/** Share of the byte 0xFF that a text may have: it is a letter in some encodings, and white in pictures. */
const MAX_FF_SHARE = 0.25;
/** No text has so many equal bytes above 0xEF in a row. */
const MAX_RUN = 16;

/** The byte order marks of Unicode, in hexadecimal, with their encodings. The longer ones come first. */
const MARKS: readonly [string, string][] = [
  ['efbbbf', 'utf8'],
  ['fffe0000', 'utf-32le'],
  ['0000feff', 'utf-32be'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];
const markOf = (head: Buffer): string | undefined => {
  const start = head.subarray(0, 4).toString('hex');
  return MARKS.find(([mark]) => start.startsWith(mark))?.[1];
};

export const hasByteOrderMark = (head: Buffer): boolean => markOf(head) !== undefined;

/**
 * Returns the sample as text, or null if it is not text. Only ASCII matters for telling kinds of text apart, so an
 * unknown eight-bit encoding is decoded as Latin-1. The reader finds out the actual encoding.
 */
export function asText(head: Buffer): string | null {
  const marked = markOf(head);
  if (marked !== undefined) return iconv.decode(head, marked);
  const zeros = [0, 0];
  let controls = 0;
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
    else if ((byte < 0x20 && !IN_TEXT.has(byte)) || byte === 0x7f) controls += 1;
  });
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  if (controls <= head.length * MAX_CONTROL_SHARE && head.length >= 4) {
    if (odd > half * 0.6 && even < half * 0.1) return iconv.decode(head, 'utf-16le');
    if (even > half * 0.6 && odd < half * 0.1) return iconv.decode(head, 'utf-16be');
  }
  if (controls + even + odd > head.length * MAX_CONTROL_SHARE || hasPixels(head)) return null;
  return head.toString('latin1');
}

/** Returns whether bytes above 0xEF are not those of letters: too many are equal, or there is no other character. */
function hasPixels(head: Buffer): boolean {
  let full = 0;
  let run = 0;
  let longest = 0;
  for (let i = 0; i < head.length; i += 1) {
    const byte = head[i] ?? 0;
    if (byte === 0xff) full += 1;
    run = byte > 0xef && byte === head[i - 1] ? run + 1 : 1;
    if (byte > 0xef && run > longest) longest = run;
  }
  return longest > MAX_RUN || full > Math.max(4, head.length * MAX_FF_SHARE);
}

const HTML =
  /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|base)\b/i;
/** Word documents as a single XML file: of Word 2003, or the package of a DOCX. */
const WORD_XML = /^\s*(?:<\?[^>]*\?>\s*)*<w:wordDocument\b/;
const PACKAGE_XML = /^\s*(?:<\?[^>]*\?>\s*)*<pkg:package\b/;
const SVG =
  /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*|<!doctype\s+svg\b[^>[]*(?:\[[^\]]*\])?[^>]*>\s*)*<(?:svg:)?svg\b/i;
const FRAGMENT = /<(?:p|div|table|span|a|br|h[1-6]|ul|ol|font|img|b|i|center)\b[^>]*>/i;

/** The root of an OpenDocument file that is one XML file, with its media type. */
const FLAT_ODF =
  /^\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*<office:document\s[^>]*?office:mimetype="([^"]+)"/;

/** Text that is written for programs. */
const DESCRIBED: readonly [RegExp, string][] = [
  [/^%!PS/, 'a PostScript print file'],
  [/^\s*-----BEGIN PGP MESSAGE-----/, 'an encrypted message (PGP)'],
  [/^\s*-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----/, 'a PGP key'],
  [/^\s*-----BEGIN PGP SIGNATURE-----/, 'a PGP signature'],
  [/^\s*(?:999\r?\n[^\r\n]*\r?\n\s*)*0\r?\n\s*SECTION\r?\n/, 'an AutoCAD drawing (DXF)'],
  [/^\s*(?:DF;)?IN;(?:(?:SP|PU|PD|IP|SC|RO|VS)[\d,.-]*;)/, 'a plotter file (HPGL)'],
  [/^<MakerFile /, 'a FrameMaker document'],
];

export function detectText(sample: Sample, text: string): Detected {
  const flat = typeByMedia(FLAT_ODF.exec(text)?.[1] ?? '');
  if (flat !== null) return flat;
  if (/^\s*\{\\rtf/.test(text)) return found('rtf');
  const begun = /^\uFEFF?\s*BEGIN:V(CALENDAR|CARD)\s*[\r\n]/i.exec(text)?.[1]?.toUpperCase();
  if (begun !== undefined) return found(begun === 'CARD' ? 'vcf' : 'ics');
  if (isAppleMail(text, sample.extension)) return found('emlx');
  if (isMailbox(text)) return found(sample.extension === 'eml' && isWholeMail(sample, text) ? 'eml' : 'mbox');
  if (isMail(text, sample.extension)) return found('eml');
  const { extension } = sample;
  if (WORD_XML.test(text) || (PACKAGE_XML.test(text) && text.includes('pkg:name="/word/')))
    return found('docx');
  if (HTML.test(text)) return found('html');
  if (['html', 'htm', 'xhtml'].includes(extension) && FRAGMENT.test(text)) return found('html');
  if (SVG.test(text)) return found('svg');
  const described = DESCRIBED.find(([pattern]) => pattern.test(text))?.[1];
  if (described !== undefined) return { type: 'other', description: described };
  if (extension === 'csv' || extension === 'tsv') return found('csv');
  if (extension === '' && isTable(text)) return found('csv');
  return found('txt');
}

/**
 * Returns whether the sample is one whole message with an envelope line, as mail stores on Unix save it. It is then not
 * a mailbox.
 */
const isWholeMail = (sample: Sample, text: string): boolean =>
  sample.size <= sample.head.length && !/\n\r?\nFrom \S/.test(text);

/**
 * Returns whether the first lines have the same number of separators, at least two. The last line may be cut off.
 * Commas and semicolons before a blank belong to sentences.
 */
function isTable(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .slice(0, 21)
    .filter((line) => line.trim() !== '');
  if (lines.length < 3) return false;
  return [',', ';', '\t'].some((separator) => {
    const counts = lines
      .slice(0, -1)
      .map((line) => line.replace(/"[^"]*"|[,;] /g, '').split(separator).length - 1);
    return (counts[0] ?? 0) >= 2 && counts.every((count) => count === counts[0]);
  });
}
