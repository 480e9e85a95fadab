/** The font table of an RTF file, which says in which code page the bytes of a text are. */
import iconv from 'iconv-lite';
import { symbolFont, symbolText, unknownSymbols } from '../office/symbols.ts';

/** Code page of each Windows character set (`\fcharset`). Those of the Macintosh have names in the decoder. */
const CHARACTER_SETS: Readonly<Record<number, string>> = {
  0: 'cp1252',
  77: 'macroman',
  78: 'shift_jis',
  79: 'cp949',
  80: 'gbk',
  81: 'big5',
  85: 'macgreek',
  86: 'macturkish',
  88: 'maccenteuro',
  89: 'maccyrillic',
  128: 'cp932',
  129: 'cp949',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
};
const CODE_PAGES: Readonly<Record<number, string>> = {
  708: 'iso-8859-6',
  1200: 'utf-16le',
  10000: 'macroman',
  10006: 'macgreek',
  10007: 'maccyrillic',
  10029: 'maccenteuro',
  10081: 'macturkish',
  20127: 'utf-8',
  65001: 'utf-8',
};

/** Character sets for which Redwell has no table: Hebrew and Arabic of the Macintosh, and Johab. */
const NO_TABLE = new Set([83, 84, 130]);

interface Font {
  name: string;
  encoding: string | undefined;
  isUnknown: boolean;
}
const newFont = (): Font => ({ name: '', encoding: undefined, isUnknown: false });

export class RtfFonts {
  readonly #fonts = new Map<number, Font>();
  #building = newFont();
  #encoding = 'cp1252';
  #isUnknown = false;
  /** Text was in a character set for which there is no table. */
  guessed = false;

  /** Sets the code page of text in fonts that state none. */
  setDefault(codePage: number | undefined): void {
    const name = encodingOf(codePage);
    this.#isUnknown = name === null;
    this.#encoding = name ?? this.#encoding;
  }

  /** Takes a control of the font table. */
  define(word: string, value: number | undefined): void {
    const font = this.#building;
    if (word === 'f') {
      this.#building = newFont();
      this.#fonts.set(value ?? 0, this.#building);
    } else if (word === 'fcharset') {
      font.encoding = CHARACTER_SETS[value ?? 1];
      font.isUnknown = NO_TABLE.has(value ?? 1);
    } else if (word === 'cpg') {
      const name = encodingOf(value);
      font.isUnknown = name === null;
      font.encoding = name ?? font.encoding;
    }
  }

  /** Adds to the name of the font that is being defined. */
  name(text: string): void {
    this.#building.name += text;
  }

  /** Decodes bytes in a font. */
  decode(bytes: Buffer, number: number | undefined): string {
    const font = this.#fonts.get(number ?? -1);
    const symbols = symbolFont(font?.name.replace(/;.*$/s, ''));
    if (symbols !== undefined) return symbolText(bytes.toString('latin1'), symbols);
    const encoding = font?.encoding;
    if (font?.isUnknown || (encoding === undefined && this.#isUnknown))
      this.guessed ||= bytes.some((byte) => byte > 0x7f);
    const text = iconv.decode(bytes, encoding ?? this.#encoding);
    if (encoding === undefined || !text.includes('\ufffd') || /[^\0-\x7f\ufffd]/.test(text)) return text;
    // Some fonts are of another character set than their text, which is then in that of the file.
    const plain = iconv.decode(bytes, this.#encoding);
    return plain.includes('\ufffd') ? text : plain;
  }

  /** Returns what a character shows in a font. */
  show(text: string, number: number | undefined): string {
    const symbols = symbolFont(this.#fonts.get(number ?? -1)?.name.replace(/;.*$/s, ''));
    return symbols === undefined ? unknownSymbols(text) : symbolText(text, symbols);
  }
}

/** Returns the name of a code page; undefined when it is that of the font, and null when there is no table for it. */
function encodingOf(codePage: number | undefined): string | null | undefined {
  // Page 0 means the system's own, and 42 is that of symbol fonts.
  if (codePage === undefined || codePage === 0 || codePage === 42) return undefined;
  const name = CODE_PAGES[codePage] ?? `cp${codePage}`;
  return iconv.encodingExists(name) ? name : null;
}
