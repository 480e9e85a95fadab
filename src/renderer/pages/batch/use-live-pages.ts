/** Refreshes the visible documents of a batch when they change, at most twice a second. */
import { useCallback, useEffect, useRef } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import type { Pages } from '../../lib/use-pages.ts';
import { useBridgeEvent } from '../../stores/use-app-store.ts';

const PACE_MS = 500;

/** @returns a callback for the list to report its visible rows */
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
  // The last change of a document may arrive together with the end of the batch.
  const ended = isTerminal(batch.status);
  const before = useRef(ended);
  useEffect(() => {
    if (before.current !== ended) later();
    before.current = ended;
  }, [ended, later]);
  return onRange;
}
