/** Counts what a text layer consists of. */

/** Fewer letters and digits inside the margins of a page may be a stamp on a scan. */
export const ENOUGH_LETTERS = 64;
/** A text layer is useless when a larger share of its characters has no Unicode mapping. */
const MAX_BAD_SHARE = 0.3;
/** A page without text and with this many paths may have its letters drawn as outlines. */
export const OUTLINED_PATHS = 20;

const LETTER = /[\p{L}\p{N}]/u;
// A font without a mapping yields U+FFFD, private use characters, and controls other than white space.
const MEANINGLESS = /[\uFFFD\uFFFE\uFFFF\p{Co}]|(?![\t\n\r\f])\p{Cc}/u;

/** The class of each character below U+0080, by code. Nearly all text consists of these. */
const ASCII = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return LETTER.test(character) ? 'letter' : MEANINGLESS.test(character) ? 'bad' : 'other';
});

/** Counts letters and digits, and characters without meaning; `readable` when the latter are few. */
export function measure(text: string): { letters: number; bad: number; readable: boolean } {
  let letters = 0;
  let bad = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i += 1;
    const kind = ASCII[code];
    if (kind === 'letter') letters += 1;
    else if (kind === 'bad') bad += 1;
    else if (kind === undefined) {
      const character = String.fromCodePoint(code);
      if (LETTER.test(character)) letters += 1;
      else if (MEANINGLESS.test(character)) bad += 1;
    }
  }
  return { letters, bad, readable: bad <= (letters + bad) * MAX_BAD_SHARE };
}

/** Returns true when an ASCII text has enough letters and digits for a page of its own. */
export function hasEnoughLetters(text: string): boolean {
  let letters = 0;
  for (let i = 0; i < text.length && letters < ENOUGH_LETTERS; i += 1)
    if (ASCII[text.charCodeAt(i)] === 'letter') letters += 1;
  return letters >= ENOUGH_LETTERS;
}

/** Returns true when the text has letters, and few characters without meaning. */
export function isReadable(text: string): boolean {
  const { letters, readable } = measure(text);
  return letters > 0 && readable;
}
