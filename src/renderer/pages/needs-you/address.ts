/** What the address of the list states: its filter, the first visible row, and the item that a document was opened for. */
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import {
  ACTORS,
  ATTENTION_CODES,
  ATTENTION_STATES,
  type AttentionFilter,
  type AttentionKey,
} from '../../../shared/attention.ts';
import { currentSearch, navigate, placeOf, withParams } from '../../lib/address.ts';
import { documentPath } from '../../lib/routes.ts';

export const NEEDS_PATH = '/needs-you';

export const NO_FILTER: AttentionFilter = {
  state: 'open',
  actor: null,
  code: null,
  intake: null,
  batchId: null,
  matter: null,
  assignee: null,
  search: '',
};

/** Returns whether the filter excludes any item of its state. */
export const isNarrowed = (filter: AttentionFilter): boolean =>
  paramsOf({ ...filter, state: 'open' }).size > 0;

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | null =>
  all.find((one) => one === value) ?? null;

function filterOf(params: URLSearchParams): AttentionFilter {
  const intake = params.get('intake');
  const cut = (name: string, length: number): string | null => params.get(name)?.slice(0, length) ?? null;
  return {
    state: oneOf(ATTENTION_STATES, params.get('show')) ?? 'open',
    actor: oneOf(ACTORS, params.get('who')),
    code: oneOf(ATTENTION_CODES, params.get('cause')),
    intake: intake === null ? null : intake === '1',
    batchId: cut('batch', 100) || null,
    matter: cut('matter', 200),
    assignee: cut('assignee', 100),
    search: cut('q', 200) ?? '',
  };
}

function paramsOf(filter: AttentionFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.state !== 'open') params.set('show', filter.state);
  const named = {
    who: filter.actor,
    cause: filter.code,
    intake: filter.intake === null ? null : filter.intake ? '1' : '0',
    batch: filter.batchId,
    matter: filter.matter,
    assignee: filter.assignee,
    q: filter.search === '' ? null : filter.search,
  };
  for (const [name, value] of Object.entries(named)) if (value !== null) params.set(name, value);
  return params;
}

/** Returns the address of the list. */
export function needsPath(filter: Partial<AttentionFilter>, at = 0): string {
  const params = paramsOf({ ...NO_FILTER, ...filter });
  if (at > 0) params.set('at', String(at));
  return withParams(NEEDS_PATH, params);
}

/** Marks the address of a document that was opened from this list. */
const FROM = 'needs-you';

/** Returns the address of an item's document, with this list as the one to go through. */
export function itemPath({ documentId, code }: AttentionKey, filter: AttentionFilter, at: number): string {
  const params = paramsOf(filter);
  params.set('from', FROM);
  params.set('problem', code);
  params.set('at', String(at));
  return withParams(documentPath(documentId), params);
}

/** Returns the list that a document was opened from; null if it was another list, or none. */
export function listOf(search: string): { filter: AttentionFilter; at: number; code: string } | null {
  const params = new URLSearchParams(search);
  if (params.get('from') !== FROM) return null;
  return { filter: filterOf(params), at: placeOf(params), code: params.get('problem') ?? '' };
}

interface NeedsAddress {
  readonly filter: AttentionFilter;
  /** First visible row. */
  readonly at: number;
  /** Changes a part of the filter and starts at the first row. `replace` adds no step for Back. */
  change(part: Partial<AttentionFilter>, replace?: boolean): void;
}

export function useNeedsAddress(): NeedsAddress {
  const search = useSearch();
  const change = useCallback((part: Partial<AttentionFilter>, replace = false) => {
    navigate(needsPath({ ...filterOf(new URLSearchParams(currentSearch())), ...part }), { replace });
  }, []);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return { filter: filterOf(params), at: placeOf(params), change };
  }, [search, change]);
}
