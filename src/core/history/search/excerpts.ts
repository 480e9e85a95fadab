/** Shows where a search is found: excerpts of a text with the marked places, and the places in a whole text. */
import type { Excerpt, TextMark } from '../../../shared/search.ts';
import type { Place } from '../../../shared/search-ast.ts';
import { positiveWords } from './columns.ts';
import { type Span, spansOf } from './spans.ts';
import { textPositions } from './text-positions.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Characters before and after a mark. */
const CONTEXT = 90;

/** Returns the marked places of a text, in order, none inside another. Offsets are UTF-16 units. */
export function marksOf(text: string, places: readonly Place[], tokenizer: Tokenizer): TextMark[] {
  if (places.length === 0) return [];
  const { positions, offsets } = textPositions(text, places.flatMap(positiveWords), tokenizer);
  const spans = places
    .flatMap((place) => spansOf(place, positions))
    .flatMap(({ parts, ...span }): readonly Omit<Span, 'parts'>[] => parts ?? [span]);
  const marks = spans.map(({ first, last }) => ({ start: offsets(first).start, end: offsets(last).end }));
  return merged(marks);
}

function merged(marks: TextMark[]): TextMark[] {
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: TextMark[] = [];
  for (const mark of marks) {
    const before = kept.at(-1);
    if (before === undefined || mark.start >= before.end) kept.push(mark);
    else before.end = Math.max(before.end, mark.end);
  }
  return kept;
}

/** Returns at most `most` excerpts around the first marks. The marks' offsets are those in the excerpt. */
export function excerptsOf(text: string, marks: readonly TextMark[], most: number): Excerpt[] {
  const excerpts: Excerpt[] = [];
  let next = 0;
  while (excerpts.length < most) {
    const first = marks[next];
    if (first === undefined) break;
    const start = wordStart(text, first.start - CONTEXT);
    let end = wordEnd(text, first.end + CONTEXT);
    const inside: TextMark[] = [];
    for (let mark = marks[next]; mark !== undefined && mark.start < end; mark = marks[next]) {
      inside.push({ start: mark.start - start, end: mark.end - start });
      end = Math.max(end, mark.end);
      next += 1;
    }
    excerpts.push({
      start,
      text: text.slice(start, end).replaceAll(/\s/g, ' '),
      marks: inside,
      more: end < text.length,
    });
  }
  return excerpts;
}

/** Moves to the beginning of a word, so that no excerpt begins in the middle of one. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = /\s/.exec(text.slice(at, at + 30));
  return space === null ? afterPair(text, at) : at + space.index + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(Math.max(0, at - 30), at).search(/\s\S*$/);
  return space < 0 ? afterPair(text, at) : Math.max(0, at - 30) + space;
}

/** Never cuts a surrogate pair. */
const afterPair = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at;
