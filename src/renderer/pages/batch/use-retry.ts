/** Actions that retry one cause or one document, or everything that a retry can help. */
import { useCallback } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { RequestInput } from '../../../shared/bridge.ts';
import { showDone } from '../../lib/notify.tsx';
import { retryAll, retryCounts } from '../../lib/retry-all.ts';
import { type Action, useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { retryNotice } from '../../text/notices.ts';

type RetryScope = Omit<RequestInput<'batches.retry'>, 'batchId'>;

export function useRetry(batchId: string): Action<[RetryScope]> {
  const { bridge, batches } = useAppStore();
  return useAction(
    useCallback(
      async (scope: RetryScope) => {
        const { retried, batch } = await bridge.request('batches.retry', { batchId, ...scope });
        batches.put(batch);
        showDone(retryNotice(retried));
      },
      [bridge, batches, batchId],
    ),
  );
}

/** Returns an action that retries what a retry can help, and says what it leaves out. */
export function useRetryAll(batch: Batch): Action<[]> {
  const { bridge, batches } = useAppStore();
  return useAction(
    useCallback(async () => {
      const { leftOut } = retryCounts(batch);
      showDone(retryNotice(await retryAll(bridge, batches, batch), leftOut));
    }, [bridge, batches, batch]),
  );
}
