/** The bridge's requests that search history. */
import type { Searcher } from '../../history/search/searcher.ts';
import type { CoreHandlers } from '../types.ts';

export interface SearchDeps {
  searcher: Searcher;
}

export function searchHandlers({
  searcher,
}: SearchDeps): Pick<CoreHandlers, 'search.find' | 'search.facets' | 'search.marks'> {
  return {
    'search.find': ({ client, ...input }) => searcher.find(input, client),
    'search.facets': ({ client, ...input }) => searcher.facets(input, client),
    'search.marks': (input) => searcher.marks(input),
  };
}
