/** The document list of a batch: its rows, its place, its selection and its tags. */
import { useCallback, useEffect, useMemo } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { BY_PATH, type TagCount } from '../../../shared/document-list.ts';
import { notePlace } from '../../lib/address.ts';
import { showError } from '../../lib/notify.tsx';
import { usePages } from '../../lib/use-pages.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useRowSelection } from '../../lib/use-row-selection.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { type DocumentFilter, documentsKey, documentsQuery, filterOfRequest } from './filter.ts';

/** Returns the filter with a stable identity. A filter from the address is a new object each time. */
function useStable(filter: DocumentFilter, search: string): DocumentFilter {
  const { status, type, code, stage, warned, entity, tag, related, sort, all } = filter;
  const kind = entity?.kind;
  const name = entity?.name;
  const { by, descending } = sort ?? BY_PATH;
  const isSorted = sort !== null;
  return useMemo(
    (): DocumentFilter => ({
      ...{ status, type, code, stage, warned, tag, related, search, all },
      sort: isSorted ? { by, descending } : null,
      entity: kind === undefined || name === undefined ? null : { kind, name },
    }),
    [status, type, code, stage, warned, tag, related, search, all, isSorted, by, descending, kind, name],
  );
}

/**
 * @param search the text of the filter's search, once it is typed
 * @param at the first visible row
 */
export function useDocumentList(batch: Batch, filter: DocumentFilter, search: string, at: number) {
  const { bridge } = useAppStore();
  const sent = useStable(filter, search);
  const key = documentsKey(batch.id, sent);
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('documents.list', documentsQuery(batch.id, sent, cursor)),
      [bridge, batch.id, sent],
    ),
    { key, at },
  );
  const selection = useRowSelection(
    useMemo(() => pages.rows.map(({ id }) => id), [pages.rows]),
    useCallback(
      () =>
        bridge.request('documents.ids', filterOfRequest(batch.id, sent)).then(
          ({ ids }) => ids,
          (error: unknown) => {
            showError(error);
            return null;
          },
        ),
      [bridge, batch.id, sent],
    ),
  );
  const { clear } = selection;
  const shown = documentsKey(batch.id, { ...sent, sort: null, all: false });
  // Another filter shows other documents. Another order shows the same ones.
  useEffect(() => {
    if (shown !== '') clear();
  }, [shown, clear]);
  return { pages, sent, selection, place: { key, at, onPlace: notePlace } };
}

const NO_TAGS: readonly TagCount[] = [];

/** The tags of a batch's documents, and a function that reads them again. */
export function useTags(batchId: string): { tags: readonly TagCount[]; reload(): void } {
  const { bridge } = useAppStore();
  const { value, reload } = useRequest(
    useCallback(() => bridge.request('tags.list', { batchId }), [bridge, batchId]),
  );
  return { tags: value ?? NO_TAGS, reload };
}
