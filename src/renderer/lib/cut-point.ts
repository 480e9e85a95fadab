/** Where a name is cut when it does not fit. */

const graphemes = new Intl.Segmenter('en-US', { granularity: 'grapheme' });
const SIMPLE = /^[\x20-\x7e]*$/;
/** Texts that are written from right to left are not cut in two: the halves would change places. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Returns how many UTF-16 units of the text may be cut; the rest, about `tail` characters, stays visible. It never
 * divides a character, and returns the whole length for a text that is short or written from right to left. It cuts
 * between words if it can, because a screen reader reads both parts with a gap.
 */
export function cutPoint(text: string, tail: number): number {
  if (text.length <= tail + 4 || RIGHT_TO_LEFT.test(text)) return text.length;
  if (SIMPLE.test(text)) return betweenWords(text, text.length - tail);
  const starts = [...graphemes.segment(text)].map(({ index }) => index);
  return starts.length <= tail + 4 ? text.length : (starts.at(-tail) ?? text.length);
}

/** How far from the wanted place a cut between words may be, characters. */
const [BEFORE, AFTER] = [6, 4];

function betweenWords(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at + AFTER - 1);
  return space >= at - BEFORE && space > 0 ? space + 1 : at;
}
