/** A table of any length: only the rows in sight exist, and more are asked for before the end is reached. */
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Pages } from '../lib/use-pages.ts';
import classes from './virtual-table.module.css';

const features = tableFeatures({});

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels; columns without a width share what is left. */
  readonly width?: number;
  readonly numeric?: boolean;
  cell(row: T): ReactNode;
}

export interface VirtualTableProps<T> {
  label: string;
  testId: string;
  /** Of a stable identity. */
  columns: readonly Column<T>[];
  pages: Pages<T>;
  rowKey(row: T): string;
  rowHeight?: number;
  /** Any CSS height. */
  height: string | number;
  /** Below this many pixels the table scrolls sideways. */
  minWidth?: number;
  empty: ReactNode;
  /** Told of the first and last row in sight. */
  onRange?: (first: number, last: number) => void;
}

/** Rows still to be seen when the next page is asked for. */
const AHEAD = 40;

const toDefs = <T extends object>(columns: readonly Column<T>[]): ColumnDef<typeof features, T>[] =>
  columns.map(({ id, header, cell }) => ({ id, header, cell: ({ row }) => cell(row.original) }));

const align = (numeric: boolean): object => (numeric ? { 'data-numeric': true } : {});

/** Height that stands for the rows above or below those in sight. */
function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes.spacer} aria-hidden>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

export function VirtualTable<T extends object>(props: VirtualTableProps<T>) {
  const {
    label,
    testId,
    columns,
    pages,
    rowKey,
    rowHeight = 36,
    height,
    minWidth = 900,
    empty,
    onRange,
  } = props;
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

  const span = columns.length;
  // Nothing to scroll through needs no box; a list that a filter emptied keeps its height, so that nothing jumps.
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
                <th key={header.id} scope="col" {...align(numeric.has(header.column.id))}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Spacer height={items[0]?.start ?? 0} span={span} />
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
                  <td key={cell.id} {...align(numeric.has(cell.column.id))}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} span={span} />
          {more && (
            <tr style={{ height: rowHeight }}>
              <td colSpan={span} className={classes.wait}>
                Loading more …
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {pages.total === 0 && empty}
    </div>
  );
}
