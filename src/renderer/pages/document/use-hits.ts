/** The hits of the search that a document was opened from, and the way from one to the next. */
import { useCallback, useLayoutEffect, useState } from 'react';
import type { TextMark } from '../../../shared/search.ts';
import { isTyping } from '../../lib/is-typing.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

export interface Hits {
  /** Null while they are looked for. */
  readonly marks: readonly TextMark[] | null;
  /** Index of the hit that is shown. */
  readonly current: number;
  readonly error: Error | null;
  /** Goes on or back, around the ends. */
  step(by: 1 | -1): void;
}

const NONE: readonly TextMark[] = [];

/** @param query the search; '' without one */
export function useHits(documentId: string, query: string): Hits {
  const { bridge } = useAppStore();
  const { value, error } = useRequest(
    useCallback(
      async () => (query === '' ? { marks: NONE } : bridge.request('search.marks', { query, documentId })),
      [bridge, documentId, query],
    ),
  );
  const marks = value?.marks ?? null;
  const total = marks?.length ?? 0;
  const [current, setCurrent] = useState(0);
  const step = useCallback(
    (by: 1 | -1) => {
      if (total > 0) setCurrent((now) => (now + by + total) % total);
    },
    [total],
  );
  // A key works as soon as the count of hits shows.
  useLayoutEffect(() => {
    if (query === '') return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'n') step(1);
      else if (event.key === 'p') step(-1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [query, step]);
  return { marks, current, error, step };
}
