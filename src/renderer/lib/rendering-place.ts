/** Finds the word of a rendering at a point of its frame, and the place in the frame of a part of the text. */
import type { RenderedWord } from '../../shared/rendering.ts';
import type { TextMark } from '../../shared/search.ts';

/** The name under which the style of a rendering knows the words of the last jump. */
const HERE = 'here';
const SHOW_TEXT = 4;

/** Returns the place in the text of the word that was clicked, or of the nearest one in the same piece; null for none. */
export function wordAtPoint(
  frame: Document,
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>,
  words: readonly RenderedWord[],
): TextMark | null {
  const at = frame.caretPositionFromPoint?.(clientX, clientY);
  const [node, offset] =
    at == null ? caretOf(frame.caretRangeFromPoint?.(clientX, clientY)) : [at.offsetNode, at.offset];
  const piece = node?.parentElement?.closest('[data-t]');
  if (node == null || piece == null) return null;
  const before = frame.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  const word = nearestWord(words, Number(piece.getAttribute('data-t')), before.toString().length);
  return word === null ? null : { start: word[3], end: word[4] };
}

const caretOf = (range: Range | null | undefined): [Node | null, number] =>
  range == null ? [null, 0] : [range.startContainer, range.startOffset];

/** Returns the word of a token that is at a place in it, or nearest to it. */
export function nearestWord(
  words: readonly RenderedWord[],
  token: number,
  offset: number,
): RenderedWord | null {
  let nearest: RenderedWord | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const word of words) {
    if (word[0] !== token) continue;
    const distance = offset < word[1] ? word[1] - offset : Math.max(0, offset - word[2]);
    if (distance < least) [nearest, least] = [word, distance];
  }
  return nearest;
}

/** Returns the words of a part of the text; for a place without words, the next one after it. */
export function wordsOfPlace(
  words: readonly RenderedWord[],
  { start, end }: Pick<TextMark, 'start' | 'end'>,
): RenderedWord[] {
  const inside = words.filter((word) => word[3] < end && word[4] > start);
  if (inside.length > 0) return inside;
  let next: RenderedWord | null = null;
  for (const word of words) if (word[3] >= start && (next === null || word[3] < next[3])) next = word;
  return next === null ? [] : [next];
}

/** Marks the words of a part of the text. */
export function markWords(
  frame: Document,
  words: readonly RenderedWord[],
  place: Pick<TextMark, 'start' | 'end'>,
): void {
  const inside = frame.defaultView as (Window & typeof globalThis) | null;
  const ranges = wordsOfPlace(words, place).flatMap((word) => rangeOf(frame, word) ?? []);
  // A browser without highlights still shows the place by scrolling to it.
  if (inside?.Highlight !== undefined) inside.CSS.highlights.set(HERE, new inside.Highlight(...ranges));
}

/** Scrolls to a part of the text, unless it is in sight. */
export function scrollToWords(
  frame: Document,
  words: readonly RenderedWord[],
  place: Pick<TextMark, 'start' | 'end'>,
): void {
  const [first] = wordsOfPlace(words, place);
  const box = first === undefined ? undefined : rangeOf(frame, first)?.getBoundingClientRect();
  const inside = frame.defaultView;
  if (box === undefined || inside === null) return;
  if (box.top < 0 || box.bottom > inside.innerHeight) inside.scrollBy(0, box.top - inside.innerHeight / 2);
}

function rangeOf(frame: Document, [token, from, to]: RenderedWord): Range | null {
  const piece = frame.querySelector(`[data-t="${token}"]`);
  if (piece === null) return null;
  const range = frame.createRange();
  const nodes = frame.createTreeWalker(piece, SHOW_TEXT);
  let at = 0;
  let isOpen = false;
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (!isOpen && from < at + length) {
      range.setStart(node, from - at);
      isOpen = true;
    }
    if (isOpen && to <= at + length) {
      range.setEnd(node, to - at);
      return range;
    }
    at += length;
  }
  return null;
}
