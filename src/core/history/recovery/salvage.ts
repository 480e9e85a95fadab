/**
 * Finds the rows of a damaged history, page by page. Rows are read along the trees that the file still has. A damaged page
 * inside a tree cuts off whole branches, so pages that no tree reaches any more are read too, and their rows are told apart
 * by their shape. Pages that the file lists as free are not: their rows were deleted.
 */
import type { PageFile } from './page-file.ts';
import { type Cell, decodePage, type Page, type Value } from './page-rows.ts';
import { isSound } from './sound-rows.ts';
import { rowAs, type TableShape } from './tables.ts';

export interface SalvagedTable {
  /** Pages with rows, those of the tree first. */
  pages: readonly number[];
  /** Ranges of the first key column in which rows may be missing, both ends included. */
  lost: readonly Range[];
}

export interface Range {
  from: number;
  to: number;
}

export const EVERYTHING: Range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

export interface Salvage {
  readonly version: number | null;
  table(name: string): SalvagedTable;
  /** Reads the sound rows of one page of a table. `lost`: the keys of the others; null where the key is not known. */
  rows(name: string, page: number): { rows: Record<string, Value>[]; lost: (number | null)[] };
}

/** Tables whose rows look like those of any program, so that a page alone does not tell whose it is. */
const PLAIN: ReadonlySet<string> = new Set(['gaps', 'state']);
/** Pages read between two chances for other work. */
const SLICE_PAGES = 64;

/** Scans the whole file. It yields often, so that a large file does not block the event loop. */
export function* salvage(file: PageFile, shapes: ReadonlyMap<string, TableShape>): Generator<void, Salvage> {
  const scan = new Scan(file);
  const { roots, isWhole } = yield* rootsOf(scan, shapes);
  const found = new Map<string, Tree>();
  for (const [name, { root, kind }] of roots) {
    const tree = yield* scan.walk(root, kind);
    if (shapes.has(name)) found.set(name, tree);
  }
  const missing = [...shapes.keys()].filter((name) => !found.has(name));
  for (const name of missing) found.set(name, { pages: [], lost: [EVERYTHING], hasHole: !isWhole });
  const holes = [...found].filter(([name, { hasHole }]) => hasHole && !PLAIN.has(name)).map(([name]) => name);
  if (holes.length > 0) yield* adopt(scan, shapes, found, new Set(holes));
  return {
    version: file.version,
    table: (name) => found.get(name) ?? { pages: [], lost: [EVERYTHING] },
    rows(name, number) {
      const shape = shapes.get(name);
      const page = decodePage(file, number, 'all');
      if (shape === undefined || page === null) return { rows: [], lost: [null] };
      const rows: Record<string, Value>[] = [];
      const lost: (number | null)[] = [];
      for (const { rowid, values } of rowCells(page)) {
        const row = values === null ? null : rowAs(shape, rowid, values);
        if (row !== null && isSound(name, row)) rows.push(row);
        else lost.push(rowid);
      }
      return { rows, lost };
    },
  };
}

/** Inner pages of a rowid table have keys only. */
const rowCells = (page: Page): readonly Cell[] => (page.kind === 'table' && !page.isLeaf ? [] : page.cells);

interface Tree {
  pages: number[];
  lost: Range[];
  /** Whether a page is damaged that may have had others below it. */
  hasHole: boolean;
}

class Scan {
  readonly visited = new Set<number>();
  readonly file: PageFile;
  #read = 0;

  constructor(file: PageFile) {
    this.file = file;
  }

  *page(number: number): Generator<void, Page | null> {
    this.#read += 1;
    if (this.#read % SLICE_PAGES === 0) yield;
    return decodePage(this.file, number, 'page');
  }

  /** Walks a tree in the order of its keys. A page that is out of its order belongs elsewhere and counts as damaged. */
  *walk(root: number, kind: Page['kind']): Generator<void, Tree> {
    const tree: Tree = { pages: [], lost: [], hasHole: false };
    const damagedAt: number[] = [];
    let leafDepth: number | null = null;
    const open: Branch[] = [{ ...EVERYTHING, number: root, depth: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { number, depth, from, to } = next;
      const page = this.visited.has(number) ? null : yield* this.page(number);
      if (page === null || page.kind !== kind || !isWithin(page, next)) {
        damagedAt.push(depth);
        tree.lost.push({ from, to });
        continue;
      }
      this.visited.add(number);
      tree.pages.push(number);
      if (page.isLeaf) leafDepth ??= depth;
      else open.push(...branches(page, next).reverse());
    }
    tree.hasHole = damagedAt.some((depth) => leafDepth === null || depth < leafDepth);
    return tree;
  }
}

interface Branch extends Range {
  number: number;
  depth: number;
}

/** Returns the first key column of a cell; null when it is not a number, or is not on this page. */
function keyOf({ kind }: Page, { rowid, values }: Cell): number | null {
  const key = kind === 'table' ? rowid : values?.[0];
  return typeof key === 'number' ? key : null;
}

const isWithin = (page: Page, { from, to }: Range): boolean =>
  page.cells.every((cell) => {
    const key = keyOf(page, cell);
    return key === null || (key >= from && key <= to);
  });

/** Returns the pages below an inner page, in the order of their keys. */
function branches(page: Page, { depth, from, to }: Branch): Branch[] {
  let start = from;
  const below = page.cells.map((cell) => {
    const key = keyOf(page, cell);
    const branch = { number: cell.left ?? 0, depth: depth + 1, from: start, to: key ?? to };
    start = key ?? start;
    return branch;
  });
  return [...below, { number: page.right ?? 0, depth: depth + 1, from: start, to }];
}

interface Root {
  root: number;
  kind: Page['kind'];
}

const SCHEMA: TableShape = {
  name: 'sqlite_schema',
  kind: 'table',
  rowidColumn: -1,
  columns: [
    { name: 'type', type: 'TEXT', notNull: true },
    { name: 'name', type: 'TEXT', notNull: true },
    { name: 'tbl_name', type: 'TEXT', notNull: true },
    { name: 'rootpage', type: 'INTEGER', notNull: true },
    { name: 'sql', type: 'TEXT', notNull: false },
  ],
};

/** Returns the first page of every table and index that the file still names, and whether it names all. */
function* rootsOf(
  scan: Scan,
  shapes: ReadonlyMap<string, TableShape>,
): Generator<void, { roots: Map<string, Root>; isWhole: boolean }> {
  const schema = yield* scan.walk(1, 'table');
  const pages = [...schema.pages];
  if (schema.hasHole) {
    for (let number = 2; number <= scan.file.count; number += 1) {
      const page = yield* scan.page(number);
      if (page === null || scan.visited.has(number) || !isPageOf(SCHEMA, page)) continue;
      scan.visited.add(number);
      pages.push(number);
    }
  }
  const roots = new Map<string, Root>();
  for (const number of pages) {
    for (const { rowid, values } of rowCells(decodePage(scan.file, number, 'all') ?? NO_PAGE)) {
      const row = values === null ? null : rowAs(SCHEMA, rowid, values);
      if (row === null || typeof row.rootpage !== 'number' || row.rootpage < 2) continue;
      const isIndex = row.type === 'index' || /WITHOUT ROWID/.test(String(row.sql));
      const kind = shapes.get(String(row.name))?.kind ?? (isIndex ? 'index' : 'table');
      roots.set(String(row.name), { root: row.rootpage, kind });
    }
  }
  return { roots, isWhole: schema.lost.length === 0 };
}

const NO_PAGE: Page = { kind: 'table', isLeaf: true, cells: [], right: null };

/** Whether every row of a page fits a table. Rows that go on elsewhere count as fitting, unless all of them do. */
function isPageOf(shape: TableShape, page: Page): boolean {
  if (page.kind !== shape.kind || (page.kind === 'table' && !page.isLeaf)) return false;
  const whole = page.cells.filter(({ values }) => values !== null);
  return whole.length > 0 && whole.every(({ rowid, values }) => rowAs(shape, rowid, values ?? []) !== null);
}

/** Gives pages that no tree reaches to the one table with a hole that their rows fit. */
function* adopt(
  scan: Scan,
  shapes: ReadonlyMap<string, TableShape>,
  found: ReadonlyMap<string, Tree>,
  holes: ReadonlySet<string>,
): Generator<void, void> {
  const free = scan.file.free() ?? new Set<number>();
  for (let number = 2; number <= scan.file.count; number += 1) {
    if (scan.visited.has(number) || free.has(number)) continue;
    let page = yield* scan.page(number);
    if (page !== null && page.cells.length > 0 && page.cells.every(({ values }) => values === null))
      page = decodePage(scan.file, number, 'all');
    if (page === null) continue;
    const fitting = [...shapes.values()].filter((shape) => isPageOf(shape, page));
    const [only] = fitting;
    if (only === undefined || fitting.length > 1 || !holes.has(only.name)) continue;
    scan.visited.add(number);
    found.get(only.name)?.pages.push(number);
  }
}
