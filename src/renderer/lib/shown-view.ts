/** Which saved view a list shows, and how a list opens with its default view. */
import { useEffect, useRef } from 'react';
import type { ListView } from '../../shared/document-list.ts';

export type Shown = Pick<ListView, 'query' | 'columns'>;

/**
 * Returns the name of the view that is shown; null: everything; undefined: something that is no view.
 * @param clean returns the query of a view as this version writes it
 */
export function shownView(
  views: readonly ListView[],
  shown: Shown,
  clean: (query: string) => string,
): string | null | undefined {
  const same = (view: ListView): boolean =>
    clean(view.query) === shown.query && JSON.stringify(view.columns) === JSON.stringify(shown.columns);
  return views.find(same)?.name ?? (shown.query === '' ? null : undefined);
}

/**
 * Opens the default view of a list whose address says nothing, once.
 * @param isBare whether the address says nothing @returns whether the list can be shown
 */
export function useDefaultView(
  views: readonly ListView[] | null,
  isBare: boolean,
  open: (view: ListView) => void,
): boolean {
  const isSettled = useRef(!isBare);
  const view = isSettled.current ? undefined : views?.find(({ isDefault }) => isDefault);
  useEffect(() => {
    if (views === null || isSettled.current) return;
    isSettled.current = true;
    if (view !== undefined) open(view);
  }, [views, view, open]);
  return isSettled.current || (views !== null && view === undefined);
}
