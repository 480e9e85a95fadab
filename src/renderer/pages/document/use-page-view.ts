/** Asks for the picture of a page and the places of its words, and for the next page while this one is read. */
import { useCallback, useEffect } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { PageView, PageWords } from '../../../shared/review.ts';
import { useRequest } from '../../lib/use-request.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

/** The bridge's limits, and a step, so that a window that is being resized asks for few pictures. */
const LEAST = 400;
const MOST = 4000;
const STEP = 200;

const NOT_YET = { view: null, error: null };

export interface ShownPage {
  view: PageView | null;
  words: PageWords | null;
  error: Error | null;
  /** Why no words are marked. */
  wordsError: Error | null;
  retry(): void;
}

/** @param wanted the width of the picture, pixels */
export function usePageView({ id }: DocumentDetail, page: number, wanted: number): ShownPage {
  const { bridge } = useAppStore();
  const width = Math.min(MOST, Math.max(LEAST, Math.ceil(wanted / STEP) * STEP));
  const image = useRequest(
    useCallback(
      () =>
        bridge.request('documents.page', { documentId: id, page, width }).then(
          (view) => ({ page, view, error: null }),
          // The error stays with its page, so that it is not shown while the next one loads.
          (error: unknown) => ({ page, view: null, error: asError(error) }),
        ),
      [bridge, id, page, width],
    ),
  );
  const words = useRequest(
    useCallback(
      async () => ({ page, words: await bridge.request('documents.words', { documentId: id, page }) }),
      [bridge, id, page],
    ),
  );
  const { view: shown, error } = image.value?.page === page ? image.value : NOT_YET;
  useEffect(() => {
    if (shown === null || page >= shown.pages) return;
    // Only warms the cache: when the reader turns the page, its own request tells of any trouble.
    bridge.request('documents.page', { documentId: id, page: page + 1, width }).catch(() => undefined);
  }, [bridge, id, page, width, shown]);
  return {
    view: shown,
    words: words.value?.page === page ? words.value.words : null,
    error,
    wordsError: words.error,
    retry: image.reload,
  };
}
