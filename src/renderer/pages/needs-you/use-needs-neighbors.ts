/** The documents before and after one that was opened from the list of what needs a person. */
import { useEffect, useMemo } from 'react';
import { useSearch } from 'wouter';
import type { Neighbors } from '../document/use-neighbors.ts';
import { itemPath, listOf, needsPath } from './address.ts';
import { useItems } from './use-items.ts';

/** Rows shown above the document in the list that the way back leads to. */
const ABOVE = 3;
/** Rows that are loaded at most to find an item that is not where the address says. */
const SEARCHED = 2_000;

/** @returns null for a document that was not opened from this list */
export function useNeedsNeighbors(documentId: string): Neighbors | null {
  const search = useSearch();
  const list = useMemo(() => listOf(search), [search]);
  // Another item of the same list has another address, but the list stays.
  const key = list === null ? null : JSON.stringify(list.filter);
  const filter = useMemo(
    () => (key === null ? null : (JSON.parse(key) as NonNullable<typeof list>['filter'])),
    [key],
  );
  const { rows, more, loadMore, total } = useItems(filter, list?.at ?? 0);
  const at = list?.at ?? 0;
  const code = list?.code;
  const index = useMemo(
    () => rows.findIndex((row) => row.documentId === documentId && row.code === code),
    [rows, documentId, code],
  );
  const unsure = index < 0 ? rows.length < at + SEARCHED : index + 1 >= rows.length;
  useEffect(() => {
    if (unsure && more) loadMore();
  }, [unsure, more, loadMore]);
  if (filter === null) return null;
  const pathAt = (place: number): string | null => {
    const row = rows[place];
    return row === undefined ? null : itemPath(row, filter, place);
  };
  // An item that left the list left its place to the next one.
  const here = index < 0 ? at : index;
  return {
    previous: pathAt(here - 1),
    next: pathAt(index < 0 ? here : here + 1),
    position: index < 0 ? null : index + 1,
    total,
    back: needsPath(filter, Math.max(0, here - ABOVE)),
  };
}
