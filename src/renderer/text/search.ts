/** Sentences and labels of the Search page. */
import type { Facet, SearchSort } from '../../shared/search.ts';

export const SEARCH_TEXT = {
  subtitle: 'All batches on this computer, also while processing is offline.',
  label: 'Search all documents',
  placeholder: 'fraud* w/5 notice from:reyes date:2023..2024',
  start: {
    title: 'Find a document by what it says',
    hint: 'Type words and press Enter. “How to search” shows phrases, distances and fields.',
  },
  none: {
    title: 'No documents match',
    hint: 'Check the spelling, search for fewer words, or use * for other endings, as in contract*.',
  },
  noText: 'The stored text was altered, so its hits are not shown. Run the batch again.',
  outOfOrder: 'Newest first: too many documents match to sort them by relevance, or the search has no words.',
  ignored: (signs: readonly string[]): string =>
    `Not searched, because only letters and figures are: ${signs.join(' ')}`,
  waiting: (documents: string): string =>
    `Redwell is still indexing the names, headers and dates of ${documents}. Some may be missing until then.`,
  looking: 'Looking for the hits …',
  gone: 'There are no hits in the text of this document. The search matches its file name, its header or a name in it.',
} as const;

export const SORT_LABEL: Readonly<Record<SearchSort, string>> = {
  relevance: 'Most relevant first',
  date: 'Newest first',
  name: 'By file name',
};

export const FACET_LABEL: Readonly<Record<Facet['kind'], string>> = {
  type: 'Type',
  custodian: 'Custodian',
  matter: 'Matter',
  batch: 'Batch',
  year: 'Year',
  person: 'People',
  organization: 'Organizations',
  warning: 'Warnings and exceptions',
};

/** A search and what it finds. */
export const SYNTAX: readonly (readonly [search: string, meaning: string])[] = [
  ['fraud notice', 'both words, anywhere in a document'],
  ['fraud OR deceit', 'at least one of them'],
  ['fraud NOT notice', 'the first, without the second'],
  ['"breach of contract"', 'these words next to each other'],
  ['fraud w/5 notice', 'at most 5 words from each other'],
  ['fraud pre/5 notice', 'the same, and fraud comes first'],
  ['frau*', 'every word that begins like this'],
  ['from:reyes to:"Ann Smith"', 'sender and receiver; also cc: and subject:'],
  ['name:contract path:board', 'file name and folder'],
  ['entity:"Harlan Maritime"', 'a name, date or amount that Redwell found'],
  ['custodian:reyes matter:harlan', 'of the batch; also batch:'],
  ['type:(pdf OR email)', 'file type; also image, word, excel'],
  ['date:2023..2024', 'also date:2023-05 and date:>2023-05-31'],
  ['has:warning NOT is:duplicate', 'warnings and status; also has:exception'],
];
