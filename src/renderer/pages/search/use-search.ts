/** Asks for the results of a search, page by page, and then for its counts. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { RedwellError } from '../../../shared/errors.ts';
import type { Facet, SearchAnswer, SearchHit } from '../../../shared/search.ts';
import type { SearchProblem } from '../../../shared/search-ast.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore, useRenewal } from '../../stores/use-app-store.ts';
import type { SearchAddress } from './address.ts';

type Results = Extract<SearchAnswer, { kind: 'results' }>;

interface State {
  /** The first page; null before it has come. */
  results: Results | null;
  hits: readonly SearchHit[];
  next: string | null;
  facets: readonly Facet[] | null;
  problem: SearchProblem | null;
  error: Error | null;
  busy: boolean;
}

const EMPTY: State = {
  results: null,
  hits: [],
  next: null,
  facets: null,
  problem: null,
  error: null,
  busy: false,
};
const PAGE = 25;

export interface Search extends State {
  loadMore(): void;
  reload(): void;
}

export function useSearch({ query, sort }: SearchAddress): Search {
  const { bridge } = useAppStore();
  const [state, setState] = useState(EMPTY);
  const generation = useRef(0);
  const client = useRef(Math.random().toString(36).slice(2));

  const ask = useCallback(
    async (cursor: string | null): Promise<void> => {
      const started = generation.current;
      const set = (change: (old: State) => Partial<State>): void => {
        if (generation.current === started) setState((old) => ({ ...old, ...change(old) }));
      };
      set(() => ({ busy: true, error: null }));
      try {
        const answer = await bridge.request('search.find', {
          ...{ query, sort, cursor, limit: PAGE },
          client: client.current,
        });
        if (answer.kind === 'problem') return set(() => ({ problem: answer.problem, busy: false }));
        const { items, next } = answer;
        if (cursor !== null) return set(({ hits }) => ({ hits: [...hits, ...items], next, busy: false }));
        set(() => ({ results: answer, hits: items, next, busy: false }));
        if (answer.total === 0 || generation.current !== started) return;
        const { facets } = await bridge.request('search.facets', { query, client: client.current });
        set(() => ({ facets }));
      } catch (error) {
        // Another search took its place, and its answer is on the way.
        const isReplaced =
          error instanceof RedwellError && error.code === 'canceled' && generation.current !== started;
        if (!isReplaced) set(() => ({ error: asError(error), busy: false }));
      }
    },
    [bridge, query, sort],
  );

  const reload = useCallback(() => {
    generation.current += 1;
    setState({ ...EMPTY, busy: query !== '' });
    if (query !== '') void ask(null);
  }, [ask, query]);
  useEffect(() => {
    reload();
    return () => {
      generation.current += 1;
    };
  }, [reload]);
  useRenewal(reload);

  const { next, busy } = state;
  const loadMore = useCallback(() => {
    if (next !== null && !busy) void ask(next);
  }, [ask, next, busy]);
  return { ...state, loadMore, reload };
}
