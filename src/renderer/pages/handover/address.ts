/** What the address of the page states: which documents of the batch are handed over. */
import { useMemo } from 'react';
import { useSearch } from 'wouter';
import { useStore } from 'zustand';
import type { RequestInput } from '../../../shared/bridge.ts';
import { withParams } from '../../lib/address.ts';
import { handoverPath } from '../../lib/routes.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { filterSentence } from '../../text/filter.ts';
import { scopeText } from '../../text/handover.ts';
import {
  type DocumentFilter,
  filterOfParams,
  filterOfRequest,
  isNarrowed,
  paramsOfFilter,
} from '../batch/filter.ts';

const SELECTED = 'selected';

type Choice = NonNullable<RequestInput<'handover.plan'>['choice']>;

export interface Scope {
  /** Null: documents were selected, and nobody knows them any more. */
  readonly choice: Choice | null;
  readonly text: string;
}

/** Returns the address that hands over the documents that pass a filter. */
export const handoverFiltered = (batchId: string, filter: DocumentFilter): string =>
  withParams(handoverPath(batchId), paramsOfFilter({ ...filter, sort: null, all: false }));

/** Returns the address that hands over the documents in the store. */
export const handoverSelected = (batchId: string): string =>
  withParams(handoverPath(batchId), new URLSearchParams({ only: SELECTED }));

export function useScope(batchId: string): Scope {
  const search = useSearch();
  const selected = useStore(useAppStore().chosen, (chosen) => chosen[batchId]);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    if (params.get('only') === SELECTED) {
      const documentIds = [...(selected ?? [])];
      return {
        choice: documentIds.length === 0 ? null : { by: 'selection', documentIds },
        text: scopeText(documentIds.length, null),
      };
    }
    const filter = filterOfParams(params);
    if (!isNarrowed(filter)) return { choice: { by: 'batch' }, text: scopeText(null, null) };
    const { batchId: _batchId, ...fields } = filterOfRequest(batchId, filter);
    return { choice: { by: 'filter', filter: fields }, text: scopeText(null, filterSentence(filter)) };
  }, [search, selected, batchId]);
}
