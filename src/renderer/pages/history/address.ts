/** What the address of the history states: search, batches shown, order, view, and the place in the list. */
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { BATCH_SORTS, type BatchSort, NEWEST_FIRST } from '../../../shared/batch-list.ts';
import type { RequestInput } from '../../../shared/bridge.ts';
import { currentSearch, navigate, placeOf, withParams } from '../../lib/address.ts';

export type Status = NonNullable<RequestInput<'batches.list'>['status']>;
export const STATUSES: readonly { value: Status; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'completed', label: 'Completed' },
  { value: 'exceptions', label: 'With exceptions' },
  { value: 'canceled', label: 'Canceled' },
];

/** What limits and sorts the list. */
export interface ListState {
  readonly search: string;
  readonly status: Status;
  readonly sort: BatchSort;
}

export interface Shown extends ListState {
  readonly view: 'batches' | 'time';
  /** Whether the address asks for every batch, so that the default view of the list does not apply. */
  readonly all: boolean;
}

export const EVERYTHING: ListState = { search: '', status: 'all', sort: NEWEST_FIRST };

const isNewestFirst = ({ by, descending }: BatchSort): boolean =>
  by === NEWEST_FIRST.by && descending === NEWEST_FIRST.descending;

/** Returns the order that `bytes`, or `-bytes` for descending, names. */
function sortOf(value: string | null): BatchSort {
  const by = BATCH_SORTS.find((one) => one === value?.replace(/^-/, ''));
  return by === undefined ? NEWEST_FIRST : { by, descending: value?.startsWith('-') === true };
}

/** Returns the list that parameters state. What they do not know is as if it were absent. */
export const listOfParams = (params: URLSearchParams): ListState => ({
  search: (params.get('q') ?? '').slice(0, 200),
  status: STATUSES.find(({ value }) => value === params.get('show'))?.value ?? 'all',
  sort: sortOf(params.get('sort')),
});

/** Returns the parameters of a list, which a saved view keeps. */
export function paramsOfList({ search, status, sort }: ListState): URLSearchParams {
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  if (status !== 'all') params.set('show', status);
  if (!isNewestFirst(sort)) params.set('sort', `${sort.descending ? '-' : ''}${sort.by}`);
  return params;
}

export const isBare = (shown: Shown): boolean => !shown.all && paramsOfList(shown).size === 0;

const shownBy = (params: URLSearchParams): Shown => ({
  ...listOfParams(params),
  view: params.get('view') === 'time' ? 'time' : 'batches',
  all: params.get('all') === '1',
});

/** What the address states. `change` starts the list at its first row; `replace` adds no step for Back. */
export function useHistoryAddress() {
  const search = useSearch();
  const change = useCallback((part: Partial<Shown>, replace: boolean) => {
    const next = { ...shownBy(new URLSearchParams(currentSearch())), ...part };
    const params = paramsOfList(next);
    if (next.all) params.set('all', '1');
    if (next.view === 'time') params.set('view', 'time');
    navigate(withParams('/history', params), { replace });
  }, []);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return { ...shownBy(params), at: placeOf(params), change };
  }, [search, change]);
}
