/** What reads and works over history beside the console: searches, comparisons, the index, similar texts, and deletions. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Eraser, openEraser } from '../history/erase/eraser.ts';
import { openSearcher, type Searcher } from '../history/search/searcher.ts';
import type { History } from '../history/types.ts';
import { startSimilarity } from '../similarity/keeper.ts';
import type { Lifetime } from '../util/lifecycle.ts';
import { startSearchIndex } from './search-index.ts';

interface BackgroundDeps {
  history: History;
  /** Folder of the built entries. */
  entries: string;
  lifetime: Lifetime;
  log: Logger;
}

/** Starts what is worked out from history while Redwell runs. Only the owner of the data folder may. */
export function startBackgroundWork({ history, entries, lifetime, log }: BackgroundDeps): void {
  lifetime.own(startSearchIndex(history, log));
  lifetime.own(
    startSimilarity({
      store: history.similar,
      path: history.path,
      entry: join(entries, 'similarity.js'),
      onError: (error) => log.error({ error }, 'looking for similar documents failed'),
    }),
  );
}

/** Opens threads for searches, comparisons and deletions, which start when they are first used: none waits for another. */
export function openThreads({ history, entries, lifetime }: Omit<BackgroundDeps, 'log'>): {
  searcher: Searcher;
  comparer: Searcher;
  eraser: Eraser;
} {
  const entry = join(entries, 'search.js');
  const open = (): Searcher => lifetime.own(openSearcher({ path: history.path, entry }));
  const eraser = lifetime.own(openEraser(history.removal.files, join(entries, 'erase.js')));
  return { searcher: open(), comparer: open(), eraser };
}
