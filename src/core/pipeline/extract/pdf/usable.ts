/** Whether a page's text layer stands for the page, or the page must be read by OCR. */

/** With this many letters and digits a text layer is taken for the page's text. */
const ENOUGH = 64;
/** Share of characters without meaning (no Unicode mapping) above which a text layer is useless. */
const MAX_BAD_SHARE = 0.3;
/** Drawings with this many paths may be letters turned into outlines. */
const OUTLINED_PATHS = 20;

const LETTER = /[\p{L}\p{N}]/u;
// U+FFFD, private use, and controls other than white space: what a font without a mapping gives.
const MEANINGLESS = /[\uFFFD\uFFFE\uFFFF\p{Co}]|(?![\t\n\r\f])\p{Cc}/u;

/** What a character below U+0080 is, by its code: nearly all text is made of these. */
const ASCII = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return LETTER.test(character) ? 'letter' : MEANINGLESS.test(character) ? 'bad' : 'other';
});

function measure(text: string): { letters: number; bad: number; readable: boolean } {
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

/** Whether it has letters, and not mostly characters without meaning. */
export function isReadable(text: string): boolean {
  const { letters, readable } = measure(text);
  return letters > 0 && readable;
}

/** Whether the text decides by itself: no look at the page would make it anything but the page's text. */
export function isPageText(text: string): boolean {
  const { letters, readable } = measure(text);
  return letters >= ENOUGH && readable;
}

/**
 * `text`: the layer is the page's text. `ocr`: it is missing, unusable, or only a stamp (a Bates number,
 * a filing header) on a scanned page. `none`: nothing is on the page.
 * @param drawn looked at only when the text does not decide
 */
export function pageSource(
  text: string,
  drawn: () => { images: number; paths: number },
): 'text' | 'ocr' | 'none' {
  const { letters, bad, readable } = measure(text);
  if (letters >= ENOUGH && readable) return 'text';
  const { images, paths } = drawn();
  if (images > 0) return 'ocr';
  if (letters > 0) return readable ? 'text' : 'ocr';
  return paths >= OUTLINED_PATHS || bad > 0 ? 'ocr' : 'none';
}
