/** Lines of a page by their place: words at one height, from left to right. */
import { type Box, join, type Word } from './chars.ts';

/** Words of one line, and a part of it without wide gaps. */
export interface Row {
  words: Word[];
  box: Box;
  base: number;
}

/** Baselines of one line differ by less than this share of the height. */
const SAME_LINE = 0.4;
/** Wider gaps divide the parts of a line, in heights. */
const PART_GAP = 1.1;

const heightOf = ({ box }: Word): number => Math.max(1, box.y1 - box.y0);

/** Returns the lines from the top down, their words from left to right. */
export function rowsOf(words: readonly Word[]): Row[] {
  const rows: Row[] = [];
  for (const word of [...words].sort((a, b) => b.base - a.base)) {
    const row = rows.at(-1);
    if (row !== undefined && row.base - word.base < heightOf(word) * SAME_LINE) add(row, word);
    else rows.push({ words: [word], box: word.box, base: word.base });
  }
  for (const row of rows) row.words.sort((a, b) => a.box.x0 - b.box.x0);
  return rows;
}

/** Returns the parts of a line that stand apart, from left to right. */
export function partsOf(row: Row): Row[] {
  const parts: Row[] = [];
  for (const word of row.words) {
    const part = parts.at(-1);
    if (part !== undefined && word.box.x0 - part.box.x1 <= heightOf(word) * PART_GAP) add(part, word);
    else parts.push({ words: [word], box: word.box, base: row.base });
  }
  return parts;
}

function add(row: Row, word: Word): void {
  row.words.push(word);
  row.box = join(row.box, word.box);
}

/** Returns the lines as text. */
export function textOf(rows: readonly Row[]): string {
  return rows.map((row) => row.words.map((w) => w.text).join(' ')).join('\n');
}
