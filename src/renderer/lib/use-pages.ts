/** Loads a long list page by page with a cursor and can reload its visible part. */
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
  /** Number of rows in the whole list; null before the first answer. */
  readonly total: number | null;
  readonly error: Error | null;
  readonly more: boolean;
  /** Loads the next page unless a page is loading. */
  loadMore(): void;
  /** Reloads the pages that contain rows `first` to `last`. */
  refresh(first: number, last: number): Promise<void>;
}

const EMPTY = { pages: [], total: null, error: null };

/** @param ask requests one page; a new function (another filter) starts the list over */
export function usePages<T>(ask: (cursor: string | null) => Promise<PageAnswer<T>>): Pages<T> {
  const [state, setState] = useState<State<T>>(EMPTY);
  const busy = useRef(false);
  const generation = useRef(0);
  const current = useRef(state);
  current.current = state;

  const load = useCallback(
    async (cursor: string | null) => {
      if (busy.current) return;
      busy.current = true;
      const started = generation.current;
      try {
        const { items, next, total } = await ask(cursor);
        if (generation.current !== started) return;
        setState((old) => ({ pages: [...old.pages, { cursor, items, next }], total, error: null }));
      } catch (error) {
        if (generation.current === started) setState((old) => ({ ...old, error: asError(error) }));
      } finally {
        if (generation.current === started) busy.current = false;
      }
    },
    [ask],
  );

  useEffect(() => {
    generation.current += 1;
    busy.current = false;
    setState(EMPTY);
    void load(null);
    return () => {
      generation.current += 1;
    };
  }, [load]);

  const loadMore = useCallback(() => {
    const next = current.current.pages.at(-1)?.next;
    if (next !== null && next !== undefined) void load(next);
  }, [load]);

  const refresh = useCallback(
    async (first: number, last: number) => {
      const started = generation.current;
      const indexes = pagesBetween(current.current.pages, first, last);
      // Without any page yet, a reload means loading the first one.
      if (current.current.pages.length === 0) return load(null);
      try {
        for (const index of indexes) {
          const page = current.current.pages[index];
          if (page === undefined) return;
          const { items, next, total } = await ask(page.cursor);
          if (generation.current !== started) return;
          setState((old) => ({
            pages: old.pages.map((other, at) =>
              at === index ? { cursor: page.cursor, items, next } : other,
            ),
            total,
            error: null,
          }));
        }
      } catch (error) {
        if (generation.current === started) setState((old) => ({ ...old, error: asError(error) }));
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

/** Returns the indexes of the pages that contain rows `first` to `last`; at least the first page if there is one. */
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
