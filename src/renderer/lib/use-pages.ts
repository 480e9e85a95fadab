/** A long list that comes page by page by cursor, and whose visible part can be asked for again. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { asError } from './use-request.ts';

interface Page<T> {
  readonly cursor: string | null;
  readonly items: readonly T[];
  readonly next: string | null;
}
export interface PageAnswer<T> {
  items: T[];
  next: string | null;
  total: number;
}
interface State<T> {
  readonly pages: readonly Page<T>[];
  readonly total: number | null;
  readonly error: Error | null;
}

export interface Pages<T> {
  readonly rows: readonly T[];
  /** How many there are in all; null before the first answer. */
  readonly total: number | null;
  readonly error: Error | null;
  readonly more: boolean;
  /** Asks for the next page unless it is under way. */
  loadMore(): void;
  /** Asks again for the pages that hold the rows from `first` to `last`. */
  refresh(first: number, last: number): Promise<void>;
}

const nothing = { pages: [], total: null, error: null };

/** @param ask asks for one page; a new identity (another filter) starts over */
export function usePages<T>(ask: (cursor: string | null) => Promise<PageAnswer<T>>): Pages<T> {
  const [state, setState] = useState<State<T>>(nothing);
  const busy = useRef(false);
  const turn = useRef(0);
  const current = useRef(state);
  current.current = state;

  const load = useCallback(
    async (cursor: string | null) => {
      if (busy.current) return;
      busy.current = true;
      const mine = turn.current;
      try {
        const { items, next, total } = await ask(cursor);
        if (turn.current !== mine) return;
        setState((old) => ({ pages: [...old.pages, { cursor, items, next }], total, error: null }));
      } catch (error) {
        if (turn.current === mine) setState((old) => ({ ...old, error: asError(error) }));
      } finally {
        if (turn.current === mine) busy.current = false;
      }
    },
    [ask],
  );

  useEffect(() => {
    turn.current += 1;
    busy.current = false;
    setState(nothing);
    void load(null);
    return () => {
      turn.current += 1;
    };
  }, [load]);

  const loadMore = useCallback(() => {
    const next = current.current.pages.at(-1)?.next;
    if (next !== null && next !== undefined) void load(next);
  }, [load]);

  const refresh = useCallback(
    async (first: number, last: number) => {
      const mine = turn.current;
      const wanted = pagesBetween(current.current.pages, first, last);
      // Nothing has arrived yet, or the list was empty: the first page is what there is to see.
      if (current.current.pages.length === 0) return load(null);
      try {
        for (const index of wanted) {
          const page = current.current.pages[index];
          if (page === undefined) return;
          const { items, next, total } = await ask(page.cursor);
          if (turn.current !== mine) return;
          setState((old) => ({
            pages: old.pages.map((known, at) =>
              at === index ? { cursor: page.cursor, items, next } : known,
            ),
            total,
            error: null,
          }));
        }
      } catch (error) {
        if (turn.current === mine) setState((old) => ({ ...old, error: asError(error) }));
      }
    },
    [ask, load],
  );

  const rows = useMemo(() => state.pages.flatMap(({ items }) => items), [state.pages]);
  const last = state.pages.at(-1);
  return {
    rows,
    total: state.total,
    error: state.error,
    more: last !== undefined && last.next !== null,
    loadMore,
    refresh,
  };
}

/** Indexes of the pages that hold rows `first` to `last`; always at least the first page. */
export function pagesBetween(
  pages: readonly { items: readonly unknown[] }[],
  first: number,
  last: number,
): number[] {
  const found: number[] = [];
  let start = 0;
  for (const [index, { items }] of pages.entries()) {
    const end = start + items.length;
    if (start <= last && end > first) found.push(index);
    start = end;
  }
  return found.length > 0 || pages.length === 0 ? found : [0];
}
