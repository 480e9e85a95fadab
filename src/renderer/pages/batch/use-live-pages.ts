/** Keeps the visible part of a batch's documents current, at most twice a second. */
import { useCallback, useEffect, useRef } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import type { Pages } from '../../lib/use-pages.ts';
import { useBridgeEvent } from '../../stores/use-app-store.ts';

const PACE_MS = 500;

/** @returns to be told of the rows in sight */
export function useLivePages<T>(batch: Batch, pages: Pages<T>): (first: number, last: number) => void {
  const { later, onRange } = usePacedRefresh(pages, PACE_MS);
  useBridgeEvent(
    'documents.changed',
    useCallback(
      ({ batchId }: { batchId: string }) => {
        if (batchId === batch.id) later();
      },
      [batch.id, later],
    ),
  );
  // The last change of all may fall together with the end.
  const ended = isTerminal(batch.status);
  const before = useRef(ended);
  useEffect(() => {
    if (before.current !== ended) later();
    before.current = ended;
  }, [ended, later]);
  return onRange;
}
