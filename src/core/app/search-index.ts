/** Indexes names, headers, dates and entities while Redwell runs, in short steps beside everything else. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { History } from '../history/types.ts';
import { keepLooking } from '../util/background.ts';

/** Between two looks for documents that changed, ms. */
const PAUSE_MS = 1000;
/** After a failure, such as a full disk, ms. */
const FAILED_MS = 60_000;

/**
 * Starts after a pause, so that what is left from an earlier version does not delay the first page. Only the owner of the
 * data folder may call it.
 */
export function startSearchIndex(
  history: Pick<History, 'searchIndex'>,
  log: Logger,
): { dispose(): Promise<void> } {
  return keepLooking({
    ...{ pauseMs: PAUSE_MS, failedMs: FAILED_MS },
    async work(isStopped) {
      for (let hasMore = true; hasMore && !isStopped(); ) {
        const from = performance.now();
        hasMore = history.searchIndex.step();
        // At most half of the time, because this process also answers the pages and feeds the workers.
        if (hasMore) await sleep(performance.now() - from);
      }
    },
    onError: (error) => log.error({ error }, 'indexing for searches failed'),
  });
}
