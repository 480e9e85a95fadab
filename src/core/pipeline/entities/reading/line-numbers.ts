/** Finds the numbers in the margin of pleading paper and transcripts: left, right, or on lines of their own. */
import { BLANK, type Line } from './lines.ts';

const LEFT = new RegExp(`^(\\d{1,2})(?:${BLANK}+|$)`);
const RIGHT = new RegExp(`${BLANK}{2,40}(\\d{1,2})$`);

/** Fewer numbered lines in a row are a list or a table. */
const MIN_NUMBERED = 6;
/** The last page may have few lines, which start with 1 again. */
const MIN_LAST = 2;
/** Pleading paper has 25 to 32 numbered lines on a page; a transcript has 25. */
const MAX_NUMBER = 40;
/** A heading or a quotation in single spacing has no numbers. */
const MAX_BETWEEN = 2;
/** When at least this share of the numbers stand alone, they are a column of their own. */
const ALONE = 0.8;

interface Numbered {
  at: number;
  number: number;
  /** How many characters of the line are the number and the blanks beside it. */
  width: number;
}

/** Returns the lines without the numbers of lines that are numbered one after the other. */
export function dropNumbers(text: string, lines: readonly Line[]): Line[] {
  const dropped = new Set<number>();
  for (const run of runsOf(lines, (line) => leftNumber(text, line))) {
    for (const { at, width } of run) moveStart(lines[at], width);
    const alone = run.filter(({ at }) => lines[at]?.start === lines[at]?.end);
    if (alone.length >= run.length * ALONE) for (const { at } of alone) dropped.add(at);
  }
  for (const run of runsOf(lines, (line) => rightNumber(text, line)))
    for (const { at, width } of run) {
      const line = lines[at];
      if (line !== undefined) line.end -= width;
    }
  return lines.filter((line, i) => !dropped.has(i) || line.endsPage);
}

function moveStart(line: Line | undefined, width: number): void {
  if (line !== undefined) line.start += width;
}

type Read = (line: Line) => { number: number; width: number } | null;

const leftNumber = (text: string, line: Line): ReturnType<Read> => {
  const match = LEFT.exec(text.slice(line.start, Math.min(line.end, line.start + 40)));
  return match === null ? null : { number: Number(match[1]), width: match[0].length };
};

/** Reads a number after a gap. The leaders of a table of contents are no gap. */
const rightNumber = (text: string, line: Line): ReturnType<Read> => {
  if (!/\d/.test(text.charAt(line.end - 1))) return null;
  const match = RIGHT.exec(text.slice(Math.max(line.start, line.end - 44), line.end));
  if (match === null || match[0].length === line.end - line.start) return null;
  if (
    text.charAt(line.end - match[0].length - 1) === '.' &&
    /\.{3}|(?:\. ){3}/.test(text.slice(line.start, line.end))
  )
    return null;
  return { number: Number(match[1]), width: match[0].length };
};

/** Returns the runs of lines whose numbers grow by one. */
function runsOf(lines: readonly Line[], read: Read): Numbered[][] {
  const runs: Numbered[][] = [];
  let run: Numbered[] = [];
  let between = 0;
  const finish = (): void => {
    const least = runs.length > 0 && run[0]?.number === 1 ? MIN_LAST : MIN_NUMBERED;
    if (run.length >= least) runs.push(run);
    run = [];
    between = 0;
  };
  lines.forEach((line, at) => {
    if (line.start === line.end) return;
    const found = read(line);
    const expected = (run.at(-1)?.number ?? Number.NaN) + 1;
    if (found === null || found.number !== expected) {
      between += 1;
      // A page starts again with 1.
      if (between > MAX_BETWEEN || found?.number === 1) finish();
      if (found === null || found.number < 1 || found.number > MAX_NUMBER) return;
      if (run.length > 0) return;
    }
    run.push({ at, ...found });
    between = 0;
  });
  finish();
  return runs;
}
