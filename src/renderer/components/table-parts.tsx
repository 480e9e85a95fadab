/** Parts of a table's body beside its rows. */
import type { RowSelection } from '../lib/use-row-selection.ts';
import classes from './virtual-table.module.css';

/** Takes the height of the rows above or below the visible ones. */
export function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes.spacer} aria-hidden>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

/** Says that more rows follow. @param printed how many rows are on paper; null on the screen */
export function LastRow({ height, span, printed }: { height: number; span: number; printed: number | null }) {
  return (
    <tr style={{ height }}>
      <td colSpan={span} className={classes.wait}>
        {printed === null ? 'Loading more …' : `Only the first ${printed} rows are printed.`}
      </td>
    </tr>
  );
}

interface CheckProps {
  id: string;
  selection: RowSelection;
  /** Names the row. */
  label: string | undefined;
}

/** The checkbox of a row. With Shift, it selects everything from the last one. */
export function RowCheck({ id, selection, label = '' }: CheckProps) {
  return (
    <td className={classes.checkCell}>
      <label className={classes.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${label}`}
          checked={selection.selected.has(id)}
          readOnly
          onClick={({ shiftKey }) => selection.toggle(id, { range: shiftKey })}
        />
      </label>
    </td>
  );
}
