/** Text in any common encoding, and the formats that are text: mail, mailbox, HTML, RTF, CSV. */
import type { Detected } from './type.ts';

const HEADER =
  /^(from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|x-[\w-]+|reply-to|sender|dkim-signature|arc-[\w-]+|authentication-results):/i;

/** The head as text when it is text, else null: no control characters but those of text, no lone NUL. */
function asText(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return head.subarray(2, head.length & ~1).toString('utf16le');
  if (head[0] === 0xfe && head[1] === 0xff)
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString('utf16le');
  let strange = 0;
  let zeros = [0, 0] as [number, number];
  head.forEach((byte, i) => {
    if (byte === 0) zeros = i % 2 === 0 ? [zeros[0] + 1, zeros[1]] : [zeros[0], zeros[1] + 1];
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27)
      strange += 1;
  });
  // UTF-16 without a mark: every other byte of Western text is zero.
  if (zeros[1] > head.length / 4 && zeros[0] < head.length / 50)
    return head.subarray(0, head.length & ~1).toString('utf16le');
  if (zeros[0] > head.length / 4 && zeros[1] < head.length / 50)
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le');
  if (zeros[0] + zeros[1] > 0 || strange > head.length / 100) return null;
  return head.toString('latin1');
}

function isMail(text: string): boolean {
  const lines = text.slice(0, 4096).split(/\r?\n/);
  let headers = 0;
  for (const line of lines) {
    if (line === '') break;
    if (HEADER.test(line)) headers += 1;
    else if (!/^[ \t]/.test(line) && !/^[\w-]+:/.test(line)) return false;
  }
  return headers >= 2;
}

/** At least two lines with the same number (two or more) of the same separator, quotes respected. */
function isTable(text: string, path: string): boolean {
  if (!/\.(csv|tsv)$/i.test(path)) return false;
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 5);
  return [',', ';', '\t'].some(
    (separator) =>
      lines.length > 0 && lines.every((line) => line.replace(/"[^"]*"/g, '').includes(separator)),
  );
}

/** @param path only consulted for CSV, which has no mark of its own */
export function textKind(head: Buffer, path: string): Detected | null {
  const text = asText(head);
  if (text === null) return null;
  const start = text.trimStart();
  if (start.startsWith('{\\rtf')) return { type: 'rtf', what: 'RTF' };
  if (/^From \S.*\d{4}/.test(text) && isMail(text.slice(text.indexOf('\n') + 1)))
    return { type: 'mbox', what: 'mailbox' };
  if (isMail(text)) return { type: 'eml', what: 'mail message' };
  if (
    /^(<!doctype html|<html|<head|<body|<!--[\s\S]{0,500}?-->\s*<html)/i.test(start) ||
    (start.startsWith('<?xml') && /<html/i.test(start.slice(0, 1000)))
  )
    return { type: 'html', what: 'HTML' };
  if (isTable(text, path)) return { type: 'csv', what: 'CSV' };
  return { type: 'txt', what: 'text' };
}
