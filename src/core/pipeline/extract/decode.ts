/** Decodes text. The bytes decide where the label is missing, unknown or wrong. */
import iconv from 'iconv-lite';
import type { StageWarning } from '../../documents/types.ts';
import { guessCharset, isHardlyWestern } from './charset-guess.ts';
import { type Label, readLabel } from './charset-label.ts';

/** Escapes and zero bytes are looked for in this much of the text. */
const SAMPLE_BYTES = 64 * 1024;
/** Encodings with several bytes for a character, whose text may be valid UTF-8 by chance. */
const MULTIBYTE = /^(?:gb18030|big5-hkscs|cp932|euc-jp|cp949)$/;
/** Encodings that write other characters as ASCII with escapes. */
const ESCAPED = /^(?:iso-2022-jp|utf-?7.*)$/;
/** Encodings whose text has zero bytes. */
const WIDE = /^(?:utf-?16|utf-?32|ucs)/;
/** So many characters are not valid UTF-8 by chance. */
const BEYOND_CHANCE = /(?:[^\0-\x7f][\0-\x7f]*){4}/u;
/** A label is wrong when more than this share of the characters is broken under it. */
const MAX_BROKEN = 0.05;

export interface Decoded {
  text: string;
  /** The encoding that was used, in lower case, e.g. `windows-1252`. */
  charset: string;
  /** Whether the text depends on a choice against the label. A label's superset is no such choice. */
  overruled: boolean;
  /** Characters that are damaged in the file. The text has U+FFFD in their places. */
  damaged: number;
}

/**
 * Returns the text of bytes. The first of these decides the encoding: a byte order mark, ISO-2022-JP escapes, strict
 * UTF-8, the zero bytes of UTF-16, the label, and last a guess by the frequency of characters.
 * @param stated the encoding as the file states it; undefined when it states none
 */
export function decode(bytes: Buffer, stated?: string): Decoded {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return certain(iconv.decode(bytes, marked), marked);
  const label = readLabel(stated);
  if (isIso2022Jp(bytes.subarray(0, SAMPLE_BYTES))) return certain(iso2022Jp(bytes), 'iso-2022-jp');
  const charset = label?.charset ?? '';
  if (ESCAPED.test(charset) || (WIDE.test(charset) && bytes.includes(0)))
    return certain(convert(bytes, charset), charset);
  const unicode = unmarkedUnicode(bytes, label);
  if (unicode !== null) return unicode;
  return label === null ? guessed(bytes) : labeled(bytes, label);
}

/** Returns text in the encoding that a label names, or in Windows-1252 when it names none, without looking further. */
export const decodeAs = (bytes: Buffer, label: string): string =>
  convert(bytes, readLabel(label)?.charset ?? 'windows-1252');

/** Returns the warnings about a text that was read against its label or is damaged. @param noun e.g. `page` */
export function decodeWarnings(
  { charset, overruled, damaged }: Decoded,
  stated: string | undefined,
  noun: string,
): StageWarning[] {
  const warnings: StageWarning[] = [];
  if (overruled)
    warnings.push({
      code: 'charset_overruled',
      detail: `The ${noun} states the encoding ${(stated ?? '').slice(0, 40)}, but its bytes are not in it. It was read as ${charset}`,
    });
  if (damaged > 0)
    warnings.push({
      code: 'part_not_read',
      detail: `The ${noun} has ${damaged} damaged ${damaged === 1 ? 'character' : 'characters'}, shown as \ufffd`,
    });
  return warnings;
}

const certain = (text: string, charset: string): Decoded => ({ text, charset, overruled: false, damaged: 0 });

/** Returns text whose broken characters the decoder replaced. */
const damagedIn = (text: string, charset: string): Decoded => ({
  ...certain(text, charset),
  damaged: count(text, '\ufffd'),
});

function guessed(bytes: Buffer, overruled = false): Decoded {
  const text = damagedUtf8(bytes, 3);
  if (text !== null) return { ...damagedIn(text, 'utf-8'), overruled };
  const charset = guessCharset(bytes);
  return { ...certain(convert(bytes, charset), charset), overruled };
}

/** Decodes text that is not valid Unicode by its label, unless the bytes contradict it. */
function labeled(bytes: Buffer, { charset, ascii }: Label): Decoded {
  if (charset === 'utf-8') {
    const text = damagedUtf8(bytes, 1);
    return text === null ? guessed(bytes, true) : damagedIn(text, charset);
  }
  if (ascii) return guessed(bytes);
  if (charset === null || WIDE.test(charset)) return guessed(bytes, true);
  if (charset === 'windows-1252' && isHardlyWestern(bytes)) {
    const guess = guessed(bytes);
    return { ...guess, overruled: guess.charset !== charset };
  }
  const text = convert(bytes, charset);
  if (!MULTIBYTE.test(charset)) return certain(text, charset);
  return count(text, '\ufffd') > MAX_BROKEN * text.length ? guessed(bytes, true) : damagedIn(text, charset);
}

/** Returns text that is valid UTF-8, or UTF-16 by its zero bytes; null when it is neither or the label fits as well. */
function unmarkedUnicode(bytes: Buffer, label: Label | null): Decoded | null {
  const wide = bytes.subarray(0, SAMPLE_BYTES).includes(0) ? unmarkedUtf16(bytes) : null;
  if (wide !== null) return certain(iconv.decode(bytes, wide), wide);
  const read = strictUtf8(bytes);
  if (read === null) return null;
  const { text } = read;
  const charset = label?.charset ?? 'utf-8';
  const isAscii = text.length === bytes.length;
  if (!isAscii && MULTIBYTE.test(charset) && !BEYOND_CHANCE.test(text)) return null;
  return { ...read, overruled: !isAscii && label?.ascii !== true && charset !== 'utf-8' };
}

/** Decodes by the encoding's name. iconv-lite has no ISO-2022-JP, and Node has no right Windows-1252. */
function convert(bytes: Buffer, charset: string): string {
  return charset === 'iso-2022-jp' ? iso2022Jp(bytes) : iconv.decode(bytes, charset);
}

const iso2022Jp = (bytes: Buffer): string => new TextDecoder('iso-2022-jp').decode(bytes);

/** Returns true when the sample switches to JIS X 0208 and back; other decoders take such text for ASCII. */
function isIso2022Jp(sample: Buffer): boolean {
  const at = ['\u001b$B', '\u001b$@'].map((mark) => sample.indexOf(mark, 0, 'latin1')).find((n) => n >= 0);
  return at !== undefined && ['\u001b(B', '\u001b(J'].some((mark) => sample.includes(mark, at, 'latin1'));
}

/** Returns the text, or null when the bytes are not UTF-8. Text cut off inside its last character counts as UTF-8. */
function strictUtf8(bytes: Buffer): Decoded | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(bytes, { stream: true });
    try {
      return certain(text + decoder.decode(), 'utf-8');
    } catch {
      // An incomplete character after plain ASCII may be Latin-1; after other UTF-8 characters it is a cut-off.
      return /[^\0-\x7f]/.test(text) ? { ...certain(`${text}\ufffd`, 'utf-8'), damaged: 1 } : null;
    }
  } catch {
    // The bytes are in another encoding, which the caller finds.
    return null;
  }
}

/** Returns UTF-8 with a few broken characters; null when it has fewer than `least` whole ones for each broken one. */
function damagedUtf8(bytes: Buffer, least: number): string | null {
  const text = bytes.toString('utf8');
  const whole = (text.match(/[^\0-\x7f\ufffd]/gu) ?? []).length;
  return whole > 0 && whole >= count(text, '\ufffd') * least ? text : null;
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

const count = (text: string, sign: string): number => text.split(sign).length - 1;
