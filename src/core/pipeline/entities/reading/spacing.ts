/** Takes out the blank lines of a text in double spacing, where one follows every line. */
import { endsSentence, type Line } from './lines.ts';

/** Fewer lines with a blank one after each may be paragraphs of one line. */
const MIN_LINES = 5;
/** The lines of a paragraph are mostly longer, and few of them end a sentence. */
const LONG = 30;
const MOST = 0.6;
const FEW = 0.5;

/** Returns the lines without those blank ones that part the lines of one paragraph. */
export function withoutDoubleSpacing(text: string, lines: readonly Line[]): Line[] {
  const kept: Line[] = [];
  let run: Line[] = [];
  let close = 0;
  let spaced = false;
  const finish = (): void => {
    const words = run.filter((line) => line.end > line.start);
    // Once a text is in double spacing, a short paragraph is too.
    const isOne = isParagraph(text, words, spaced ? 2 : MIN_LINES);
    const ends = [run[0], run.at(-1)];
    for (const line of run) if (!isOne || line.end > line.start || ends.includes(line)) kept.push(line);
    if (words.length > 1) spaced = isOne;
    run = [];
  };
  for (const line of lines) {
    const isBlank = line.start === line.end;
    const last = run.at(-1);
    const lastIsBlank = last !== undefined && last.start === last.end;
    close = last === undefined || isBlank || lastIsBlank ? 0 : close + 1;
    // Two blank lines end the rhythm, and so do three with words. At a page break there are two.
    if ((last !== undefined && isBlank && lastIsBlank) || close > 1) finish();
    run.push(line);
  }
  finish();
  return kept;
}

function isParagraph(text: string, words: readonly Line[], least: number): boolean {
  if (words.length < least) return false;
  const long = words.filter((line) => line.end - line.start >= LONG).length;
  const ends = words.filter((line) => endsSentence(text, line)).length;
  return long >= words.length * MOST && ends <= words.length * FEW;
}
