/** Finds the word of a document's text that was clicked. */
import type { TextMark } from '../../shared/search.ts';

interface Click {
  clientX: number;
  clientY: number;
  button: number;
}

/** Returns the word at the point; null beside the words, and when the reader selects text. */
export function wordAt(text: string, { clientX, clientY, button }: Click): TextMark | null {
  if (button !== 0 || document.getSelection()?.isCollapsed === false) return null;
  const at = document.caretPositionFromPoint?.(clientX, clientY);
  const range = at == null ? document.caretRangeFromPoint?.(clientX, clientY) : null;
  const [node, offset] =
    at == null ? [range?.startContainer, range?.startOffset ?? 0] : [at.offsetNode, at.offset];
  const segment = node?.parentElement?.closest<HTMLElement>('[data-from]');
  if (node == null || segment == null) return null;
  const before = document.createRange();
  before.setStart(segment, 0);
  before.setEnd(node, offset);
  return wordAround(text, Number(segment.dataset.from) + before.toString().length);
}

/** Returns the word at a place in a text; null between words. */
export function wordAround(text: string, place: number): TextMark | null {
  let start = place;
  while (start > 0 && isInWord(text[start - 1])) start -= 1;
  let end = place;
  while (end < text.length && isInWord(text[end])) end += 1;
  return start === end ? null : { start, end };
}

const isInWord = (sign: string | undefined): boolean => sign !== undefined && /\S/.test(sign);
