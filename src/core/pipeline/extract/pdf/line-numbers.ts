/** Finds the numbers of the lines in the margins of pleading paper and transcripts. */
import type { Box, Word } from './chars.ts';

/** A column of line numbers, from the top down. */
export interface NumberColumn {
  words: Word[];
  /** The box around the numbers. */
  box: Box;
  /** Points from one number to the next line's. */
  pitch: number;
}

/** Lines are numbered one by one or in fives; fewer numbers are a list or chance. */
const STEPS = [
  { step: 1, fewest: 6 },
  { step: 5, fewest: 4 },
] as const;
/** Edges or middles of the numbers differ by at most this many points. */
const ALIGNED = 3;
/** The pitch varies by at most this share. */
const PITCH = 0.2;
/** A number inside a sentence has a word nearer than this many heights before it. */
const CLEAR = 0.8;
/** Wider gaps in a line divide the cells of a table, in heights. */
const CELL_GAP = 1.5;
/** Transcripts of recordings have the time of each line beside its number. */
const TIME = /^\d{1,2}:\d\d(?::\d\d)?$/;
/** Pleading paper and transcripts have at least this many lines, of which some are blank. */
const LONG = 20;
const BLANK_LINES = 3;
/** Lists seldom have this share of lines that begin in lower case. */
const LOWER = 0.15;
/** So many steps up tell line numbers; fewer are chance. */
const TELLING_RUN = 3;
/** Longer lines on average are no lines of a page. */
const LONG_LINE = 250;
/** Lines of sentences have this many words; entries of a list have fewer. */
const SENTENCE = 4;
/** Further numbers on a page are figures of tables. */
const MAX_CANDIDATES = 1500;

/** Returns true when a text may have line numbers: ascending numbers that begin or end its lines. */
export function mayHaveLineNumbers(text: string): boolean {
  const lines = text.split('\n');
  // Where PDFium left out the line ends, the numbers stand anywhere.
  if (text.length > lines.length * LONG_LINE)
    return ascends(text.match(/(?<!\S)\d{1,3}(?!\S)/g) ?? [], false);
  return [FIRST, LAST].some((place) => {
    const numbers: string[] = [];
    for (const line of lines) {
      const number = place === LAST && !endsInDigit(line) ? undefined : place.exec(line)?.[1];
      if (number !== undefined) numbers.push(number);
    }
    return ascends(numbers, true);
  });
}

const FIRST = /^\s*(?:\d{1,2}:\d\d(?::\d\d)?\s+)?(\d{1,3})(?!\S)/;
const LAST = /(?<=\s|^)(\d{1,3})\r?$/;

/** Spares the search through nearly every line of prose. */
function endsInDigit(line: string): boolean {
  const last = line.codePointAt(line.length - (line.endsWith('\r') ? 2 : 1)) ?? 0;
  return last >= 0x30 && last <= 0x39;
}

/** @param strict any other number between them ends the ascent */
function ascends(numbers: readonly string[], strict: boolean): boolean {
  let last = Number.NaN;
  let run = 0;
  for (const number of numbers) {
    const value = Number(number);
    if (value === last + 1 || value === last + 5) run += 1;
    else if (strict || value <= 1) run = 0;
    else continue;
    last = value;
    if (run >= TELLING_RUN) return true;
  }
  return false;
}

/** Returns the columns of line numbers on a page, from left to right and from the top down. */
export function numberColumns(words: readonly Word[]): NumberColumn[] {
  const candidates = words
    .filter((word) => /^\d{1,3}$/.test(word.text))
    .slice(0, MAX_CANDIDATES)
    .filter((word) => isClear(word, words));
  const found: NumberColumn[] = [];
  const used = new Set<Word>();
  for (const { step, fewest } of STEPS)
    for (const start of [...candidates].sort((a, b) => b.base - a.base)) {
      if (used.has(start)) continue;
      const column = columnFrom(start, candidates, step, used);
      if (column.words.length < fewest) continue;
      if (step === 5 && Number(start.text) % 5 !== 0) continue;
      found.push(column);
      for (const word of column.words) used.add(word);
    }
  found.sort((a, b) => a.box.x0 - b.box.x0 || b.box.y1 - a.box.y1);
  const accepted: NumberColumn[] = [];
  for (const column of found) if (isMargin(column, words, found, accepted)) accepted.push(column);
  return accepted;
}

const heightOf = ({ box }: Word): number => box.y1 - box.y0;

function isClear(word: Word, words: readonly Word[]): boolean {
  const near = heightOf(word) * CLEAR;
  return !words.some(
    (w) =>
      w !== word &&
      Math.abs(w.base - word.base) < heightOf(word) / 3 &&
      w.box.x1 <= word.box.x0 + 1 &&
      word.box.x0 - w.box.x1 < near,
  );
}

const aligned = ({ box: a }: Word, { box: b }: Word): boolean =>
  Math.min(Math.abs(a.x0 - b.x0), Math.abs(a.x1 - b.x1), Math.abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) <= ALIGNED;

/** Follows the numbers down the page. One number may be missing, because a stamp hides it. */
function columnFrom(
  start: Word,
  candidates: readonly Word[],
  step: number,
  used: ReadonlySet<Word>,
): NumberColumn {
  const words = [start];
  let pitch = 0;
  for (let last = start; ; ) {
    let next: Word | undefined;
    let lines = 1;
    for (; lines <= (pitch === 0 ? 1 : 2) && next === undefined; lines += 1)
      next = candidates
        .filter((w) => {
          if (used.has(w) || Number(w.text) !== Number(last.text) + step * lines) return false;
          const gap = (last.base - w.base) / lines;
          return gap > 1 && aligned(w, last) && (pitch === 0 || Math.abs(gap - pitch) <= pitch * PITCH);
        })
        .sort((a, b) => b.base - a.base)[0];
    if (next === undefined) break;
    if (pitch === 0) pitch = last.base - next.base;
    words.push(next);
    last = next;
  }
  const boxes = words.map((w) => w.box);
  const box = {
    x0: Math.min(...boxes.map((b) => b.x0)),
    x1: Math.max(...boxes.map((b) => b.x1)),
    y0: Math.min(...boxes.map((b) => b.y0)),
    y1: Math.max(...boxes.map((b) => b.y1)),
  };
  return { words, box, pitch: pitch / step };
}

/** Returns true for line numbers, and false for a column of a table or the numbers of a list. */
function isMargin(
  column: NumberColumn,
  words: readonly Word[],
  all: readonly NumberColumn[],
  accepted: readonly NumberColumn[],
): boolean {
  const { box } = column;
  const overlaps = (c: NumberColumn): boolean => c !== column && c.box.y0 < box.y1 && c.box.y1 > box.y0;
  const right = Math.min(
    ...all.filter((c) => overlaps(c) && c.box.x0 > box.x1).map((c) => c.box.x0),
    Number.POSITIVE_INFINITY,
  );
  const beside = accepted.filter((c) => overlaps(c) && c.box.x1 < box.x0);
  const rows = column.words.map((number) => rowsOf(number, words, right));
  const filled = rows.filter(({ after }) => after.length > 0);
  const isLong = column.words.length >= LONG;
  // In the right margin stand page numbers of a table of contents and figures of a table as well.
  if (filled.length === 0)
    return beside.some((c) => isMirror(column, c)) || (isLong && rows.every(({ others }) => others === 0));
  const empty = rows.length - filled.length;
  if (!(isLong && empty >= BLANK_LINES) && middleOf(filled.map(({ after }) => cellsOf(after))) >= 2)
    return false;
  const sentences = middleOf(filled.map(({ after }) => after.length)) >= SENTENCE;
  const first = filled.map(({ after }) => after[0]?.text ?? '');
  const lower = first.filter((text) => /^\p{Ll}/u.test(text)).length >= filled.length * LOWER;
  // Only patents have numbers between their columns, in fives.
  if (beside.length === 0 && rows.filter((row) => row.before > 0).length > rows.length / 5)
    return Number(column.words[1]?.text) - Number(column.words[0]?.text) === 5 && sentences && lower;
  const speech = first.filter((text) => /^[QA][.:]?$/.test(text)).length >= 2;
  return lower || speech || (sentences && (isLong || empty > 0)) || (isLong && empty >= BLANK_LINES);
}

/** Returns true when both margins have the same numbers. */
function isMirror(column: NumberColumn, other: NumberColumn): boolean {
  return column.words.every((word) =>
    other.words.some((w) => w.text === word.text && Math.abs(w.base - word.base) < column.pitch / 2),
  );
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Returns the words after a number in its line, from the left, and how many stand before it and in all. */
function rowsOf(
  number: Word,
  words: readonly Word[],
  right: number,
): { after: Word[]; before: number; others: number } {
  const line = words.filter((w) => w !== number && Math.abs(w.base - number.base) < heightOf(number) / 2);
  return {
    after: line
      .filter((w) => w.box.x0 >= number.box.x1 - 1 && w.box.x0 < right)
      .sort((a, b) => a.box.x0 - b.box.x0),
    others: line.length,
    before: line.filter((w) => w.box.x1 <= number.box.x0 + 1 && !TIME.test(w.text)).length,
  };
}

function cellsOf(line: readonly Word[]): number {
  return line.reduce((cells, word, i) => {
    const last = line[i - 1];
    if (last === undefined || /^[QA][.:]?$/.test(last.text)) return cells;
    return word.box.x0 - last.box.x1 > heightOf(word) * CELL_GAP ? cells + 1 : cells;
  }, 1);
}
