/** Decodes the text parts of a mail. The bytes decide where the label is missing, unknown or wrong. */
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { decodeText } from './plain.ts';

/** Labels that senders put on Windows-1252, and labels that iconv-lite reads as Latin-1 without the quotation marks. */
const WESTERN = /^(?:(?:us)?ascii|ansix341968|iso88591|latin1|l1|cp1252|windows1252|ansi|iso646us)$/;
/** Names that iconv-lite knows but that name no character set. */
const NO_CHARSET = /^(?:base64|hex|binary|xuserdefined|unknown8bit|xunknown|default)$/;
/** Encodings whose bytes may be valid UTF-8 by chance, or that are ASCII with escapes. */
const MULTIBYTE =
  /^(?:gb|cp936|hz|big5|cp95|shiftjis|sjis|windows31j|cp932|euc|iso2022|ks|cp949|utf7|utf16|ucs2|utf32)/;
const MAX_HEADER_BYTES = 4 * 1024 * 1024;
/** A guess between Latin alphabets needs at least this many letters outside ASCII. */
const ENOUGH_LETTERS = 20;

/** Returns the text of a part. @param label the charset as the mail states it; undefined when it states none */
export function decodePart(bytes: Buffer, label: string | undefined): string {
  const name = (label ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
  const multibyte = MULTIBYTE.test(name);
  const utf8 = multibyte ? null : strictUtf8(bytes);
  if (utf8 !== null) return utf8;
  if (name === '' || NO_CHARSET.test(name)) return guessed(bytes);
  if (WESTERN.test(name)) return iconv.decode(bytes, 'windows-1252');
  if (name === 'utf8') return damagedUtf8(bytes) ?? guessed(bytes);
  // UTF-16 without a zero byte is a wrong label on text of another encoding.
  if (/^(?:utf16|ucs2)/.test(name) && !bytes.includes(0)) return guessed(bytes);
  const text = byLabel(bytes, label ?? '');
  return text === null || (multibyte && share(text, '\ufffd') > 0.05) ? guessed(bytes) : text;
}

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
export function headersInUtf8(bytes: Buffer): Buffer {
  const end = /\r?\n\r?\n/.exec(bytes.subarray(0, MAX_HEADER_BYTES).toString('latin1'))?.index;
  const head = bytes.subarray(0, end ?? bytes.length);
  const text = strictUtf8(head) ?? damagedUtf8(head) ?? guessed(head);
  const plain = text.replace(WORDS, (words: string, charset: string) => {
    const decoded = decodePart(Buffer.concat([...words.matchAll(WORD)].map(wordBytes)), charset);
    return `=?utf-8?B?${Buffer.from(decoded, 'utf8').toString('base64')}?=`;
  });
  return plain === text && strictUtf8(head) !== null
    ? bytes
    : Buffer.concat([Buffer.from(plain, 'utf8'), bytes.subarray(head.length)]);
}

function wordBytes([, encoding = '', data = '']: RegExpExecArray): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(data, 'base64');
  const bytes = data
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // The header may have raw UTF-8 inside a word.
  return /[^\0-\xff]/.test(bytes) ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes, 'latin1');
}

function byLabel(bytes: Buffer, label: string): string | null {
  if (iconv.encodingExists(label)) return iconv.decode(bytes, label);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return null;
  }
}

function strictUtf8(bytes: Buffer): string | null {
  try {
    // Escapes of ISO-2022-JP are valid UTF-8, and only the text reader looks for them.
    if (bytes.includes('\u001b$')) return decodeText(bytes).text;
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Returns UTF-8 with a few broken characters, such as a cut-off one; null when most characters are broken. */
function damagedUtf8(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  const broken = text.split('\ufffd').length - 1;
  const whole = (text.match(/[^\0-\x7f\ufffd]/g) ?? []).length;
  return whole > broken * 3 ? text : null;
}

function guessed(bytes: Buffer): string {
  const { text, encoding } = decodeText(bytes);
  if (/^utf|^iso-2022/.test(encoding)) return text;
  const high = bytes.reduce((n, byte) => n + (byte > 127 ? 1 : 0), 0);
  const latin = /^(?:iso-8859-(?:1|2|3|4|9|10|13|14|15|16)|windows-125[0247])$/i.test(encoding);
  // Short text in a Latin alphabet has too few letters to tell its neighbors apart; a law office meets Windows-1252.
  const sparse = high < ENOUGH_LETTERS && high * 5 < bytes.length;
  return latin
    ? high < ENOUGH_LETTERS
      ? iconv.decode(bytes, 'windows-1252')
      : text
    : sparse
      ? western(bytes, text)
      : text;
}

/** Returns Windows-1252 unless a guess of another alphabet is certain. */
function western(bytes: Buffer, text: string): string {
  const [best] = chardet.analyse(bytes);
  return best !== undefined && best.confidence > 80 ? text : iconv.decode(bytes, 'windows-1252');
}

const share = (text: string, sign: string): number =>
  (text.split(sign).length - 1) / Math.max(1, text.length);
