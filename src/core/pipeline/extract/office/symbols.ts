/** Turns characters of symbol fonts, which are pictures under the codes of letters, into the Unicode characters they show. */
import { recodeSymbolFontText } from 'rtf-stream-parser/dist/src/decode.js';

const DINGBATS = 'Zapf Dingbats';
const FONTS = new Map([
  ...['Symbol', 'Webdings', 'Wingdings', 'Wingdings 2', 'Wingdings 3'].map(
    (name) => [name.toLowerCase(), name] as const,
  ),
  ...['zapf dingbats', 'itc zapf dingbats', 'zapfdingbats', 'monotype sorts'].map(
    (name) => [name, DINGBATS] as const,
  ),
]);
/** Characters of Zapf Dingbats that Unicode has outside its block of dingbats. */
const OTHER_DINGBATS = new Map([
  [0x25, '\u260e'],
  [0x2a, '\u261b'],
  [0x2b, '\u261e'],
  [0x48, '\u2605'],
  [0x6c, '\u25cf'],
  [0x6e, '\u25a0'],
  [0x73, '\u25b2'],
  [0x74, '\u25bc'],
  [0x75, '\u25c6'],
  [0x77, '\u25d7'],
]);

/** Plain characters in place of rare ones that mean the same, so that a box or an arrow is the same in every document. */
const PLAIN: readonly (readonly [string, string])[] = [
  ['\u2610', '\u25a1\u25fb\u2b1c\u274f\u2750\u2751\u2752\u{1f790}\u{1f791}\u{1f78e}\u{1f78f}'],
  ['\u2611', '\u{1f5f9}'],
  ['\u2612', '\u2327\u{1f5f5}\u{1f5f7}\u2bbd'],
  ['\u2717', '\u{1f5f4}\u{1f5f6}\u{1f5d9}'],
  ['\u2714', '\u2714'],
  ['\u25cb', '\u26aa\u{1f53e}\u{1f785}\u{1f786}'],
  ['\u25cf', '\u26ab\u2b24'],
  ['\u25a0', '\u25fc\u2b1b'],
  ['\u2190', '\u2b60\u2b88\u{1f868}\u{1f878}'],
  ['\u2192', '\u2b62\u2b8a\u2b9a\u{1f86a}\u{1f87a}'],
  ['\u2191', '\u2b61\u2b89\u{1f869}\u{1f879}'],
  ['\u2193', '\u2b63\u2b8b\u{1f86b}\u{1f87b}'],
];
const PLAINER = new Map(PLAIN.flatMap(([plain, rare]) => [...rare].map((c) => [c, plain] as const)));

/** Returns the font's name as the tables have it, or undefined when its characters are ordinary ones. */
export const symbolFont = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : FONTS.get(name.trim().toLowerCase());

/**
 * Returns the characters that a text shows in a symbol font.
 * @param font as `symbolFont` returned it
 */
export function symbolText(text: string, font: string): string {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Word stores the codes of symbol fonts from U+F020 on, where Unicode has no characters.
    const byte = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
    const mapped = byte < 0x20 || byte > 0xff ? character : inFont(byte, font);
    shown += PLAINER.get(mapped ?? '') ?? mapped ?? '';
  }
  return shown;
}

function inFont(byte: number, font: string): string | undefined {
  if (font !== DINGBATS) return recodeSymbolFontText(String.fromCharCode(byte), font, 'skip');
  if (byte === 0x20) return ' ';
  return OTHER_DINGBATS.get(byte) ?? (byte < 0x7f ? String.fromCharCode(0x2700 + byte - 0x20) : undefined);
}

/** Returns the characters for codes of a symbol font whose name is not known; bullets are the same in most of them. */
export const unknownSymbols = (text: string): string => text.replaceAll('\uf0b7', '\u2022');
