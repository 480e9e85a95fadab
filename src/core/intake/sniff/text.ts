/** Recognizes text in any encoding, and detects which kind of text it is. */
import iconv from 'iconv-lite';
import { isMail, isMailbox } from './mail.ts';
import type { Detected, Sample } from './types.ts';

const found = (type: Detected['type']): Detected => ({ type, description: '' });

/** Control characters that occur in text: tab, line ends, form feed, DOS end of file, ISO-2022 escapes. */
const IN_TEXT = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]);
/** Share of other control characters that a text may have. */
const MAX_CONTROL_SHARE = 0.002;

/**
 * Returns the sample as text, or null if it is not text. Only ASCII matters for telling kinds of text apart, so an
 * unknown eight-bit encoding is decoded as Latin-1. The reader finds out the actual encoding.
 */
export function asText(head: Buffer): string | null {
  const mark = head.subarray(0, 4).toString('hex');
  if (mark.startsWith('efbbbf')) return head.toString('utf8', 3);
  if (mark === 'fffe0000') return iconv.decode(head, 'utf-32le');
  if (mark === '0000feff') return iconv.decode(head, 'utf-32be');
  if (mark.startsWith('fffe')) return iconv.decode(head, 'utf-16le');
  if (mark.startsWith('feff')) return iconv.decode(head, 'utf-16be');
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
  return controls + even + odd <= head.length * MAX_CONTROL_SHARE ? head.toString('latin1') : null;
}

const HTML =
  /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|base)\b/i;
const FRAGMENT = /<(?:p|div|table|span|a|br|h[1-6]|ul|ol|font|img|b|i|center)\b[^>]*>/i;

export function detectText(sample: Sample, text: string): Detected {
  if (/^\s*\{\\rtf/.test(text)) return found('rtf');
  if (isMailbox(text)) return found(sample.extension === 'eml' && isWholeMail(sample, text) ? 'eml' : 'mbox');
  if (isMail(text, sample.extension)) return found('eml');
  const { extension } = sample;
  if (HTML.test(text)) return found('html');
  if (['html', 'htm', 'xhtml'].includes(extension) && FRAGMENT.test(text)) return found('html');
  if (/^%!PS/.test(text)) return { type: 'other', description: 'a PostScript print file' };
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

/** Returns whether the first lines have the same number of separators, at least two. The last line may be cut off. */
function isTable(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .slice(0, 21)
    .filter((line) => line.trim() !== '');
  if (lines.length < 3) return false;
  return [',', ';', '\t'].some((separator) => {
    const counts = lines.slice(0, -1).map((line) => line.replace(/"[^"]*"/g, '').split(separator).length - 1);
    return (counts[0] ?? 0) >= 2 && counts.every((count) => count === counts[0]);
  });
}
