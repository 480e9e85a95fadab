/** Returns an action that retries all failed documents, one cause, or one document. */
import { useCallback } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { showDone } from '../../lib/notify.tsx';
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
