/** Reads the pages of a condensed transcript, of which two or more stand on one sheet, one after the other. */
import type { Word } from './chars.ts';
import type { NumberColumn } from './line-numbers.ts';
import { partsOf, type Row, rowsOf, textOf } from './rows.ts';

export interface Reading {
  text: string;
  /** The order of the parts was not certain. */
  uncertain: boolean;
}

/** One small page on the sheet. */
interface Leaf {
  column: NumberColumn;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  parts: Row[];
}

/** The number of a page stands at most this many lines above its first line, or below its last. */
const LABEL_LINES = 3.5;

/** Returns true when the columns of line numbers belong to pages side by side. */
export function isSheet(columns: readonly NumberColumn[]): boolean {
  return columns.some((a) =>
    columns.some((b) => a.box.x1 < b.box.x0 && a.box.y0 < b.box.y1 && a.box.y1 > b.box.y0),
  );
}

/** @param words the words of the sheet without the line numbers @param columns its line numbers */
export function readSheet(words: readonly Word[], columns: readonly NumberColumn[]): Reading {
  const leaves = leavesOf(columns);
  const before: Row[] = [];
  const after: Row[] = [];
  const low = Math.min(...columns.map((c) => c.box.y0));
  for (const row of rowsOf(words))
    for (const part of partsOf(row)) {
      const leaf = leaves.find((l) => within(part, l));
      if (leaf !== undefined) leaf.parts.push(part);
      else if (part.base < low) after.push(part);
      else before.push(part);
    }
  const numbers = leaves.map(numberOf);
  const known = numbers.every((n) => n !== null) && new Set(numbers).size === numbers.length;
  const order = leaves.map((_, i) => i);
  if (known) order.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  const bands = new Set(leaves.map((l) => l.y1)).size;
  const texts = order.map((i) => textOf(rowsOf((leaves[i] as Leaf).parts.flatMap((p) => p.words))));
  return {
    text: [textOf(before), ...texts, textOf(after)].filter((t) => t !== '').join('\n'),
    uncertain: !known && bands > 1,
  };
}

/** Returns the small pages row by row. Their borders lie at the line numbers and between the rows. */
function leavesOf(columns: readonly NumberColumn[]): Leaf[] {
  const bands: NumberColumn[][] = [];
  for (const column of [...columns].sort((a, b) => b.box.y1 - a.box.y1)) {
    const band = bands.find((b) => b.some((c) => c.box.y0 < column.box.y1 && c.box.y1 > column.box.y0));
    if (band === undefined) bands.push([column]);
    else band.push(column);
  }
  return bands.flatMap((band, i) => {
    const above = bands[i - 1];
    const below = bands[i + 1];
    const top = Math.max(...band.map((c) => c.box.y1));
    const bottom = Math.min(...band.map((c) => c.box.y0));
    const limit = LABEL_LINES * Math.max(...band.map((c) => c.pitch));
    const y1 = Math.min(
      top + limit,
      above === undefined ? top + limit : between(Math.min(...above.map((c) => c.box.y0)), top),
    );
    const y0 = Math.max(
      bottom - limit,
      below === undefined ? bottom - limit : between(bottom, Math.max(...below.map((c) => c.box.y1))),
    );
    const across = [...band].sort((a, b) => a.box.x0 - b.box.x0);
    return across.map((column, j) => ({
      column,
      x0: column.box.x0 - 2,
      x1: (across[j + 1]?.box.x0 ?? Number.POSITIVE_INFINITY) - 1,
      y0,
      y1,
      parts: [],
    }));
  });
}

/** The heading of a page is nearer to its own lines than to those of the page above. */
const between = (upper: number, lower: number): number => upper - (upper - lower) * 0.4;

const within = ({ box, base }: Row, leaf: Leaf): boolean =>
  box.x0 >= leaf.x0 && box.x1 <= leaf.x1 && base > leaf.y0 && base < leaf.y1;

/** Returns the page number that stands above or below the lines of a page, or null. */
function numberOf({ parts, column }: Leaf): number | null {
  const margin = parts.filter((p) => p.base > column.box.y1 || p.base < column.box.y0);
  for (const part of margin) {
    const words = part.words.map((w) => w.text).join(' ');
    const match = /^(?:page:?\s*)?(\d{1,5})$/i.exec(words) ?? /\bpage:?\s*(\d{1,5})\b/i.exec(words);
    if (match !== null) return Number(match[1]);
  }
  return null;
}
