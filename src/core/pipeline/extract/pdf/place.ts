/** Puts the words of a picture into the text of its page, where the picture stands. */

/** PDFium marks broken words with characters of its own. */
const squeezed = (line: string): string => line.replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, '').toLowerCase();

/**
 * Returns the text with the words of a picture as a paragraph of its own: after the last line above the picture, or
 * before the first line below it, or at the end when neither is found in the text.
 * @param near the lines next to the picture, which may be parts of the lines of the text
 */
export function placePicture(
  text: string,
  words: string,
  near: { above: readonly string[]; below: readonly string[] },
): string {
  const lines = text.split(/\r?\n/);
  const plain = lines.map(squeezed);
  const placesOf = (line: string | undefined): number[] => {
    const wanted = squeezed(line ?? '');
    return wanted === '' ? [] : plain.flatMap((candidate, at) => (candidate.includes(wanted) ? [at] : []));
  };
  const above = placesOf(near.above.at(-1));
  const below = placesOf(near.below[0]);
  // Of several like lines, the right ones stand next to each other.
  const pair = above.find((at) => below.some((next) => next > at && next - at <= 2));
  const after = pair ?? above.at(-1) ?? (below[0] === undefined ? lines.length - 1 : below[0] - 1);
  return [...lines.slice(0, after + 1), '', ...words.split('\n'), '', ...lines.slice(after + 1)].join('\n');
}
