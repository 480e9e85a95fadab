/** The bridge's requests that compare batches and show the work of days and months. */
import type { Searcher } from '../../history/search/searcher.ts';
import type { BatchLookup } from '../batch-lookup.ts';
import type { CoreHandlers } from '../types.ts';

export interface CompareDeps {
  comparer: Pick<Searcher, 'compare' | 'changes' | 'trends'>;
  lookup: BatchLookup;
}

type CompareRequests = 'compare.get' | 'compare.changes' | 'trends.get';

export function compareHandlers({ comparer, lookup }: CompareDeps): Pick<CoreHandlers, CompareRequests> {
  return {
    async 'compare.get'(pair) {
      const compared = await comparer.compare(pair);
      return { a: await lookup.find(pair.a), b: await lookup.find(pair.b), ...compared };
    },
    'compare.changes': (query) => comparer.changes(query),
    'trends.get': (input) => comparer.trends(input),
  };
}
