/** What the address of the history states: the search, the batches shown, the view, the place in the list. */
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
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

export interface Shown {
  readonly search: string;
  readonly status: Status;
  readonly view: 'batches' | 'time';
}

const shownBy = (params: URLSearchParams): Shown => ({
  search: (params.get('q') ?? '').slice(0, 200),
  status: STATUSES.find(({ value }) => value === params.get('show'))?.value ?? 'all',
  view: params.get('view') === 'time' ? 'time' : 'batches',
});

/** What the address states. `change` starts the list at its first row; `replace` adds no step for Back. */
export function useHistoryAddress() {
  const search = useSearch();
  const change = useCallback((part: Partial<Shown>, replace: boolean) => {
    const next = { ...shownBy(new URLSearchParams(currentSearch())), ...part };
    const params = new URLSearchParams();
    if (next.search !== '') params.set('q', next.search);
    if (next.status !== 'all') params.set('show', next.status);
    if (next.view === 'time') params.set('view', 'time');
    navigate(withParams('/history', params), { replace });
  }, []);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return { ...shownBy(params), at: placeOf(params), change };
  }, [search, change]);
}
