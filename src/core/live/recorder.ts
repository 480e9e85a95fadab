/** Writes what the feed says into history, then tells the rest: first durable, then visible. */
import type { History, StageEvent } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { readResults } from '../results/store.ts';
import type { FeedEntry } from './feed.ts';
import { mirrorCacheEntries } from './mirror-cache.ts';

/** Documents whose texts are decoded and written at a time; long ones would block the loop if there were more. */
const RESULTS_SLICE = 25;
const FINAL = new Set<StageEvent['documentStatus']>(['completed', 'exception', 'canceled']);

export interface Recorded {
  /** Batches with changed documents. */
  changed: string[];
  /** Batches that ended, in order; their documents are in history now. */
  ended: string[];
}

/**
 * Records entries and their documents' results. When it resolves, the cursor is durable; when it rejects,
 * nothing of the last slice is, and reading the same entries again is harmless.
 */
export async function recordEntries(
  redis: RedisRoles,
  history: History,
  entries: readonly FeedEntry[],
  cursor: string,
): Promise<Recorded> {
  const events = entries.flatMap((entry) => entry.events);
  const finished = [
    ...new Set(events.filter((event) => FINAL.has(event.documentStatus)).map((event) => event.documentId)),
  ];
  const before = history.cursor() ?? '0-0';
  for (let i = RESULTS_SLICE; i < finished.length; i += RESULTS_SLICE) {
    const results = await readResults(redis, finished.slice(i, i + RESULTS_SLICE));
    history.apply({ cursor: before, events: [], results });
    await mirrorCacheEntries(redis, history.kept, results);
  }
  const results = await readResults(redis, finished.slice(0, RESULTS_SLICE));
  await mirrorCacheEntries(redis, history.kept, results);
  history.apply({ cursor, events, results });
  return {
    changed: [...new Set(events.map((event) => event.batchId))],
    ended: entries.filter((entry) => entry.ended !== null).map((entry) => entry.batchId),
  };
}

/** Results of documents that history may have missed, read without events (after a gap). */
export async function recordMissing(
  redis: RedisRoles,
  history: History,
  documentIds: readonly string[],
  events: readonly StageEvent[],
): Promise<void> {
  const cursor = history.cursor() ?? '0-0';
  for (let i = 0; i < documentIds.length; i += RESULTS_SLICE) {
    const slice = documentIds.slice(i, i + RESULTS_SLICE);
    const own = new Set(slice);
    const results = await readResults(redis, slice);
    history.apply({ cursor, events: events.filter((event) => own.has(event.documentId)), results });
    await mirrorCacheEntries(redis, history.kept, results);
  }
}
