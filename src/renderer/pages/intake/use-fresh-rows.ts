/** Keeps the shown rows of a list current when the drop changes, without starting the list over. */
import { useCallback, useEffect, useRef } from 'react';
import type { Pages } from '../../lib/use-pages.ts';

/** Rows of one request. */
export const PAGE_ROWS = 200;

/** @param version anything that is another object after each change @returns called with the rows in sight */
export function useFreshRows(pages: Pages<unknown>, version: unknown): (first: number, last: number) => void {
  const { refresh } = pages;
  const range = useRef<[number, number]>([0, 0]);
  /** Pages that were loaded since the last change; null before the first one. */
  const fresh = useRef<Set<number> | null>(null);
  const load = useCallback(() => {
    const known = fresh.current;
    if (known === null) return;
    const [first, last] = range.current.map((row) => Math.floor(row / PAGE_ROWS)) as [number, number];
    for (let page = first; page <= last; page += 1) {
      if (known.has(page)) continue;
      known.add(page);
      void refresh(page * PAGE_ROWS, page * PAGE_ROWS);
    }
  }, [refresh]);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    fresh.current = new Set();
    load();
  }, [version, load]);
  return useCallback(
    (first, last) => {
      range.current = [first, last];
      load();
    },
    [load],
  );
}
