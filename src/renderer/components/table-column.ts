/** A column of a table. */
import type { ReactNode } from 'react';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels; columns without a width share the remaining space. */
  readonly width?: number;
  /** The column is left out of a table narrower than this many pixels. */
  readonly from?: number;
  readonly numeric?: boolean;
  /** What the list can be sorted by with this column; absent: it cannot. */
  readonly sort?: string;
  /** Says more about the column than its header. */
  readonly hint?: string;
  /** @param index the row's place in the list, from 0 */
  cell(row: T, index: number): ReactNode;
}
