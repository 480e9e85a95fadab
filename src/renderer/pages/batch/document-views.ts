/** What a saved view keeps of the document list of a batch, and which one is shown. */
import type { ListView } from '../../../shared/document-list.ts';
import { type Shown, shownView } from '../../lib/shown-view.ts';
import { type DocumentFilter, filterOfParams, NO_FILTER, paramsOfFilter } from './filter.ts';

const clean = (filter: DocumentFilter): string => paramsOfFilter({ ...filter, all: false }).toString();

export const filterOfView = ({ query }: Pick<ListView, 'query'>): DocumentFilter =>
  filterOfParams(new URLSearchParams(query));

/** Returns what a view keeps of a list. */
export const viewOf = (filter: DocumentFilter, columns: readonly string[] | null): Shown => ({
  query: clean(filter),
  columns: columns === null ? null : [...columns],
});

/** Returns the name of the view that is shown; null: everything; undefined: something that is no view. */
export const activeView = (
  views: readonly ListView[],
  filter: DocumentFilter,
  columns: readonly string[] | null,
): string | null | undefined =>
  shownView(views, viewOf(filter, columns), (query) => clean(filterOfView({ query })));

/** Returns the filter for every document. If the list has a default view, the address must say so. */
export const everything = (views: readonly ListView[] | null): DocumentFilter => ({
  ...NO_FILTER,
  all: views?.some(({ isDefault }) => isDefault) === true,
});
