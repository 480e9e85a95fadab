/** Loads a long list page by page with a cursor and can reload its visible part. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ListPage } from '../stores/list-cache.ts';
import { useAppStore } from '../stores/use-app-store.ts';
import { asError } from './wire-error.ts';

export interface PageAnswer<T> {
  items: T[];
  next: string | null;
  total: number;
}
interface State<T> {
  readonly pages: readonly ListPage<T>[];
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

/** Where a list is remembered, and up to which row it must be loaded at first. */
export interface ListPlace {
  readonly key: string;
  readonly at: number;
}

const EMPTY = { pages: [], total: null, error: null };
const NOWHERE: ListPlace = { key: '', at: 0 };
/** Rows loaded beyond the first visible one, about two screens. */
const VIEW = 60;

const rowsOf = (pages: readonly ListPage<unknown>[]): number =>
  pages.reduce((sum, { items }) => sum + items.length, 0);

/**
 * @param ask requests one page; a new function (another filter) starts the list over
 * @param place with a key, the list is remembered: whoever comes back sees its rows at once, and then their refresh
 */
export function usePages<T>(
  ask: (cursor: string | null) => Promise<PageAnswer<T>>,
  place: ListPlace = NOWHERE,
): Pages<T> {
  const { lists } = useAppStore();
  const { key } = place;
  const [state, setState] = useState<State<T>>(() => ({ ...EMPTY, ...lists.get<T>(key) }));
  const busy = useRef(false);
  const generation = useRef(0);
  const current = useRef(state);
  const wanted = useRef(place.at);
  wanted.current = place.at;
  /** Also sets what the next step reads, because React draws later. */
  const put = useCallback(
    (next: State<T>) => {
      current.current = next;
      setState(next);
      if (key !== '') lists.set<T>(key, { pages: next.pages, total: next.total });
    },
    [key, lists],
  );

  const load = useCallback(
    async (cursor: string | null) => {
      if (busy.current) return;
      busy.current = true;
      const started = generation.current;
      try {
        for (let next = cursor; ; ) {
          const answer = await ask(next);
          if (generation.current !== started) return;
          const pages = [...current.current.pages, { cursor: next, items: answer.items, next: answer.next }];
          put({ pages, total: answer.total, error: null });
          if (answer.next === null || rowsOf(pages) >= wanted.current + VIEW || wanted.current === 0) return;
          next = answer.next;
        }
      } catch (error) {
        if (generation.current === started) put({ ...current.current, error: asError(error) });
      } finally {
        if (generation.current === started) busy.current = false;
      }
    },
    [ask, put],
  );

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
          const pages = current.current.pages.map((other, at) =>
            at === index ? { cursor: page.cursor, items, next } : other,
          );
          put({ pages, total, error: null });
        }
      } catch (error) {
        if (generation.current === started) put({ ...current.current, error: asError(error) });
      }
    },
    [ask, load, put],
  );

  useEffect(() => {
    generation.current += 1;
    busy.current = false;
    const remembered = lists.get<T>(key);
    current.current = { ...EMPTY, ...remembered };
    setState(current.current);
    if (current.current.pages.length === 0) void load(null);
    else
      void refresh(wanted.current, wanted.current + VIEW).then(() => {
        if (rowsOf(current.current.pages) < wanted.current + VIEW) loadMore();
      });
    return () => {
      generation.current += 1;
    };
  }, [key, lists, load, loadMore, refresh]);

  const rows = useMemo(() => state.pages.flatMap(({ items }) => items), [state.pages]);
  return { rows, total: state.total, error: state.error, more: hasMore(state.pages), loadMore, refresh };
}

const hasMore = (pages: readonly ListPage<unknown>[]): boolean => {
  const last = pages.at(-1);
  return last !== undefined && last.next !== null;
};

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
