/** Sums up where on a page its text and pictures are. */
import { createHash } from 'node:crypto';
import type { Box, Painted, PaintedText } from './page-items.ts';

/** A picture of the page, or several that touch, such as the strips of a scan. */
export interface Picture {
  box: Box;
  /** The same for every use of the picture in a document. */
  key: string;
  /** Share of the page's text that lies over the picture without being painted: the words of an earlier OCR. */
  read: number;
}

export interface Layout {
  pictures: Picture[];
  /** Share of the page that its pictures cover, 0-1. */
  covered: number;
  /** Shares of the page's text, which add up to 1 on a page with text. */
  text: {
    /** At the edges of the page, where stamps are. */
    margin: number;
    /** Painted over a picture. */
    over: number;
    /** Over a picture but not to be seen: unpainted, or behind the picture. */
    hidden: number;
    beside: number;
  };
  /** Number of paths that are not at the edges. */
  paths: number;
}

/** Height of the margins at the top and bottom, and width of those at the sides, as shares of the page. */
const MARGIN_HEIGHT = 0.1;
const MARGIN_WIDTH = 0.07;
/** Coverage is counted on a grid with this many cells to a side. */
const CELLS = 64;
/** Pictures closer than this share of the page belong together. */
const GAP = 0.004;
/** With more pictures than this on a page, they all count as one. */
const MAX_PICTURES = 300;

/** Returns the layout of a page. */
export function layoutOf(items: readonly Painted[]): Layout {
  const grid = coverage(items);
  const text = { margin: 0, over: 0, hidden: 0, beside: 0 };
  const groups = joined(items);
  let total = 0;
  let paths = 0;
  items.forEach((item, order) => {
    if (item.kind === 'path' && !inMargin(item.box)) paths += 1;
    if (item.kind !== 'text') return;
    const length = lengthOf(item);
    total += length;
    const last = grid.last(item.box);
    const hidden = item.invisible || last > order;
    if (inMargin(item.box)) text.margin += length;
    else if (hidden && last >= 0) text.hidden += length;
    else if (last >= 0) text.over += length;
    else text.beside += length;
    if (hidden) for (const group of groups) if (contains(group.box, item.box)) group.read += length;
  });
  const share = (length: number): number => (total === 0 ? 0 : length / total);
  return {
    pictures: groups.map((group) => ({ ...group, read: share(group.read) })),
    covered: grid.share,
    text: {
      margin: share(text.margin),
      over: share(text.over),
      hidden: share(text.hidden),
      beside: share(text.beside),
    },
    paths,
  };
}

/** The longer side of a line of text says how much it has to read, whichever way it runs. */
const lengthOf = ({ box }: PaintedText): number => Math.max(box.right - box.left, box.top - box.bottom);

const middle = (box: Box): [number, number] => [(box.left + box.right) / 2, (box.bottom + box.top) / 2];

function inMargin(box: Box): boolean {
  const [x, y] = middle(box);
  return y < MARGIN_HEIGHT || y > 1 - MARGIN_HEIGHT || x < MARGIN_WIDTH || x > 1 - MARGIN_WIDTH;
}

function contains(outer: Box, inner: Box): boolean {
  const [x, y] = middle(inner);
  return x >= outer.left && x <= outer.right && y >= outer.bottom && y <= outer.top;
}

/** Marks the cells of the page that pictures cover, with the place of the last picture in painting order. */
function coverage(items: readonly Painted[]): { share: number; last(box: Box): number } {
  const cells = new Int32Array(CELLS * CELLS).fill(-1);
  const from = (share: number): number => Math.min(CELLS - 1, Math.floor(share * CELLS));
  items.forEach((item, order) => {
    if (item.kind !== 'picture') return;
    const { left, bottom, right, top } = item.box;
    for (let y = from(bottom); y <= from(top - 1e-6); y += 1)
      cells.fill(order, y * CELLS + from(left), y * CELLS + from(right - 1e-6) + 1);
  });
  return {
    share: cells.reduce((sum, order) => sum + (order >= 0 ? 1 : 0), 0) / cells.length,
    last: (box) => {
      const [x, y] = middle(box);
      return cells[from(y) * CELLS + from(x)] ?? -1;
    },
  };
}

/** Joins the pictures that touch, so that a scan in strips or tiles is one picture. */
function joined(items: readonly Painted[]): Picture[] {
  let groups: Picture[] = [];
  for (const item of items) {
    if (item.kind !== 'picture') continue;
    let group: Picture = { box: item.box, key: item.key, read: 0 };
    const apart: Picture[] = [];
    for (const other of groups) {
      if (groups.length < MAX_PICTURES && !touch(group.box, other.box)) apart.push(other);
      else group = { box: around(group.box, other.box), key: `${other.key} ${group.key}`, read: 0 };
    }
    groups = [...apart, group];
  }
  return groups.map((group) => ({ ...group, key: createHash('sha1').update(group.key).digest('hex') }));
}

const touch = (a: Box, b: Box): boolean =>
  a.left <= b.right + GAP && b.left <= a.right + GAP && a.bottom <= b.top + GAP && b.bottom <= a.top + GAP;

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  bottom: Math.min(a.bottom, b.bottom),
  right: Math.max(a.right, b.right),
  top: Math.max(a.top, b.top),
});
