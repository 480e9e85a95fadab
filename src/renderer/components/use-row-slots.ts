/**
 * Gives each row of a list a place in the page. A row that scrolls into view takes over the elements of one that went, so
 * the browser changes texts instead of making and styling some twenty elements.
 */
import { useRef } from 'react';

/** The slot of each row by its id. */
export type RowSlots = ReadonlyMap<string, number>;

/**
 * Returns the slots after a list was scrolled or reloaded. A row that stays keeps its slot.
 * @param ids of the rows that are drawn now
 * @param own a row whose elements no other row may take, because it may have the focus
 */
export function slotsAfter(before: RowSlots, ids: readonly string[], own: string | null): RowSlots {
  const stay = new Set(ids);
  const taken = new Set(before.values());
  const free = [...before]
    .filter(([id]) => !stay.has(id) && id !== own)
    .map(([, slot]) => slot)
    .sort((a, b) => b - a);
  let unused = 0;
  const another = (): number => {
    while (taken.has(unused)) unused += 1;
    taken.add(unused);
    return unused;
  };
  return new Map(ids.map((id) => [id, before.get(id) ?? free.pop() ?? another()]));
}

/** Returns the slots of the rows that are drawn now; see `slotsAfter`. */
export function useRowSlots(ids: readonly string[], own: string | null): RowSlots {
  const slots = useRef<RowSlots>(new Map());
  slots.current = slotsAfter(slots.current, ids, own);
  return slots.current;
}
