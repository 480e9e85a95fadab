/** The rows of a table, and what stands for those that are not drawn. */
import { memo } from 'react';
import type { RowSelection } from '../lib/use-row-selection.ts';
import type { Column } from './table-column.ts';
import classes from './virtual-table.module.css';

/** Where a row is drawn. @param top pixels from the first row; null on paper, where rows follow one another */
const placed = (top: number | null, height: number) =>
  top === null ? { height } : { height, transform: `translateY(${top}px)` };

interface LastRowProps {
  height: number;
  top: number | null;
  span: number;
  printed: number | null;
}

/** Says that more rows follow. @param printed how many rows are on paper; null on the screen */
export function LastRow({ height, top, span, printed }: LastRowProps) {
  return (
    <tr className={classes.last} style={placed(top, height)}>
      <td colSpan={span} className={classes.wait}>
        {printed === null ? 'Loading more …' : `Only the first ${printed} rows are printed.`}
      </td>
    </tr>
  );
}

interface RowProps {
  id: string;
  row: object;
  /** The row's place in the list, from 0. */
  index: number;
  /** Pixels. */
  height: number;
  /** Pixels from the first row; null on paper. */
  top: number | null;
  columns: readonly Column<object>[];
  /** Draws the first column alone, while a list goes by faster than anybody reads. */
  isBrief: boolean;
  /** Whether Tab reaches it. */
  isStop: boolean;
  /** Null where rows cannot be selected. */
  isSelected: boolean | null;
  toggle: RowSelection['toggle'] | undefined;
  /** Names the row to a screen reader. */
  label: string | undefined;
}

/** A row. Scrolling draws only those that come into view: the others are as they were. */
export const TableRow = memo(function TableRow({
  id,
  row,
  index,
  height,
  top,
  columns,
  isBrief,
  isStop,
  isSelected,
  toggle,
  label = '',
}: RowProps) {
  return (
    <tr
      className={classes.row}
      aria-rowindex={index + 2}
      style={placed(top, height)}
      data-row={index}
      tabIndex={isStop ? 0 : -1}
      {...(isSelected === true ? { 'data-selected': true } : {})}
      {...(isBrief ? { 'data-brief': true } : {})}
    >
      {isSelected !== null && (
        <td className={classes.checkCell}>
          {!isBrief && (
            <label className={classes.check}>
              <input
                type="checkbox"
                tabIndex={-1}
                aria-label={`Select ${label}`}
                checked={isSelected}
                readOnly
                // With Shift, everything from the last one.
                onClick={({ shiftKey }) => toggle?.(id, { range: shiftKey })}
              />
            </label>
          )}
        </td>
      )}
      {(isBrief ? columns.slice(0, 1) : columns).map((column) => (
        <td key={column.id} {...(column.numeric === true ? { 'data-numeric': true } : {})}>
          {column.cell(row, index)}
        </td>
      ))}
    </tr>
  );
});
