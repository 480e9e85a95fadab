/** One tab stop for a whole table: arrows, Page Up and Down, Home and End move between rows, Enter opens one. */
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

interface Props {
  /** Contains the rows, each with its index in `data-row`. */
  readonly scroll: RefObject<HTMLElement | null>;
  /** Rows that are loaded; another array after each reload. */
  readonly rows: readonly unknown[];
  /** First and last row that are drawn. */
  readonly first: number;
  readonly last: number;
  readonly rowHeight: number;
  /** Scrolls until a row can be drawn. */
  readonly reveal: (index: number) => void;
}

export interface RovingRows {
  /** The row that Tab reaches. */
  readonly stop: number;
  onKeyDown(event: KeyboardEvent): void;
  onFocus(event: FocusEvent): void;
  onBlur(): void;
}

/** What a row opens: its first link or button. */
const mainControl = (row: Element): HTMLElement | null => row.querySelector<HTMLElement>('a[href], button');

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;

/** Returns the row that a key leads to; null for a key that does not move. */
export function rowAfter(key: string, from: number, count: number, perPage: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, from + 1);
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'PageDown':
      return Math.min(last, from + perPage);
    case 'PageUp':
      return Math.max(0, from - perPage);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

export function useRovingRows({ scroll, rows, first, last, rowHeight, reveal }: Props): RovingRows {
  const count = rows.length;
  const [chosen, setActive] = useState(0);
  const active = Math.min(chosen, Math.max(0, count - 1));
  /** The row that gets the focus once it is drawn. */
  const wanted = useRef<number | null>(null);
  const stop = active >= first && active <= last ? active : first;
  /** Whether a row has the focus, or had it until it was removed: React reports no blur of what it removes. */
  const hasFocus = useRef(false);
  const drawn = useRef(rows);

  // Runs after every drawing: what a row contains is reached from the row, not by Tab.
  useLayoutEffect(() => {
    const box = scroll.current;
    const reachable = '[data-row] :is(a, button):not([tabindex="-1"])';
    for (const control of box?.querySelectorAll<HTMLElement>(reachable) ?? []) control.tabIndex = -1;
    const isReloaded = drawn.current !== rows;
    drawn.current = rows;
    const focused = document.activeElement;
    const isInside = box?.contains(focused) === true;
    const isNowhere = focused === null || focused === document.body;
    if (isInside && isReloaded) {
      const row = rowOf(focused);
      if (row !== null) setActive(Number(row.dataset.row));
    }
    if (hasFocus.current && isNowhere) {
      hasFocus.current = false;
      // The row went with a reload: the row that stands there now gets the focus.
      if (isReloaded) wanted.current ??= stop;
    }
    if (!isInside && !isNowhere) wanted.current = null;
    if (wanted.current === null) return;
    const row = box?.querySelector<HTMLElement>(`[data-row="${Math.min(wanted.current, count - 1)}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent): void => {
      const row = rowOf(event.target);
      if (row === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' && event.target === row) {
        event.preventDefault();
        mainControl(row)?.click();
        return;
      }
      const perPage = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2);
      const next = rowAfter(event.key, Number(row.dataset.row), count, perPage);
      if (next === null) return;
      event.preventDefault();
      wanted.current = next;
      setActive(next);
      reveal(next);
    },
    [count, reveal, rowHeight, scroll],
  );
  const onFocus = useCallback((event: FocusEvent): void => {
    const row = rowOf(event.target);
    if (row === null) return;
    hasFocus.current = true;
    setActive(Number(row.dataset.row));
  }, []);
  const onBlur = useCallback((): void => {
    hasFocus.current = false;
  }, []);
  return { stop, onKeyDown, onFocus, onBlur };
}
