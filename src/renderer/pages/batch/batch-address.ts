/** What the address of a batch's page states: the tab, the filter, the place in the list. */
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { currentPath, currentSearch, navigate, placeOf, withParams } from '../../lib/address.ts';
import { batchPath, documentPath } from '../../lib/routes.ts';
import { type DocumentFilter, filterOfParams, paramsOfFilter } from './filter.ts';

const TAB_NAMES = ['documents', 'entities', 'times', 'details'] as const;
export type TabName = (typeof TAB_NAMES)[number];

export interface BatchAddress {
  readonly tab: TabName;
  readonly filter: DocumentFilter;
  /** First visible row of the documents. */
  readonly at: number;
}

export function addressOf(search: string): BatchAddress {
  const params = new URLSearchParams(search);
  return {
    tab: TAB_NAMES.find((name) => name === params.get('tab')) ?? 'documents',
    filter: filterOfParams(params),
    at: placeOf(params),
  };
}

function paramsOf({
  tab,
  filter,
  at,
}: Partial<BatchAddress> & Pick<BatchAddress, 'filter'>): URLSearchParams {
  const params = paramsOfFilter(filter);
  if (tab !== undefined && tab !== 'documents') params.set('tab', tab);
  if (at !== undefined && at > 0) params.set('at', String(at));
  return params;
}

/** Returns the address of a batch's list. */
export const batchAddress = (batchId: string, address: Parameters<typeof paramsOf>[0]): string =>
  withParams(batchPath(batchId), paramsOf(address));

/**
 * Returns the address of a document that was opened from a list, with that list, so that the next and the previous
 * document and the way back are known.
 */
export const documentAddress = (
  documentId: string,
  list: { filter: DocumentFilter; at: number; tab?: TabName },
): string => {
  const params = paramsOf(list);
  params.set('at', String(list.at));
  return withParams(documentPath(documentId), params);
};

interface Change {
  /** Changes the current entry instead of adding one that Back returns to. */
  readonly replace: boolean;
}

/** Returns what the address states, and a function that changes a part of it. A new filter starts at the first row. */
export function useBatchAddress(): [BatchAddress, (change: Partial<BatchAddress>, how: Change) => void] {
  const search = useSearch();
  const address = useMemo(() => addressOf(search), [search]);
  const change = useCallback((part: Partial<BatchAddress>, { replace }: Change) => {
    // The address may have a newer place than what was drawn last.
    const { at, ...rest } = addressOf(currentSearch());
    const next = { ...rest, ...(part.filter === undefined ? { at } : {}), ...part };
    navigate(withParams(currentPath(), paramsOf(next)), { replace });
  }, []);
  return [address, change];
}
