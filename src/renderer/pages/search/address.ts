/** What the address of the Search page holds: the search and its order. */
import { SEARCH_SORTS, type SearchSort } from '../../../shared/search.ts';

export interface SearchAddress {
  query: string;
  sort: SearchSort;
}

/** @param search the parameters of the address */
export function readAddress(search: string): SearchAddress {
  const params = new URLSearchParams(search);
  const sort = SEARCH_SORTS.find((one) => one === params.get('sort')) ?? 'relevance';
  return { query: params.get('q') ?? '', sort };
}

const params = ({ query, sort }: SearchAddress): string => {
  const written = new URLSearchParams({ q: query });
  if (sort !== 'relevance') written.set('sort', sort);
  return written.toString();
};

export const searchPath = (address: SearchAddress): string => `/search?${params(address)}`;

/** Returns the address of a document with its hits. */
export const hitPath = (documentId: string, address: SearchAddress): string =>
  `/search/${encodeURIComponent(documentId)}?${params(address)}`;
