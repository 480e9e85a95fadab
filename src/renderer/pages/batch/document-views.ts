/** Which saved view the document list of a batch shows, and how the list opens with its default view. */
import { useEffect, useRef } from 'react';
import type { ListView } from '../../../shared/document-list.ts';
import { type DocumentFilter, filterOfParams, isBare, NO_FILTER, paramsOfFilter } from './filter.ts';

const clean = (filter: DocumentFilter): string => paramsOfFilter({ ...filter, all: false }).toString();

export const filterOfView = ({ query }: Pick<ListView, 'query'>): DocumentFilter =>
  filterOfParams(new URLSearchParams(query));

/** Returns what a view keeps of a list. */
export const viewOf = (
  filter: DocumentFilter,
  columns: readonly string[] | null,
): Pick<ListView, 'query' | 'columns'> => ({
  query: clean(filter),
  columns: columns === null ? null : [...columns],
});

/** Returns the name of the view that is shown; null: everything; undefined: something that is no view. */
export function activeView(
  views: readonly ListView[],
  filter: DocumentFilter,
  columns: readonly string[] | null,
): string | null | undefined {
  const shown = JSON.stringify(viewOf(filter, columns));
  const view = views.find((one) => JSON.stringify(viewOf(filterOfView(one), one.columns)) === shown);
  return view?.name ?? (clean(filter) === '' ? null : undefined);
}

/** Returns the filter for every document. If the list has a default view, the address must say so. */
export const everything = (views: readonly ListView[] | null): DocumentFilter => ({
  ...NO_FILTER,
  all: views?.some(({ isDefault }) => isDefault) === true,
});

/** Opens the default view of a list whose address says nothing, once. @returns whether the list can be shown */
export function useDefaultView(
  views: readonly ListView[] | null,
  filter: DocumentFilter,
  open: (view: ListView) => void,
): boolean {
  const isSettled = useRef(!isBare(filter));
  const view = isSettled.current ? undefined : views?.find(({ isDefault }) => isDefault);
  useEffect(() => {
    if (views === null || isSettled.current) return;
    isSettled.current = true;
    if (view !== undefined) open(view);
  }, [views, view, open]);
  return isSettled.current || (views !== null && view === undefined);
}
