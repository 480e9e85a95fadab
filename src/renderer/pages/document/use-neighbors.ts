/** The documents before and after one in the list that it was opened from. */
import { useCallback, useEffect, useMemo } from 'react';
import { useSearch } from 'wouter';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { addressOf, batchAddress, documentAddress } from '../batch/batch-address.ts';
import { documentsKey, documentsQuery } from '../batch/filter.ts';

/** Rows shown above the document in the list that the way back leads to. */
const ABOVE = 3;
/** Rows that are loaded at most to find a document that is not where the address says. */
const SEARCHED = 5_000;

export interface Neighbors {
  /** Addresses; null at the ends of the list, and while they are not known. */
  readonly previous: string | null;
  readonly next: string | null;
  /** The document's place in the list, from 1; null if the list no longer has it, or is not loaded yet. */
  readonly position: number | null;
  readonly total: number | null;
  /** The list, at this document. */
  readonly back: string;
}

/** @returns null for a document that was not opened from a list */
export function useNeighbors(documentId: string, batchId: string): Neighbors | null {
  const { bridge } = useAppStore();
  const search = useSearch();
  const { filter, at, tab } = useMemo(() => addressOf(search), [search]);
  const params = new URLSearchParams(search);
  // The list of what needs a person has its own neighbors.
  const fromList = params.has('at') && !params.has('from');
  const pages = usePages(
    useCallback(
      async (cursor: string | null) =>
        fromList
          ? bridge.request('documents.list', documentsQuery(batchId, filter, cursor))
          : { items: [], next: null, total: 0 },
      [bridge, batchId, filter, fromList],
    ),
    { key: fromList ? documentsKey(batchId, filter) : '', at },
  );
  const { rows, more, loadMore, total } = pages;
  const index = useMemo(() => rows.findIndex(({ id }) => id === documentId), [rows, documentId]);
  const unsure = index < 0 ? rows.length < at + SEARCHED : index + 1 >= rows.length;
  useEffect(() => {
    if (unsure && more) loadMore();
  }, [unsure, more, loadMore]);
  if (!fromList) return null;
  const addressAt = (place: number): string | null => {
    const row = rows[place];
    return row === undefined ? null : documentAddress(row.id, { filter, at: place, tab });
  };
  // A document that left the list, such as one that was retried, left its place to the next one.
  const here = index < 0 ? at : index;
  return {
    previous: addressAt(here - 1),
    next: addressAt(index < 0 ? here : here + 1),
    position: index < 0 ? null : index + 1,
    total,
    back: batchAddress(batchId, { tab, filter, at: Math.max(0, here - ABOVE) }),
  };
}
