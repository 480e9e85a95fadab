/** A table of any length. It renders only the visible rows and loads more before the end is reached. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Pages } from '../lib/use-pages.ts';
import { usePrinting } from '../lib/use-printing.ts';
import { useRovingRows } from './use-roving-rows.ts';
import classes from './virtual-table.module.css';

const features = tableFeatures({});

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels; columns without a width share the remaining space. */
  readonly width?: number;
  /** The column is left out of a table narrower than this many pixels. */
  readonly from?: number;
  readonly numeric?: boolean;
  /** @param index the row's place in the list, from 0 */
  cell(row: T, index: number): ReactNode;
}

/** The row at the top of the list, so that a return shows the same rows. */
export interface TablePlace {
  /** Names the list; with another key, the table starts at another `at`. */
  readonly key: string;
  readonly at: number;
  /** Called with the first visible row. Needs a stable identity. */
  onPlace(at: number): void;
}

export interface VirtualTableProps<T> {
  label: string;
  testId: string;
  /** Needs a stable identity. */
  columns: readonly Column<T>[];
  pages: Pages<T>;
  rowKey(row: T): string;
  rowHeight?: number;
  /** Any CSS height. */
  height: string | number;
  /** Below this many pixels the table scrolls sideways. */
  minWidth?: number;
  empty: ReactNode;
  /** Called with the first and last visible row. */
  onRange?: (first: number, last: number) => void;
  place?: TablePlace;
}

/** Number of rows before the end at which the next page is loaded. */
const AHEAD = 40;
/** The sticky header's height in pixels. */
const HEADER = 32;
/** Rows printed at most; nobody wants 100,000 on paper. */
const PRINTED = 2_000;

const toDefs = <T extends object>(columns: readonly Column<T>[]): ColumnDef<typeof features, T>[] =>
  columns.map(({ id, header, cell }) => ({ id, header, cell: ({ row }) => cell(row.original, row.index) }));

const align = (numeric: boolean): object => (numeric ? { 'data-numeric': true } : {});

/** Takes the height of the rows above or below the visible ones. */
function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes.spacer} aria-hidden>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

/** Scrolls to the place of a list once it is loaded, and reports where the list is after that. */
function usePlace(
  place: TablePlace | undefined,
  {
    rows,
    more,
    first,
    toTop,
  }: { rows: number; more: boolean; first: number; toTop: (index: number) => void },
): void {
  const settled = useRef<string | null>(null);
  const at = place?.at ?? 0;
  const key = place?.key;
  const onPlace = place?.onPlace;
  const target = useRef(at);
  if (settled.current !== key) target.current = at;
  useEffect(() => {
    if (key === undefined || rows === 0 || settled.current === key) return;
    if (target.current < rows) toTop(target.current);
    // The pages up to the place are still on their way.
    else if (more) return;
    settled.current = key;
  }, [key, more, rows, toTop]);
  const reported = useRef(at);
  useEffect(() => {
    if (settled.current !== key || rows === 0 || reported.current === first) return;
    reported.current = first;
    onPlace?.(first);
  }, [first, key, onPlace, rows]);
}

/** Builds the table and its visible rows, reports their range, and loads the next page in time. */
function useVirtualRows<T extends object>({
  columns,
  pages,
  rowKey,
  rowHeight = 36,
  onRange,
  place,
}: VirtualTableProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const size = useElementSize<HTMLDivElement>();
  const printing = usePrinting();
  const shown = useMemo(
    () => columns.filter(({ from = 0 }) => size.width === 0 || from <= size.width),
    [columns, size.width],
  );
  const defs = useMemo(() => toDefs(shown), [shown]);
  const numeric = useMemo(
    () => new Set(shown.filter((c) => c.numeric === true).map(({ id }) => id)),
    [shown],
  );
  const table = useTable({ features, columns: defs, data: pages.rows, getRowId: rowKey });
  const rows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: printing ? PRINTED : 8,
    initialOffset: (place?.at ?? 0) * rowHeight,
    scrollPaddingEnd: HEADER,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { more, loadMore } = pages;
  useEffect(() => {
    onRange?.(first, last);
    if (more && last >= rows.length - AHEAD) loadMore();
  }, [first, last, rows.length, more, loadMore, onRange]);
  usePlace(place, {
    rows: rows.length,
    more,
    first: virtual.range?.startIndex ?? 0,
    toTop: useCallback((index: number) => virtual.scrollToIndex(index, { align: 'start' }), [virtual]),
  });
  const roving = useRovingRows({
    scroll,
    count: rows.length,
    first,
    last,
    rowHeight,
    reveal: useCallback((index: number) => virtual.scrollToIndex(index), [virtual]),
  });
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const ref = useMergedRef(scroll, size.ref);
  const alignOf = (id: string): object => align(numeric.has(id));
  return { ref, table, shown, rows, items, above, below, alignOf, roving, printing };
}

export function VirtualTable<T extends object>(props: VirtualTableProps<T>) {
  const { label, testId, pages, rowHeight = 36, height, minWidth = 560, empty } = props;
  const { ref, table, shown, rows, items, above, below, alignOf, roving, printing } = useVirtualRows(props);
  const span = shown.length;
  // An empty table needs no box. A list that a filter emptied keeps its height, so that the page does not jump.
  const filled = useRef(false);
  if (rows.length > 0) filled.current = true;
  const bare = printing || (pages.total === 0 && !filled.current);
  return (
    <div ref={ref} className={classes.scroll} {...(bare ? { 'data-bare': true } : { style: { height } })}>
      <table
        className={classes.table}
        {...(printing ? {} : { style: { minWidth } })}
        aria-label={label}
        aria-rowcount={(pages.total ?? 0) + 1}
        onKeyDown={roving.onKeyDown}
        onFocus={roving.onFocus}
        data-testid={testId}
      >
        <colgroup>
          {shown.map(({ id, width }) => (
            <col key={id} {...(width === undefined ? {} : { style: { width } })} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" {...alignOf(header.column.id)}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Spacer height={above} span={span} />
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <tr
                className={classes.row}
                aria-rowindex={item.index + 2}
                key={row.id}
                style={{ height: rowHeight }}
                data-row={item.index}
                tabIndex={item.index === roving.stop ? 0 : -1}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} {...alignOf(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {!printing && <Spacer height={below} span={span} />}
          {pages.more && <LastRow height={rowHeight} span={span} printed={printing ? items.length : null} />}
        </tbody>
      </table>
      {pages.total === 0 && empty}
    </div>
  );
}

/** Says that more rows follow. @param printed how many rows are on paper; null on the screen */
function LastRow({ height, span, printed }: { height: number; span: number; printed: number | null }) {
  return (
    <tr style={{ height }}>
      <td colSpan={span} className={classes.wait}>
        {printed === null ? 'Loading more …' : `Only the first ${printed} rows are printed.`}
      </td>
    </tr>
  );
}
