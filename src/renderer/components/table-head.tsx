/** The head of a table: names of columns, which sort it, and the checkbox for all rows. */
import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo } from 'react';
import type { RowSelection } from '../lib/use-row-selection.ts';
import type { Column } from './table-column.ts';
import classes from './virtual-table.module.css';

export interface TableSort {
  /** The `sort` of the column by which the rows are sorted. */
  readonly by: string;
  readonly descending: boolean;
  onSort(by: string, descending: boolean): void;
}

interface Props {
  columns: readonly Column<never>[];
  sort: TableSort | undefined;
  selection: RowSelection | undefined;
  /** Rows of the whole list; null before it is loaded. */
  total: number | null;
}

/** Stays as it is while its table scrolls. */
export const TableHead = memo(function TableHead({ columns, sort, selection, total }: Props) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection !== undefined && (
          <th scope="col" className={classes.checkCell}>
            <AllRows selection={selection} total={total ?? 0} />
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            title={column.hint}
            {...(column.numeric === true ? { 'data-numeric': true } : {})}
            {...sortOf(column, sort)}
          >
            <Heading column={column} sort={sort} />
          </th>
        ))}
      </tr>
    </thead>
  );
});

const sortOf = (column: Column<never>, sort: TableSort | undefined) =>
  sort === undefined || column.sort !== sort.by
    ? {}
    : ({ 'aria-sort': sort.descending ? 'descending' : 'ascending' } as const);

function Heading({ column, sort }: { column: Column<never>; sort: TableSort | undefined }) {
  const { sort: by, header, id } = column;
  if (sort === undefined || by === undefined) return header;
  const isSorted = sort.by === by;
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton
      className={classes.sort}
      onClick={() => sort.onSort(by, isSorted && !sort.descending)}
      data-testid={`sort-${id}`}
    >
      {header}
      {isSorted && <Arrow size={13} aria-hidden />}
    </UnstyledButton>
  );
}

function AllRows({ selection, total }: { selection: RowSelection; total: number }) {
  const { selected, all, clear } = selection;
  const isAll = total > 0 && selected.size >= total;
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        aria-label="Select all documents of the list"
        checked={isAll}
        ref={(box) => {
          if (box !== null) box.indeterminate = selected.size > 0 && !isAll;
        }}
        disabled={total === 0}
        onChange={() => (isAll ? clear() : all())}
        data-testid="select-all"
      />
    </label>
  );
}
