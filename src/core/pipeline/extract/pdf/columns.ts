/** Reads text that stands in columns, where the file gives it line by line across them. Rows of tables stay together. */
import type { Word } from './chars.ts';
import { partsOf, type Row, rowsOf, textOf } from './rows.ts';
import type { Reading } from './sheet.ts';

/** Fewer lines side by side are a caption or a table. */
const MIN_LINES = 6;
/** Below this share of changes of side per line, the file gives the columns one after the other. */
const TORN = 0.6;
/** What the lines of a column of prose have: words, width as a share of the widest, and beginnings in lower case. */
const PROSE_WORDS = 3;
const PROSE_WIDTH = 0.6;
const PROSE_LOWER = 0.3;
/** With fewer beginnings in lower case than this, the lines are entries; in between, the order is uncertain. */
const ENTRY_LOWER = 0.12;
/** Lines farther apart than this many usual distances begin a new row of a table. */
const ROW_GAP = 1.5;
/** With this many common gaps, the columns are cells of a table. */
const TABLE_GAPS = 2;
/** A page with more gaps is a table. */
const MAX_GAPS = 2000;
/** Columns within columns. */
const MAX_DEPTH = 3;

/** The lines that two columns divide, or one full line. */
interface Section {
  rows: Row[];
  divided: boolean;
}

/**
 * Returns the text column by column, or null when the order of the file is kept.
 * @param words in the order of the file
 */
export function readColumns(words: readonly Word[]): Reading | null {
  return columnsAt(words, 0);
}

function columnsAt(words: readonly Word[], depth: number): Reading | null {
  const rows = rowsOf(words);
  const x = gutterOf(rows);
  if (x === null) return null;
  const sections = sectionsOf(rows, x);
  const divided = sections.filter((s) => s.divided).flatMap((s) => s.rows);
  if (divided.length < MIN_LINES || !isTorn(words, divided, x)) return null;
  const left = kindOf(divided, (part) => part.box.x1 <= x);
  const right = kindOf(divided, (part) => part.box.x0 >= x);
  if (left === 'entries' || right === 'entries') return null;
  if (left === 'unsure' || right === 'unsure') return { text: '', uncertain: true };
  let uncertain = false;
  const side = (part: readonly Word[]): string => {
    const inner = depth < MAX_DEPTH ? columnsAt(part, depth + 1) : null;
    if (inner !== null && inner.text !== '') return inner.text;
    uncertain ||= inner !== null;
    return textOf(rowsOf(part));
  };
  const texts = sections.flatMap(({ rows: lines, divided: both }) => {
    if (!both) return [textOf(lines)];
    const bands = bandsOf(lines);
    uncertain ||= bands.length > 1;
    return bands.flatMap((band) => {
      const all = new Set(band.flatMap((row) => row.words));
      const ordered = words.filter((word) => all.has(word));
      return [side(ordered.filter((w) => w.box.x0 < x)), side(ordered.filter((w) => w.box.x0 >= x))];
    });
  });
  return { text: texts.filter((text) => text !== '').join('\n'), uncertain };
}

/** Returns the place where most lines have a gap, or null when too few have one. */
function gutterOf(rows: readonly Row[]): number | null {
  const gaps = rows
    .flatMap((row) => {
      const parts = partsOf(row);
      return parts.slice(1).map((part, i) => ({ from: (parts[i] as Row).box.x1, to: part.box.x0 }));
    })
    .slice(0, MAX_GAPS);
  let best = { count: 0, x: 0 };
  for (const { to } of gaps) {
    const x = to - 0.5;
    const count = gaps.filter((gap) => gap.from <= x && gap.to > x).length;
    if (count > best.count) best = { count, x };
  }
  return best.count < MIN_LINES ? null : best.x;
}

const crosses = (row: Row, x: number): boolean => partsOf(row).some((p) => p.box.x0 < x && p.box.x1 > x);
const onBothSides = (row: Row, x: number): boolean => row.box.x0 < x && row.box.x1 > x && !crosses(row, x);

/** Returns the lines in sections. Lines on one side belong to the lines next to them that stand on both. */
function sectionsOf(rows: readonly Row[], x: number): Section[] {
  const pitch = pitchOf(rows);
  const sections: Section[] = [];
  for (const row of rows) {
    const full = crosses(row, x);
    const section = sections.at(-1);
    const last = section?.rows.at(-1);
    const apart = last === undefined || last.base - row.base > pitch * 3;
    if (section === undefined || last === undefined || section.divided === full || apart)
      sections.push({ rows: [row], divided: !full });
    else section.rows.push(row);
  }
  return sections.map((section) => ({
    ...section,
    divided: section.divided && section.rows.some((row) => onBothSides(row, x)),
  }));
}

function pitchOf(rows: readonly Row[]): number {
  const steps = rows.slice(1).map((row, i) => (rows[i] as Row).base - row.base);
  return median(steps);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Returns true when the file changes the side with nearly every line. */
function isTorn(words: readonly Word[], rows: readonly Row[], x: number): boolean {
  const inRows = new Set(rows.flatMap((row) => row.words));
  let changes = 0;
  let last: boolean | null = null;
  for (const word of words) {
    if (!inRows.has(word)) continue;
    const isLeft = word.box.x0 < x;
    if (last !== null && isLeft !== last) changes += 1;
    last = isLeft;
  }
  const both = rows.filter((row) => onBothSides(row, x)).length;
  return changes >= both * 2 * TORN;
}

/** Tells prose from the entries of a table or form. */
function kindOf(rows: readonly Row[], isOnSide: (part: Row) => boolean): 'prose' | 'entries' | 'unsure' {
  const parts = rows.flatMap(partsOf).filter(isOnSide);
  const widths = parts.map((part) => part.box.x1 - part.box.x0);
  const widest = [...widths].sort((a, b) => a - b)[Math.floor(widths.length * 0.9)] ?? 0;
  if (parts.length < MIN_LINES || median(widths) < widest * PROSE_WIDTH) return 'entries';
  if (median(parts.map((part) => part.words.length)) < PROSE_WORDS) return 'entries';
  const lower = parts.filter((part) => /^\p{Ll}/u.test(part.words[0]?.text ?? '')).length / parts.length;
  if (lower >= PROSE_LOWER) return 'prose';
  return lower >= ENTRY_LOWER ? 'unsure' : 'entries';
}

/** Returns the rows of a table whose cells have several lines; a single one for columns of a page. */
function bandsOf(rows: readonly Row[]): Row[][] {
  const pitch = pitchOf(rows);
  const bands: Row[][] = [];
  for (const row of rows) {
    const last = bands.at(-1)?.at(-1);
    if (last === undefined || last.base - row.base > pitch * ROW_GAP) bands.push([row]);
    else bands.at(-1)?.push(row);
  }
  return bands.length > TABLE_GAPS ? bands : [[...rows]];
}
