/** A table of any length. It renders only the visible rows and loads more before the end is reached. */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { useHeld } from '../lib/use-held.ts';
import type { Pages } from '../lib/use-pages.ts';
import { usePrinting } from '../lib/use-printing.ts';
import type { RowSelection } from '../lib/use-row-selection.ts';
import type { Column } from './table-column.ts';
import { TableHead, type TableSort } from './table-head.tsx';
import { LastRow, TableRow } from './table-parts.tsx';
import { TableWidths } from './table-widths.tsx';
import { useDrawnRows } from './use-drawn-rows.ts';
import { useFastScroll } from './use-fast-scroll.ts';
import { useRovingRows } from './use-roving-rows.ts';
import classes from './virtual-table.module.css';

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
  place?: TablePlace | undefined;
  sort?: TableSort;
  /** With it, each row has a checkbox. The ids of the selection are the keys of the rows. */
  selection?: RowSelection;
  /** Names a row to a screen reader, for its checkbox. */
  rowLabel?(row: T): string;
}

/** Number of rows before the end at which the next page is loaded. */
const AHEAD = 40;
/** The sticky header's height in pixels. */
const HEADER = 32;
/** Rows printed at most; nobody wants 100,000 on paper. */
const PRINTED = 2_000;
/** The width of the checkboxes' column, pixels. */
const CHECK_WIDTH = 40;

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
  // With the rows that it belongs to: a moment later, somebody may have pressed one of them.
  useLayoutEffect(() => {
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
  selection,
  isPressed,
}: VirtualTableProps<T> & { isPressed: boolean }) {
  const scroll = useRef<HTMLDivElement>(null);
  const size = useElementSize<HTMLDivElement>();
  const printing = usePrinting();
  const shown = useMemo(
    () => columns.filter(({ from = 0 }) => size.width === 0 || from <= size.width),
    [columns, size.width],
  );
  const { rows } = pages;
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
    rows,
    first,
    last,
    rowHeight,
    reveal: useCallback((index: number) => virtual.scrollToIndex(index), [virtual]),
  });
  const ref = useMergedRef(scroll, size.ref);
  const { drawn, slotOf, idAt, onFocus } = useDrawnRows({
    items,
    rows,
    rowKey,
    isScrolling: virtual.isScrolling,
    isPressed,
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const id = idAt(event.target);
    if (id !== null) selection?.onKeyDown(event, id);
    roving.onKeyDown(event);
  };
  const isFast = useFastScroll(first, virtual.isScrolling);
  return {
    ref,
    shown,
    drawn,
    slotOf,
    isFast,
    tall: virtual.getTotalSize(),
    roving,
    onFocus,
    onKeyDown,
    printing,
  };
}

export function VirtualTable<T extends object>(props: VirtualTableProps<T>) {
  const { label, testId, rowHeight = 36, height, minWidth = 560, empty, selection, sort } = props;
  const { rowLabel } = props;
  // Another search starts at its first row, which would scroll what is pressed away.
  const held = useHeld({ pages: props.pages, place: props.place }, '[data-row]');
  const { pages, place } = held.shown;
  const { ref, shown, drawn, slotOf, isFast, tall, roving, onFocus, onKeyDown, printing } = useVirtualRows({
    ...props,
    pages,
    place,
    isPressed: held.isPressed,
  });
  const widths = [...(selection === undefined ? [] : [CHECK_WIDTH]), ...shown.map(({ width }) => width)];
  const name = widths.join();
  // An empty table needs no box. A list that a filter emptied keeps its height, so that the page does not jump.
  const filled = useRef(false);
  if (pages.rows.length > 0) filled.current = true;
  const bare = printing || (pages.total === 0 && !filled.current);
  return (
    <div ref={ref} className={classes.scroll} {...(bare ? { 'data-bare': true } : { style: { height } })}>
      {!printing && <TableWidths of={widths} name={name} brief={selection === undefined ? 1 : 2} />}
      <table
        className={printing ? classes.table : `${classes.table} ${classes.drawn}`}
        {...(printing ? {} : { style: { minWidth }, 'data-columns': name })}
        aria-label={label}
        aria-rowcount={(pages.total ?? 0) + 1}
        onPointerDown={held.onPointerDown}
        onKeyDownCapture={held.onKeyDown}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          onFocus(event);
          roving.onFocus(event);
        }}
        onBlur={roving.onBlur}
        data-testid={testId}
      >
        <TableHead columns={shown} sort={sort} selection={selection} total={pages.total} />
        <tbody {...(printing ? {} : { style: { height: tall + (pages.more ? rowHeight : 0) } })}>
          {drawn.map(({ row, id, index, start }) => (
            <TableRow
              key={slotOf(id)}
              {...{ id, row, index, height: rowHeight }}
              top={printing ? null : start}
              columns={shown as readonly Column<object>[]}
              isBrief={isFast}
              isStop={index === roving.stop}
              isSelected={selection === undefined ? null : selection.selected.has(id)}
              toggle={selection?.toggle}
              label={rowLabel?.(row)}
            />
          ))}
          {pages.more && (
            <LastRow
              height={rowHeight}
              top={printing ? null : tall}
              span={widths.length}
              printed={printing ? drawn.length : null}
            />
          )}
        </tbody>
      </table>
      {pages.total === 0 && empty}
    </div>
  );
}
