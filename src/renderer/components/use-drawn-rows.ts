/** The rows of a list that are drawn, each with the elements that it has or takes over. */
import { type FocusEvent, useRef } from 'react';
import { useRowSlots } from './use-row-slots.ts';

interface Props<T> {
  /** Rows in view, with pixels from the first row. */
  readonly items: readonly { index: number; start: number }[];
  readonly rows: readonly T[];
  rowKey(row: T): string;
  readonly isScrolling: boolean;
  /** Whether something in the list is pressed. */
  readonly isPressed: boolean;
}

interface DrawnRow<T> {
  readonly row: T;
  readonly id: string;
  readonly index: number;
  readonly start: number;
}

export interface DrawnRows<T> {
  /** In their order, or while the list scrolls, in that of their elements. */
  readonly drawn: readonly DrawnRow<T>[];
  /** Names the elements of a row. */
  slotOf(id: string): number;
  /** Returns the id of the row that an element is in. */
  idAt(target: EventTarget): string | null;
  /** Keeps others from the elements of the row that has the focus. */
  onFocus(event: FocusEvent): void;
}

export function useDrawnRows<T>({ items, rows, rowKey, isScrolling, isPressed }: Props<T>): DrawnRows<T> {
  const focused = useRef<string | null>(null);
  const bySlot = useRef(false);
  const drawn = items.flatMap(({ index, start }) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, id: rowKey(row), index, start }];
  });
  const slots = useRowSlots(
    drawn.map(({ id }) => id),
    focused.current,
  );
  const slotOf = (id: string): number => slots.get(id) ?? 0;
  // Moved elements would be laid out anew. Who has the page read aloud needs the rows in order, once the list rests.
  // An element that moves while it is pressed gets no click.
  if (!isPressed) bySlot.current = isScrolling;
  if (bySlot.current) drawn.sort((a, b) => slotOf(a.id) - slotOf(b.id));
  const idAt = (target: EventTarget): string | null => {
    const at = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    const row = at === null ? undefined : rows[Number(at.dataset.row)];
    return row === undefined ? null : rowKey(row);
  };
  const onFocus = ({ target }: FocusEvent): void => {
    focused.current = idAt(target);
  };
  return { drawn, slotOf, idAt, onFocus };
}
