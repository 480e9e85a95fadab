/** Takes the lines of a text apart into what the pages say, and what stands at their heads and feet. */
import { endsSentence, type Line, type PageLines } from './lines.ts';
import { isStamp, runningLines } from './running-lines.ts';

export interface Body {
  /** The lines that grammars read, without blank lines where a sentence runs over a page break. */
  lines: Line[];
  /** The feet of the first page, and one of each stamp of a court. They may name what nothing else does. */
  asides: Line[];
  /** Where pages end and start again in the text, and where running heads and feet are. In order. */
  gaps: Span[];
}

export interface Span {
  start: number;
  end: number;
}

/** The number at the foot of a page whose text does not tell where pages end. */
const FOOT = /^(?:[-–—] ?(\d{1,4}) ?[-–—]|Page (\d{1,4})(?: of \d{1,4})?|(\d{1,4}))$/;
/** So many numbers in a row are surely those of pages. */
const MIN_FEET = 3;

/** @param spans the pages of the text, when they are known */
export function bodyOf(text: string, lines: readonly Line[], spans: readonly Span[]): Body {
  const pages = pagesOf(text, lines, spans);
  const lineOf = (at: number): string => {
    const line = lines[at];
    return line === undefined
      ? ''
      : text.slice(line.start, Math.min(line.end, line.start + 400)).replace(/\s+/g, ' ');
  };
  const out = pages.length < 2 ? new Set<number>() : runningLines(pages, lineOf);
  lines.forEach((line, i) => {
    if (line.end - line.start > 20 && /[\dA-Z]/.test(text.charAt(line.start)) && isStamp(lineOf(i)))
      out.add(i);
  });
  if (pages.length < 2 && out.size === 0) return { lines: [...lines], asides: [], gaps: [] };
  // The head of the first page interrupts nothing.
  const keyOf = (i: number): string => lineOf(i).replace(/\d{1,4}(?= |$)/g, '#');
  const seen = new Set<string>();
  let head = -1;
  for (const i of pages[0]?.lines ?? []) {
    if (!out.has(i)) break;
    out.delete(i);
    seen.add(keyOf(i));
    head = i;
  }
  const firstPage = new Set(pages.length < 2 ? [] : pages[0]?.lines);
  const asides: Line[] = [];
  for (const [i, line] of lines.entries()) {
    if (!out.has(i) || (!firstPage.has(i) && !isStamp(lineOf(i)))) continue;
    const key = keyOf(i);
    if (/\p{L}{2}/u.test(key) && !seen.has(key)) asides.push(line);
    seen.add(key);
  }
  return {
    lines: closed(text, lines, pages, { out, head }),
    asides,
    gaps: gapsOf(lines, pages, out),
  };
}

/** Returns the lines with words of each page. Without spans, a form feed or a row of page numbers parts them. */
function pagesOf(text: string, lines: readonly Line[], spans: readonly Span[]): PageLines[] {
  const ends = spans.length > 1 ? endsOfSpans(lines, spans) : endsOfText(text, lines);
  const pages: PageLines[] = [{ lines: [] }];
  lines.forEach((line, i) => {
    if (line.end > line.start) pages.at(-1)?.lines.push(i);
    if (ends.has(i)) pages.push({ lines: [] });
  });
  return pages;
}

/** Returns the last line of each page. */
function endsOfSpans(lines: readonly Line[], spans: readonly Span[]): Set<number> {
  const ends = new Set<number>();
  let at = 0;
  lines.forEach((line, i) => {
    while (at < spans.length - 1 && line.start >= (spans[at + 1]?.start ?? 0)) {
      ends.add(i - 1);
      at += 1;
    }
  });
  return ends;
}

function endsOfText(text: string, lines: readonly Line[]): Set<number> {
  const feeds = lines.flatMap((line, i) => (line.endsPage ? [i] : []));
  return new Set(feeds.length > 0 ? feeds : feetOf(text, lines));
}

/** Returns the lines with nothing but a page number, when those grow by one. */
function feetOf(text: string, lines: readonly Line[]): number[] {
  const feet: number[] = [];
  let run: number[] = [];
  let last = 0;
  const finish = (): void => {
    if (run.length >= MIN_FEET) for (const foot of run) feet.push(foot);
    run = [];
  };
  lines.forEach((line, i) => {
    if (line.end === line.start || line.end - line.start > 16) return;
    const match = FOOT.exec(text.slice(line.start, line.end));
    if (match === null || !isApart(lines, i)) return;
    const number = Number(match[1] ?? match[2] ?? match[3]);
    if (number !== last + 1) finish();
    run.push(i);
    last = number;
  });
  finish();
  return feet;
}

/** Returns true for a line between blank ones. */
function isApart(lines: readonly Line[], at: number): boolean {
  const isBlank = (line: Line | undefined): boolean => line === undefined || line.start === line.end;
  return isBlank(lines[at - 1]) && isBlank(lines[at + 1]);
}

/** Returns the body without the blank lines at a page break, unless a sentence ends there. */
function closed(
  text: string,
  lines: readonly Line[],
  pages: readonly PageLines[],
  { out, head }: { out: ReadonlySet<number>; head: number },
): Line[] {
  const firsts = new Set(pages.slice(1).map((page) => page.lines.find((line) => !out.has(line))));
  const body: Line[] = [];
  let blanks: Line[] = [];
  let broken = false;
  for (const [i, line] of lines.entries()) {
    if (out.has(i)) {
      broken = true;
      continue;
    }
    if (line.start === line.end) {
      blanks.push(line);
      continue;
    }
    broken ||= firsts.has(i);
    const last = body.at(-1);
    // A blank line stays where a page ends with its sentence: the next one may be a heading.
    if (!broken || last === undefined || endsSentence(text, last))
      for (const blank of blanks) body.push(blank);
    body.push(line);
    // The lines of the page are narrower than its head.
    if (i === head) body.push({ ...line, start: line.end });
    blanks = [];
    broken = false;
  }
  return [...body, ...blanks];
}

function gapsOf(lines: readonly Line[], pages: readonly PageLines[], out: ReadonlySet<number>): Span[] {
  const gaps: Span[] = [];
  let last: Line | undefined;
  for (const page of pages) {
    const body = page.lines.filter((line) => !out.has(line));
    const first = lines[body[0] ?? -1];
    if (first === undefined) continue;
    if (last !== undefined) gaps.push({ start: last.end, end: first.start });
    last = lines[body.at(-1) ?? -1];
  }
  for (const i of out) {
    const line = lines[i];
    if (line !== undefined) gaps.push({ start: line.start, end: line.end });
  }
  gaps.sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const gap of gaps) {
    const before = merged.at(-1);
    if (before !== undefined && gap.start <= before.end) before.end = Math.max(before.end, gap.end);
    else merged.push({ ...gap });
  }
  return merged;
}
