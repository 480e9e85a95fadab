/** Retrying what failed: all of it, one cause, or one document. */
import { useCallback } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { type Action, useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

type What = Omit<RequestInput<'batches.retry'>, 'batchId'>;

export function useRetry(batchId: string): Action<[What]> {
  const { bridge, batches } = useAppStore();
  return useAction(
    useCallback(
      async (what: What) => {
        const { retried, batch } = await bridge.request('batches.retry', { batchId, ...what });
        batches.put(batch);
        showDone(`${plural(retried, 'document')} sent again`, 'Results of earlier stages are used again.');
      },
      [bridge, batches, batchId],
    ),
  );
}
