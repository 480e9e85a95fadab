/** What the address of the comparison states: the two batches, the tab, the kind of change, the place in the list. */
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { CHANGE_KINDS, type ChangeKind } from '../../../shared/bridge-compare.ts';
import { currentSearch, navigate, placeOf, withParams } from '../../lib/address.ts';

export const COMPARE_TABS = ['documents', 'figures', 'names', 'times'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

export interface CompareAddress {
  /** Empty without a choice. */
  readonly a: string;
  readonly b: string;
  readonly tab: CompareTab;
  /** Null: every document with a difference. */
  readonly kind: ChangeKind | null;
  readonly at: number;
}

export function compareAddressOf(search: string): CompareAddress {
  const params = new URLSearchParams(search);
  return {
    a: params.get('a') ?? '',
    b: params.get('b') ?? '',
    tab: COMPARE_TABS.find((name) => name === params.get('tab')) ?? 'documents',
    kind: CHANGE_KINDS.find((kind) => kind === params.get('kind')) ?? null,
    at: placeOf(params),
  };
}

/** Returns what the address states, and a function that changes a part of it; the list then starts at its first row. */
export function useCompareAddress(): [CompareAddress, (part: Partial<CompareAddress>) => void] {
  const search = useSearch();
  const address = useMemo(() => compareAddressOf(search), [search]);
  const change = useCallback((part: Partial<CompareAddress>) => {
    const { a, b, tab, kind } = { ...compareAddressOf(currentSearch()), ...part };
    const params = new URLSearchParams({ a, b });
    if (tab !== 'documents') params.set('tab', tab);
    if (kind !== null) params.set('kind', kind);
    navigate(withParams('/compare', params), { replace: true });
  }, []);
  return [address, change];
}
