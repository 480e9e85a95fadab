/** Finds similar documents and threads while Redwell runs: a thread works them out, and short steps write them down. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimilarStore } from '../history/similar/store.ts';
import type { DirtyScope } from '../history/similar/types.ts';
import { keepLooking } from '../util/background.ts';
import { openSimilarityThread, type SimilarityThread } from './ask.ts';

export interface SimilarityKeeper {
  dispose(): Promise<void>;
}

export interface KeeperOptions {
  store: SimilarStore;
  /** The file of history, and the built thread. */
  path: string;
  entry: string;
  onError(error: unknown): void;
}

/** Texts per question: a few milliseconds for the thread, and less to write. */
const TEXTS = 40;
/** Between two looks for something to do, ms. */
const PAUSE_MS = 2000;
/** After a failure, such as a full disk, ms. */
const FAILED_MS = 60_000;

/** Does everything that is due. Waits as long as it works while documents are being processed. */
export async function findSimilar(
  store: SimilarStore,
  thread: SimilarityThread,
  isStopped: () => boolean = () => false,
): Promise<void> {
  while (!isStopped()) {
    const from = performance.now();
    const texts = store.dirty(TEXTS);
    if (texts.length > 0) {
      const { rows = [] } = await thread.ask({
        kind: 'look',
        documents: texts.map(({ document }) => document),
      });
      if (isStopped()) return;
      store.record(texts, rows);
      if (store.isBusy()) await sleep(performance.now() - from);
      continue;
    }
    const scope = store.dueScope();
    if (scope === null) return;
    await workOut(store, thread, scope, isStopped);
  }
}

async function workOut(
  store: SimilarStore,
  thread: SimilarityThread,
  scope: DirtyScope,
  isStopped: () => boolean,
): Promise<void> {
  let { changes = null } = await thread.ask({ kind: 'work_out', scope: scope.scope });
  while (changes !== null) {
    if (isStopped()) return;
    const from = performance.now();
    store.change(changes);
    // This process also answers the pages.
    await sleep(performance.now() - from);
    ({ changes = null } = await thread.ask({ kind: 'more' }));
  }
  if (!isStopped()) store.settle(scope);
}

/** Starts after a pause. Only the owner of the data folder may call it. */
export function startSimilarity({ store, path, entry, onError }: KeeperOptions): SimilarityKeeper {
  const thread = openSimilarityThread(path, entry);
  const looking = keepLooking({
    ...{ pauseMs: PAUSE_MS, failedMs: FAILED_MS, onError },
    async work(isStopped) {
      await findSimilar(store, thread, isStopped);
      // Nothing is left to do, so its memory is given back. The next question starts another one.
      await thread.close();
    },
  });
  return {
    async dispose() {
      const done = looking.dispose();
      await thread.close();
      await done;
    },
  };
}
