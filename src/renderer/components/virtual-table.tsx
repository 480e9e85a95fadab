/** A table of any length. It renders only the visible rows and loads more before the end is reached. */
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Pages } from '../lib/use-pages.ts';
import classes from './virtual-table.module.css';

const features = tableFeatures({});

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels; columns without a width share the remaining space. */
  readonly width?: number;
  readonly numeric?: boolean;
  cell(row: T): ReactNode;
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
}

/** Number of rows before the end at which the next page is loaded. */
const AHEAD = 40;

const toDefs = <T extends object>(columns: readonly Column<T>[]): ColumnDef<typeof features, T>[] =>
  columns.map(({ id, header, cell }) => ({ id, header, cell: ({ row }) => cell(row.original) }));

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

/** Builds the table and its visible rows, reports their range, and loads the next page in time. */
function useVirtualRows<T extends object>({
  columns,
  pages,
  rowKey,
  rowHeight = 36,
  onRange,
}: VirtualTableProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const defs = useMemo(() => toDefs(columns), [columns]);
  const numeric = useMemo(
    () => new Set(columns.filter((c) => c.numeric === true).map(({ id }) => id)),
    [columns],
  );
  const table = useTable({ features, columns: defs, data: pages.rows, getRowId: rowKey });
  const rows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { more, loadMore } = pages;
  useEffect(() => {
    onRange?.(first, last);
    if (more && last >= rows.length - AHEAD) loadMore();
  }, [first, last, rows.length, more, loadMore, onRange]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return { scroll, table, rows, items, above, below, alignOf: (id: string) => align(numeric.has(id)) };
}

export function VirtualTable<T extends object>(props: VirtualTableProps<T>) {
  const { label, testId, columns, pages, rowHeight = 36, height, minWidth = 900, empty } = props;
  const { scroll, table, rows, items, above, below, alignOf } = useVirtualRows(props);
  const span = columns.length;
  // An empty table needs no box. A list that a filter emptied keeps its height, so that the page does not jump.
  const filled = useRef(false);
  if (rows.length > 0) filled.current = true;
  const bare = pages.total === 0 && !filled.current;
  return (
    <div ref={scroll} className={classes.scroll} {...(bare ? { 'data-bare': true } : { style: { height } })}>
      <table
        className={classes.table}
        style={{ minWidth }}
        aria-label={label}
        aria-rowcount={(pages.total ?? 0) + 1}
        data-testid={testId}
      >
        <colgroup>
          {columns.map(({ id, width }) => (
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
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} {...alignOf(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={below} span={span} />
          {pages.more && <LoadingRow height={rowHeight} span={span} />}
        </tbody>
      </table>
      {pages.total === 0 && empty}
    </div>
  );
}

function LoadingRow({ height, span }: { height: number; span: number }) {
  return (
    <tr style={{ height }}>
      <td colSpan={span} className={classes.wait}>
        Loading more …
      </td>
    </tr>
  );
}
