/** Puts the text of a page in the order of reading, for pages whose file order is not. */
import { type PageChar, type Word, wordsOf } from './chars.ts';
import { readColumns } from './columns.ts';
import { mayHaveLineNumbers, numberColumns } from './line-numbers.ts';
import { rowsOf, textOf } from './rows.ts';
import { isSheet, type Reading, readSheet } from './sheet.ts';
import { hasSpacedLetters, joinSpaced } from './spacing.ts';

/** Fewer steps up are footnotes, headers or columns. */
const MIN_CLIMBS = 5;
/** Baselines of one line differ by less than this share of the height. */
const SAME_LINE = 0.2;

/** Returns true when a text shows that the places of its characters must be looked at. */
export function mayNeedOrder(text: string): boolean {
  return mayHaveLineNumbers(text) || hasSpacedLetters(text);
}

/** Returns true when the file mixes the lines of columns. */
export function mixesColumns(chars: readonly PageChar[]): boolean {
  return readColumns(wordsOf(chars)) !== null;
}

/** Returns the text in the order of reading, without line numbers, with spaced words joined. */
export function arrange(chars: readonly PageChar[]): Reading {
  const joined = joinSpaced(chars);
  const words = wordsOf(joined);
  const columns = numberColumns(words);
  const numbers = new Set(columns.flatMap((column) => column.words));
  if (!isUpright(joined)) return { text: joined.map((c) => c.text).join(''), uncertain: false };
  const rest = words.filter((word) => !numbers.has(word));
  if (isSheet(columns)) return readSheet(rest, columns);
  const inColumns = readColumns(rest);
  if (inColumns !== null && inColumns.text !== '') return inColumns;
  if (climbs(rest)) return { text: textOf(rowsOf(rest)), uncertain: false };
  return { text: textWithout(joined, numbers), uncertain: inColumns !== null };
}

/** Returns false when the writing runs from right to left or upwards, as on a page that was scanned upside down. */
function isUpright(chars: readonly PageChar[]): boolean {
  let right = 0;
  let other = 0;
  for (const [i, { box, base }] of chars.entries()) {
    const last = chars[i - 1];
    if (box === null || last === undefined || last.box === null) continue;
    if (Math.abs(base - last.base) < (box.y1 - box.y0) * SAME_LINE && box.x0 > last.box.x0) right += 1;
    else other += 1;
  }
  return right >= other;
}

/** Returns true when the file gives most lines before the lines above them. */
function climbs(words: readonly Word[]): boolean {
  let up = 0;
  let down = 0;
  for (const [i, word] of words.entries()) {
    const step = word.base - (words[i - 1]?.base ?? word.base);
    const height = word.box.y1 - word.box.y0;
    if (step > height / 2) up += 1;
    else if (step < -height / 2) down += 1;
  }
  return up >= MIN_CLIMBS && up > down * 2;
}

/**
 * Returns the text in the order of the file without some words and the lines that they leave empty. Line ends are set
 * right: PDFium puts some within a row of a table, and leaves them out where it takes a table for vertical writing.
 */
function textWithout(chars: readonly PageChar[], left: ReadonlySet<Word>): string {
  const skip = new Map([...left].map(({ start, end }) => [start, end]));
  let text = '';
  let blanks = '';
  let last: PageChar | null = null;
  for (let i = 0; i < chars.length; i += 1) {
    const end = skip.get(i);
    if (end !== undefined) {
      i = end - 1;
      continue;
    }
    const char = chars[i] as PageChar;
    if (char.box === null && char.text.trim() === '') {
      blanks += char.text;
      continue;
    }
    text += last === null ? '' : blankBetween(last, char, blanks);
    text += char.text;
    blanks = '';
    last = char;
  }
  return text;
}

function blankBetween(last: PageChar, next: PageChar, blanks: string): string {
  if (last.box === null || next.box === null) return blanks;
  const height = next.box.y1 - next.box.y0;
  const down = last.base - next.base;
  if (blanks.includes('\n')) {
    const sameLine = Math.abs(down) < height * SAME_LINE && next.box.x0 >= last.box.x1;
    return sameLine ? ' ' : '\n';
  }
  return down > height / 2 && next.box.x1 < last.box.x0 ? '\n' : blanks;
}
