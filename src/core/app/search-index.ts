/** Indexes names, headers, dates and entities while Redwell runs, in short steps beside everything else. */
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { History } from '../history/types.ts';

/** Between two looks for documents that changed, ms. */
const PAUSE_MS = 1000;
/** After a failure, such as a full disk, ms. */
const FAILED_MS = 60_000;

/** Starts at once. Only the owner of the data folder may call it. */
export function startSearchIndex(
  history: Pick<History, 'searchIndex'>,
  log: Logger,
): { dispose(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  const work = async (): Promise<void> => {
    let pause = PAUSE_MS;
    try {
      while (!isStopped && history.searchIndex.step()) await setImmediate();
    } catch (error) {
      log.error({ error }, 'indexing for searches failed');
      pause = FAILED_MS;
    }
    if (!isStopped) timer = setTimeout(start, pause).unref();
  };
  const start = (): void => {
    last = work();
  };
  start();
  return {
    async dispose() {
      isStopped = true;
      clearTimeout(timer);
      await last;
    },
  };
}
