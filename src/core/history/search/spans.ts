/** Finds the places of a search in one text, by the positions of its words. */
import type { Place, Words } from '../../../shared/search-ast.ts';

/** Positions of the first and the last word. `parts` are the words themselves, where words between them do not count. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly parts: readonly Span[] | null;
}

/** A text, as far as a search looks at it. */
export interface Positions {
  /** Returns the positions at which these words begin, ascending. */
  of(words: Words): readonly number[];
  /** Returns how many words a phrase has. */
  length(words: Words): number;
  /** Positions that no span may contain, ascending: the ends of single values. */
  readonly walls: readonly number[];
}

const byFirst = (a: Span, b: Span): number => a.first - b.first || a.last - b.last;

/** Returns the spans of a place, in order, each once. */
export function spansOf(place: Place, positions: Positions): Span[] {
  if (place.kind === 'words') {
    const more = positions.length(place) - 1;
    return positions.of(place).map((first) => ({ first, last: first + more, parts: null }));
  }
  if (place.kind === 'or') return distinct(place.parts.flatMap((part) => spansOf(part, positions)));
  const left = spansOf(place.left, positions);
  const right = left.length === 0 ? [] : spansOf(place.right, positions);
  return distinct(
    near(left, right, place.within, place.ordered).filter((span) => !isWalled(span, positions.walls)),
  );
}

function distinct(spans: Span[]): Span[] {
  spans.sort(byFirst);
  return spans.filter((span, i) => {
    const before = spans[i - 1];
    return before === undefined || before.first !== span.first || before.last !== span.last;
  });
}

/** @param right ascending */
function near(left: readonly Span[], right: readonly Span[], within: number, ordered: boolean): Span[] {
  const longest = right.reduce((max, { first, last }) => Math.max(max, last - first), 0);
  const found: Span[] = [];
  for (const one of left) {
    const from = ordered ? one.last + 1 : one.first - within - longest;
    for (let i = firstFrom(right, from); i < right.length; i += 1) {
      const other = right[i];
      if (other === undefined || other.first > one.last + within) break;
      const isAfter = other.first > one.last;
      const isBefore = !ordered && other.last < one.first && one.first - other.last <= within;
      if (isAfter || isBefore)
        found.push({
          first: Math.min(one.first, other.first),
          last: Math.max(one.last, other.last),
          parts: [...(one.parts ?? [one]), ...(other.parts ?? [other])],
        });
    }
  }
  return found;
}

/** Returns the index of the first span that begins at `position` or later. */
function firstFrom(spans: readonly Span[], position: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.first ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isWalled = ({ first, last }: Span, walls: readonly number[]): boolean =>
  walls.some((wall) => wall > first && wall < last);
