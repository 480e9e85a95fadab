/** Decodes the text parts and the headers of a mail. */
import iconv from 'iconv-lite';
import { decode } from '../decode.ts';

const MAX_HEADER_BYTES = 4 * 1024 * 1024;

/** Returns the text of a part. @param label the charset as the mail states it; undefined when it states none */
export const decodePart = (bytes: Buffer, label: string | undefined): string => decode(bytes, label).text;

/** Replaces the C1 controls that Node's TextDecoder returns for Windows-1252; they never occur in a header. */
export const repairC1 = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (c) => {
    const letter = iconv.decode(Buffer.from([c.charCodeAt(0)]), 'windows-1252');
    return letter === '\ufffd' ? c : letter;
  });

/** Encoded words (RFC 2047) of one charset in a row, which may divide a character between them. */
const WORDS = /=\?([\w.:-]+)(?:\*[\w-]+)?\?[bq]\?[^?\s]*\?=(?:\s+=\?\1(?:\*[\w-]+)?\?[bq]\?[^?\s]*\?=)*/gi;
const WORD = /\?([bq])\?([^?\s]*)\?=/gi;

/** Makes a header block and its encoded words UTF-8, which the parser decodes right. The body keeps its bytes. */
export function headersInUtf8(written: Buffer): Buffer {
  const bytes = inCommonForm(written);
  const end = /\r?\n\r?\n/.exec(bytes.subarray(0, MAX_HEADER_BYTES).toString('latin1'))?.index;
  const head = bytes.subarray(0, end ?? bytes.length);
  const { text, charset: used } = decode(head, 'utf-8');
  const plain = text.replace(WORDS, (words: string, charset: string) => {
    const { text: decoded } = decode(Buffer.concat([...words.matchAll(WORD)].map(wordBytes)), charset);
    return `=?utf-8?B?${Buffer.from(decoded, 'utf8').toString('base64')}?=`;
  });
  return plain === text && used === 'utf-8'
    ? bytes
    : Buffer.concat([Buffer.from(plain, 'utf8'), bytes.subarray(head.length)]);
}

/** A header field with blanks before its colon, as mail of before 2001 may have (RFC 5322, 4.5.8). */
const OLD_FIELD = /^([!-9;-~]{1,76})[ \t]{1,8}:/gm;

/** Returns a mail without blank lines and an envelope line before its header, and with line ends of today. */
function inCommonForm(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, MAX_HEADER_BYTES).toString('latin1');
  const before =
    /^(?:\xef\xbb\xbf)?(?:[ \t]*[\r\n]+)*(?:>?From (?![ \t]*:)[^\r\n]*(?:\r\n|\n|\r))?/.exec(start)?.[0]
      .length ?? 0;
  const oldMac = start.includes('\r') && !start.includes('\n');
  const mail = oldMac
    ? Buffer.from(bytes.toString('latin1', before).replaceAll('\r', '\r\n'), 'latin1')
    : bytes.subarray(before);
  const head = oldMac ? mail.toString('latin1', 0, MAX_HEADER_BYTES) : start.slice(before);
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  const fields = head.slice(0, end);
  const plain = fields.replace(OLD_FIELD, '$1:');
  return plain === fields ? mail : Buffer.concat([Buffer.from(plain, 'latin1'), mail.subarray(end)]);
}

function wordBytes([, encoding = '', data = '']: RegExpExecArray): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(data, 'base64');
  const bytes = data
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // The header may have raw UTF-8 inside a word.
  return /[^\0-\xff]/.test(bytes) ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes, 'latin1');
}
