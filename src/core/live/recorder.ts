/** Writes events and results into history before anything else hears of them. */
import type { History, StageEvent } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Readout } from '../results/release.ts';
import { readResults } from '../results/store.ts';
import type { FeedEntry } from './feed.ts';
import { mirrorCacheEntries } from './mirror-cache.ts';

/** Documents whose results are decoded and written at once. With more, long texts would block the event loop. */
const RESULTS_SLICE = 25;
const FINAL = new Set<StageEvent['documentStatus']>(['completed', 'exception', 'canceled']);

export interface Recorded {
  /** Batches with changed documents. */
  changed: string[];
  /** Batches that ended, in order. History has their documents. */
  ended: string[];
  /** Completed documents whose results history has, as far as it knows their batches. Not yet safe from a power failure. */
  completed: Readout[];
}

/**
 * Records entries and the results of their documents. The cursor moves with the last write, so after a failure the same
 * entries are read again, which is harmless.
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
  const completed = completedDocuments(history, events);
  const readouts: Readout[] = [];
  const before = history.cursor() ?? '0-0';
  for (let i = RESULTS_SLICE; i < finished.length; i += RESULTS_SLICE) {
    const results = await readResults(redis, finished.slice(i, i + RESULTS_SLICE));
    history.apply({ cursor: before, events: [], results });
    await mirrorCacheEntries(redis, history.cacheMirror, results);
    readouts.push(...results);
  }
  const results = await readResults(redis, finished.slice(0, RESULTS_SLICE));
  await mirrorCacheEntries(redis, history.cacheMirror, results);
  history.apply({ cursor, events, results });
  readouts.push(...results);
  return {
    changed: [...new Set(events.map((event) => event.batchId))],
    ended: entries.filter((entry) => entry.ended !== null).map((entry) => entry.batchId),
    completed: readouts.flatMap(({ documentId, token }) =>
      completed.has(documentId) ? [{ documentId, token }] : [],
    ),
  };
}

/** Returns the documents that their last event reports as completed, of batches that history has. */
function completedDocuments(history: History, events: readonly StageEvent[]): Set<string> {
  const known = new Map<string, boolean>();
  const completed = new Set<string>();
  for (const { batchId, documentId, documentStatus } of events) {
    const isKnown = known.get(batchId) ?? history.batch(batchId) !== null;
    known.set(batchId, isKnown);
    if (isKnown && documentStatus === 'completed') completed.add(documentId);
    else completed.delete(documentId);
  }
  return completed;
}

/** Records documents that history may have missed, after a gap in the events. */
export async function recordMissing(
  redis: RedisRoles,
  history: History,
  documentIds: readonly string[],
  events: readonly StageEvent[],
): Promise<void> {
  const cursor = history.cursor() ?? '0-0';
  for (let i = 0; i < documentIds.length; i += RESULTS_SLICE) {
    const slice = documentIds.slice(i, i + RESULTS_SLICE);
    const ids = new Set(slice);
    const results = await readResults(redis, slice);
    const ends = new Map(results.map(({ documentId, attempts }) => [documentId, lastEnd(attempts)]));
    const own = events.filter((event) => ids.has(event.documentId));
    // A state has no time. The document ended with its last attempt, however long ago that was.
    const dated = own.map((event) => ({ ...event, at: ends.get(event.documentId) ?? event.at }));
    history.apply({ cursor, events: dated, results });
    await mirrorCacheEntries(redis, history.cacheMirror, results);
  }
}

/** Unix ms; undefined without attempts. */
const lastEnd = (attempts: readonly { endedAt: number }[]): number | undefined =>
  attempts.length === 0 ? undefined : Math.max(...attempts.map(({ endedAt }) => endedAt));
