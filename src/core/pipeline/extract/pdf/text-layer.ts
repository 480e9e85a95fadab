/** Decides whether the text layer of a page is enough or the page needs OCR. */

/** A text layer with this many letters and digits counts as the text of the page. */
const ENOUGH = 64;
/** A text layer is useless when a larger share of its characters has no Unicode mapping. */
const MAX_BAD_SHARE = 0.3;
/** A page with this many paths may have its letters drawn as outlines. */
const OUTLINED_PATHS = 20;

const LETTER = /[\p{L}\p{N}]/u;
// A font without a mapping yields U+FFFD, private use characters, and controls other than white space.
const MEANINGLESS = /[\uFFFD\uFFFE\uFFFF\p{Co}]|(?![\t\n\r\f])\p{Cc}/u;

/** The class of each character below U+0080, by code. Nearly all text consists of these. */
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

/** Returns true when the text has letters, and few characters without meaning. */
export function isReadable(text: string): boolean {
  const { letters, readable } = measure(text);
  return letters > 0 && readable;
}

/** Returns true when the text alone shows that the page needs no OCR. */
export function isPageText(text: string): boolean {
  const { letters, readable } = measure(text);
  return letters >= ENOUGH && readable;
}

/**
 * Returns where the text of a page comes from: `text` when the text layer is enough; `ocr` when the layer is missing,
 * unusable, or only a stamp (Bates number, filing header) on a scanned page; `none` when the page is empty.
 * @param drawn called only when the text does not decide
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
