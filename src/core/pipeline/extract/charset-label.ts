/** Turns the name of a character encoding, as files state it, into the encoding that its bytes have in practice. */
import iconv from 'iconv-lite';

/**
 * Encodings and the names that stand for them, without case and punctuation. Each encoding holds the ones that are
 * listed beside it: pages and mails that say ISO 8859-1 or ASCII are Windows-1252, as the WHATWG's table says too.
 * Numbers are code pages of Windows.
 */
const NAMES: Readonly<Record<string, string>> = {
  'windows-1252':
    'ascii usascii ansix341968 ansix341986 iso646us isoir6 cp367 ibm367 us iso88591 iso885911987 latin1 l1 isoir100 ibm819 cp819 csisolatin1 ansi western xansi cp1252 xcp1252 windows1252 win1252 1252 20127 28591',
  'windows-1254':
    'iso88599 iso885991989 latin5 l5 isoir148 csisolatin5 cp1254 xcp1254 windows1254 1254 28599',
  'windows-874': 'iso885911 tis620 tis62025330 dos874 cp874 windows874 874',
  'utf-8': 'utf8 xutf8 utf8mb4 unicode11utf8 unicode20utf8 xunicode20utf8 cp65001 65001',
  'utf-16le': 'utf16le ucs2 ucs2le iso10646ucs2 csunicode unicodefeff unicode 1200',
  'utf-16be': 'utf16be ucs2be unicodefffe 1201',
  gb18030:
    'gb2312 gb231280 csgb2312 csiso58gb231280 isoir58 gbk xgbk chinese euccn cngb cp936 ms936 windows936 936 54936 gb180302000 gb18030',
  'big5-hkscs': 'big5 big5hkscs cnbig5 csbig5 xxbig5 cp950 ms950 windows950 950 951',
  cp932: 'shiftjis sjis xsjis mskanji csshiftjis windows31j cswindows31j cp932 ms932 windows932 932',
  'euc-jp': 'eucjp xeucjp cseucpkdfmtjapanese 20932 51932',
  'iso-2022-jp':
    'iso2022jp csiso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jpms cp50220 50220 50221 50222',
  cp949:
    'euckr cseuckr ksc5601 ksc56011987 ksc56011989 csksc56011987 isoir149 korean uhc cp949 ms949 windows949 949 51949',
  'koi8-r': 'koi8r koi8 koi cskoi8r 20866',
  'koi8-u': 'koi8u koi8ru 21866',
  macintosh: 'macintosh mac macroman xmacroman csmacintosh 10000',
  maccyrillic: 'maccyrillic xmaccyrillic xmacukrainian 10007',
  'iso-8859-8': 'iso88598 iso88598i iso88598e logical visual 28598 38598',
};
const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([charset, names]) => names.split(' ').map((name) => [name, charset])),
);
/** Names that stand for no encoding: some are known to the decoder as another way to write bytes. */
const NO_CHARSET =
  /^(?:base64|hex|binary|raw|none|default|internal|unknown|unknown8bit|xunknown|xuserdefined|8bit|7bit|auto)$/;
const ASCII_ALONE = /^(?:us|usascii|ascii|ansix3419\d\d|iso646us|isoir6|cp367|ibm367|20127)$/;

export interface Label {
  /** The encoding to decode with; null when the name is of none that is known. */
  charset: string | null;
  /** Whether the label says that the text has no character outside ASCII. */
  ascii: boolean;
}

/** Returns the encoding that a label names, or null when it names none, such as `x-unknown`. */
export function readLabel(label: string | undefined): Label | null {
  const stated = (label ?? '').trim().replace(/^["']|["']$/g, '');
  const name = stated.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (name === '' || NO_CHARSET.test(name)) return null;
  const known = BY_NAME.get(name) ?? (iconv.encodingExists(stated) ? stated.toLowerCase() : null);
  return { charset: known, ascii: ASCII_ALONE.test(name) };
}

/** Files declare their encoding near the start; HTML wants it within 1,024 bytes, but programs write more before it. */
const DECLARED_WITHIN = 8192;
const DECLARATIONS = [
  /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})/i,
  /^\s*<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}["']([\w.:-]{2,40})/i,
];

/** Returns the encoding that an HTML or XML file declares; undefined when it declares none. */
export function declaredCharset(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, DECLARED_WITHIN).toString('latin1');
  return DECLARATIONS.map((pattern) => pattern.exec(head)?.[1]).find((name) => name !== undefined);
}
