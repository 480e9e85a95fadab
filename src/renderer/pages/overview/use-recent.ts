/** The batches that ended last. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useActiveBatches, useAppStore, useRenewal } from '../../stores/use-app-store.ts';

const SHOWN = 5;

/** @returns newest first; null until they are known */
export function useRecentBatches(): readonly Batch[] | null {
  const { bridge } = useAppStore();
  const active = useActiveBatches()?.length ?? 0;
  const list = useRequest(useCallback(() => bridge.request('batches.list', { limit: 25 }), [bridge]));
  const { reload, value } = list;
  useRenewal(reload);
  const before = useRef(active);
  // When a batch is no longer active, it has ended and belongs at the top of this list.
  useEffect(() => {
    if (active < before.current) reload();
    before.current = active;
  }, [active, reload]);
  return useMemo(
    () => value?.items.filter(({ status }) => isTerminal(status)).slice(0, SHOWN) ?? null,
    [value],
  );
}
