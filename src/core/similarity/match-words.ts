/**
 * Finds what two lists of words have in common: by the shortest edit (Myers, "An O(ND) difference algorithm", 1986) where
 * they differ little, else between runs of words that each list has once.
 */
import type { Steps } from '../util/event-loop.ts';
import { joined, mixed } from './words.ts';

/** `length` words from `a` on in the first list are those from `b` on in the second one. */
export interface Span {
  a: number;
  b: number;
  length: number;
}

interface Gap {
  a: number;
  b: number;
  aEnd: number;
  bEnd: number;
}

/** Steps of the search for the shortest edit before it is given up: some 10 ms. */
const BUDGET = 2_000_000;
/** Its memory grows with the square of the edits. */
const MOST_EDITS = 600;
/** Words that must occur together, and once, to be taken for the same place in both lists. */
const RUN = 4;
/** Words between two pauses. */
const SLICE = 4000;

/** @returns the common runs in order; `coarse` if somewhere more may be in common than was found */
export function* matchWords(
  a: readonly number[],
  b: readonly number[],
): Steps<{ common: Span[]; coarse: boolean }> {
  const spans: Span[] = [];
  let coarse = false;
  const gaps: Gap[] = [{ a: 0, b: 0, aEnd: a.length, bEnd: b.length }];
  for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
    yield;
    const inner = trimmed(a, b, gap, spans);
    if (inner.a === inner.aEnd || inner.b === inner.bEnd) continue;
    const edit = shortestEdit(a, b, inner);
    if (edit !== null) {
      spans.push(...edit);
      continue;
    }
    const anchors = yield* anchorsOf(a, b, inner);
    if (anchors.length === 0) coarse = true;
    for (const between of gapsBetween(inner, anchors)) gaps.push(between);
    spans.push(...anchors);
  }
  return { common: merged(spans), coarse };
}

/** Takes what both begin and end with. @returns the rest */
function trimmed(a: readonly number[], b: readonly number[], gap: Gap, spans: Span[]): Gap {
  const inner = { ...gap };
  while (inner.a < inner.aEnd && inner.b < inner.bEnd && a[inner.a] === b[inner.b]) {
    inner.a += 1;
    inner.b += 1;
  }
  while (inner.aEnd > inner.a && inner.bEnd > inner.b && a[inner.aEnd - 1] === b[inner.bEnd - 1]) {
    inner.aEnd -= 1;
    inner.bEnd -= 1;
  }
  const [before, after] = [inner.a - gap.a, gap.aEnd - inner.aEnd];
  if (before > 0) spans.push({ a: gap.a, b: gap.b, length: before });
  if (after > 0) spans.push({ a: inner.aEnd, b: inner.bEnd, length: after });
  return inner;
}

/** Returns the runs that the shortest edit keeps; null when it has too many edits. */
function shortestEdit(a: readonly number[], b: readonly number[], gap: Gap): Span[] | null {
  const [n, m] = [gap.aEnd - gap.a, gap.bEnd - gap.b];
  const most = Math.min(n + m, MOST_EDITS, Math.ceil(BUDGET / (n + m)) + 20);
  const middle = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(furthest.slice(middle - edits - 1, middle + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const down =
        k === -edits || (k !== edits && at(furthest, middle + k - 1) < at(furthest, middle + k + 1));
      let x = down ? at(furthest, middle + k + 1) : at(furthest, middle + k - 1) + 1;
      while (x < n && x - k < m && a[gap.a + x] === b[gap.b + x - k]) x += 1;
      furthest[middle + k] = x;
      if (x >= n && x - k >= m) return runsOf(trace, gap, n, m);
    }
  }
  return null;
}

const at = (list: Int32Array, index: number): number => list[index] ?? 0;

/** Goes back from the end of an edit. @param trace how far each diagonal had come before each edit */
function runsOf(trace: readonly Int32Array[], gap: Gap, n: number, m: number): Span[] {
  const spans: Span[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const before = trace[edits] ?? new Int32Array(3);
    const of = (k: number): number => at(before, k + edits + 1);
    const k = x - y;
    const down = k === -edits || (k !== edits && of(k - 1) < of(k + 1));
    const previous = down ? k + 1 : k - 1;
    const from = edits === 0 ? 0 : of(previous) + (down ? 0 : 1);
    if (x > from) spans.push({ a: gap.a + from, b: gap.b + from - k, length: x - from });
    if (edits === 0) break;
    x = of(previous);
    y = x - previous;
  }
  return spans;
}

/** Returns the longest row of runs that both lists have once, in the same order in both. */
function* anchorsOf(a: readonly number[], b: readonly number[], gap: Gap): Steps<Span[]> {
  const inA = yield* onceIn(a, gap.a, gap.aEnd);
  const inB = yield* onceIn(b, gap.b, gap.bEnd);
  const pairs: Span[] = [];
  // In the order of the first list.
  for (const [run, from] of inA) {
    const to = inB.get(run) ?? -1;
    if (from < 0 || to < 0 || !isSameRun(a, from, b, to)) continue;
    pairs.push({ a: from, b: to, length: RUN });
    if (pairs.length % SLICE === 0) yield;
  }
  return withoutOverlap(longestRising(pairs));
}

function isSameRun(a: readonly number[], from: number, b: readonly number[], to: number): boolean {
  for (let i = 0; i < RUN; i += 1) if (a[from + i] !== b[to + i]) return false;
  return true;
}

/** Returns where each run begins, by a number that two runs hardly ever share; -1 for one that is there again. */
function* onceIn(words: readonly number[], from: number, to: number): Steps<Map<number, number>> {
  const found = new Map<number, number>();
  for (let i = from; i + RUN <= to; i += 1) {
    let low = 0;
    let high = 0;
    for (let k = 0; k < RUN; k += 1) {
      low = mixed(low ^ (words[i + k] ?? 0));
      high = mixed(high + (words[i + k] ?? 0) + k);
    }
    const run = joined(low, high);
    found.set(run, found.has(run) ? -1 : i);
    if (i % SLICE === 0) yield;
  }
  return found;
}

/** Returns the longest part of the pairs in which `b` rises as well. */
function longestRising(pairs: readonly Span[]): Span[] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(({ b }, index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if ((pairs[tails[half] ?? 0]?.b ?? 0) < b) low = half + 1;
      else high = half;
    }
    before[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  });
  const chosen: Span[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.reverse();
}

/** Runs that begin inside the one before are left out; what they have in common is found between the others. */
function withoutOverlap(pairs: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const pair of pairs) {
    const last = kept.at(-1);
    if (last === undefined || (pair.a >= last.a + last.length && pair.b >= last.b + last.length))
      kept.push(pair);
  }
  return kept;
}

function gapsBetween(gap: Gap, anchors: readonly Span[]): Gap[] {
  if (anchors.length === 0) return [];
  const gaps: Gap[] = [];
  let [i, j] = [gap.a, gap.b];
  for (const { a, b, length } of [...anchors, { a: gap.aEnd, b: gap.bEnd, length: 0 }]) {
    if (a > i && b > j) gaps.push({ a: i, b: j, aEnd: a, bEnd: b });
    i = a + length;
    j = b + length;
  }
  return gaps;
}

/** Returns the runs in order, those that follow one another as one. */
function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.a - other.a)) {
    const last = all.at(-1);
    if (last !== undefined && last.a + last.length === span.a && last.b + last.length === span.b)
      last.length += span.length;
    else all.push({ ...span });
  }
  return all;
}
