/** The text as a person reads it: wrapped lines joined, broken words mended, one kind of blank, no running heads. */
import { Builder } from './builder.ts';
import { type LineBreak, lineBreaks } from './line-breaks.ts';
import { dropNumbers } from './line-numbers.ts';
import { type Line, linesOf } from './lines.ts';
import { bodyOf, type Span } from './pages.ts';
import { withoutDoubleSpacing } from './spacing.ts';
import { addLine, hasSmallCapitals, tidyLine } from './tidy.ts';

/** Texts of equal length for the grammars. Equal offsets in them are the same place. */
export interface ReadingText {
  /** Every line of the original on a line of its own, except where a word was mended. */
  lines: string;
  /** Lines joined where a sentence surely continues, so that a name may. */
  names: string;
  /** Lines joined also where only a number, an amount or a citation may continue. */
  patterns: string;
  /**
   * Returns the span in the original text. Of a span that runs over a page break or a running head, it is the longer
   * part on one side.
   */
  original: (start: number, end: number) => Span;
}

/**
 * Returns the reading text of a document. It takes time in proportion to the length of the text. Running heads and feet
 * are out of the sentences that they interrupt; one of each is at the end.
 * @param pages the pages of the text, when they are known
 */
export function readingText(text: string, pages: readonly Span[] = []): ReadingText {
  const builder = new Builder();
  const body = bodyOf(text, dropNumbers(text, linesOf(text)), pages);
  const lines = [...withoutDoubleSpacing(text, body.lines), ...apart(text, body.asides)];
  const small = hasSmallCapitals(text, lines);
  const tidy = lines.map((line) => ({ ...tidyLine(text, line.start, line.end, small), quoted: line.quoted }));
  const breaks = lineBreaks(tidy);
  const kept: { at: number; how: LineBreak }[] = [];
  lines.forEach((line, i) => {
    const own = tidy[i];
    const next = tidy[i + 1];
    if (own === undefined) return;
    addLine(builder, own);
    if (next === undefined) return;
    const how = breaks[i] ?? 'keep';
    const mended = how === 'keep' ? 'no' : mend(text, line.end, own.text, next.text);
    if (mended === 'drop') builder.drop();
    if (mended !== 'no') return;
    kept.push({ at: builder.length, how });
    builder.add('\n', line.end);
  });
  const whole = builder.text();
  const joined = (hows: readonly LineBreak[]): string => {
    const parts: string[] = [];
    let from = 0;
    for (const { at, how } of kept) {
      if (!hows.includes(how)) continue;
      parts.push(whole.slice(from, at), ' ');
      from = at + 1;
    }
    return parts.join('') + whole.slice(from);
  };
  return {
    lines: whole,
    names: joined(['join']),
    patterns: joined(['join', 'pattern']),
    original: (start, end) =>
      withinOnePage(text, { start: builder.originOf(start), end: builder.originOf(end - 1) + 1 }, body.gaps),
  };
}

/** Returns lines with blank ones before each. */
function apart(text: string, lines: readonly Line[]): Line[] {
  const blank: Line = { start: text.length, end: text.length, quoted: 0, endsPage: false };
  return lines.flatMap((line) => [blank, blank, line]);
}

/** Returns the longest part of a span that no gap interrupts, the first of equal ones. */
function withinOnePage(text: string, span: Span, gaps: readonly Span[]): Span {
  let best: Span = { start: span.start, end: span.start };
  let start = span.start;
  const take = (end: number): void => {
    const part = trimmed(text, start, end);
    if (part.end - part.start > best.end - best.start) best = part;
  };
  for (let i = firstAfter(gaps, span.start); i < gaps.length; i += 1) {
    const gap = gaps[i];
    if (gap === undefined || gap.start >= span.end) break;
    // What is in a gap as a whole is a running head itself.
    if (gap.start <= span.start && gap.end >= span.end) return span;
    take(gap.start);
    start = gap.end;
  }
  if (start === span.start) return span;
  take(span.end);
  return best;
}

/** Returns the number of the first gap that ends after a place. */
function firstAfter(gaps: readonly Span[], at: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}

/** Tells how to mend a word that is broken at a line end: `keep` its hyphen, `drop` it, or `no` when none is. */
function mend(text: string, end: number, line: string, next: string): 'keep' | 'drop' | 'no' {
  if (text.charAt(end - 1) === '\u00AD' || /\w@$/.test(line)) return 'keep';
  if (!/[\p{L}\d]-$/u.test(line) || !/^[\p{L}\d]/u.test(next)) return 'no';
  return /\p{L}-$/u.test(line) && /^\p{Ll}{2}/u.test(next) ? 'drop' : 'keep';
}
