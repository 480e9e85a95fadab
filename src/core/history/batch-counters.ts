/**
 * Returns batches with their counters. Whatever the documents' rows can tell is counted from them, so the equation always
 * matches the list of documents. The rest comes from the last save.
 */
import {
  type Batch,
  type BatchStatus,
  type Equation,
  isTerminal,
  percentDone,
} from '../../shared/batches.ts';
import { type BatchCounts, type BatchSums, batchCounter } from './batch-counts.ts';
import { type BatchValues, valuesOf } from './batch-order.ts';
import type { Database } from './connection.ts';

export interface BatchRecord {
  n: number;
  id: string;
  name: string;
  matter: string;
  custodian: string;
  priority: Batch['priority'];
  created_at: number;
  saved: string | null;
  /** By `SHOWN_STATUS`. */
  shown: BatchStatus;
}

/**
 * SQL for a batch's status as its rows tell it: a batch with open documents is active, one without has ended. Only the
 * saved status knows whether it was paused, canceled or has failed. Expects `b` to be a row of `batches`.
 */
export const SHOWN_STATUS = `CASE
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.status IN ('pending', 'running')) THEN
    CASE WHEN b.status IN ('completed', 'completed_with_warnings', 'completed_with_exceptions', 'canceled',
      'failed') THEN 'running' ELSE b.status END
  WHEN b.status IN ('canceled', 'canceling') THEN 'canceled'
  WHEN b.status = 'failed' THEN 'failed'
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.status = 'exception')
    THEN 'completed_with_exceptions'
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.warned = 1) THEN 'completed_with_warnings'
  ELSE 'completed' END`;

export interface BatchCounters {
  batch(record: BatchRecord): Batch;
  /**
   * Returns what a batch is sorted by. @param read returns the record; called only if the values are not remembered.
   * @returns null for a batch that is gone
   */
  values(n: number, read: (n: number) => BatchRecord | undefined): BatchValues | null;
  /** Drops the values of a batch that was saved. */
  forgetValues(n: number): void;
  /** Drops the remembered counts of batches whose rows changed. @param batches `batches.n` */
  forget(batches: Iterable<number>): void;
  forgetAll(): void;
}

export function batchCounters(db: Database): BatchCounters {
  const counter = batchCounter(db);
  const counts = new Map<number, BatchCounts>();
  const sums = new Map<number, BatchSums>();
  const values = new Map<number, BatchValues>();

  const countsOf = (batch: number): BatchCounts => {
    const found = counts.get(batch) ?? counter.counts(batch);
    counts.set(batch, found);
    return found;
  };
  const sumsOf = (batch: number, saved: Batch | null): BatchSums => {
    const found = sums.get(batch) ?? counter.sums(batch, saved?.stages ?? null);
    sums.set(batch, found);
    return found;
  };

  const counters: BatchCounters = {
    batch(record) {
      const saved = record.saved === null ? null : (JSON.parse(record.saved) as Batch);
      const counted = countsOf(record.n);
      if (saved === null || !isCurrent(saved, record.shown, counted.equation))
        return fromRows(record, saved, counted, sumsOf(record.n, saved));
      // Earlier versions saved a canceled batch as complete, and documents that had started as running.
      const percent = percentDone({ ...saved, ...counted });
      const running = isTerminal(record.shown) ? 0 : runningIn(saved.stages);
      return {
        ...saved,
        ...counted,
        percent,
        running,
        // What it waited for may have ended since.
        waiting: null,
        status: record.shown,
        source: 'history',
      };
    },
    values(n, read) {
      const known = values.get(n);
      if (known !== undefined) return known;
      const record = read(n);
      if (record === undefined) return null;
      const found = valuesOf(counters.batch(record));
      values.set(n, found);
      return found;
    },
    forgetValues(n) {
      values.delete(n);
    },
    forget(batches) {
      for (const batch of batches) {
        counts.delete(batch);
        sums.delete(batch);
        values.delete(batch);
      }
    },
    forgetAll() {
      counts.clear();
      sums.clear();
      values.clear();
    },
  };
  return counters;
}

/**
 * Whether the saved counters may be shown. Of an active batch they are at most a moment old. Of an ended batch they must
 * be the final ones.
 */
function isCurrent(saved: Batch, shown: BatchStatus, equation: Equation): boolean {
  const ended = isTerminal(shown);
  if (isTerminal(saved.status) !== ended) return false;
  return (
    !ended || Object.entries(equation).every(([term, n]) => saved.equation[term as keyof Equation] === n)
  );
}

const runningIn = (stages: Batch['stages']): number =>
  Object.values(stages).reduce((sum, { running }) => sum + running, 0);

/** Builds a batch that was never saved, or saved before its rows changed. */
function fromRows(
  record: BatchRecord,
  saved: Batch | null,
  counted: BatchCounts,
  { sum, stages, endedAt: lastEnd, hasRun }: BatchSums,
): Batch {
  const over = isTerminal(record.shown);
  // After a retry the saved end is that of an earlier run, and the time between the two was no work.
  const endedAt = over ? Math.max(saved?.endedAt ?? 0, lastEnd ?? record.created_at) : null;
  const startedAt = saved?.startedAt ?? null;
  return {
    id: record.id,
    name: record.name,
    matter: record.matter,
    custodian: record.custodian,
    priority: saved?.priority ?? record.priority,
    status: record.shown,
    createdAt: record.created_at,
    startedAt,
    endedAt,
    durationMs:
      startedAt !== null && endedAt !== null && saved?.endedAt == null && !hasRun
        ? endedAt - startedAt
        : (saved?.durationMs ?? null),
    ...counted,
    stages,
    running: runningIn(stages),
    percent: percentDone({ stages, ...counted }),
    bytes: sum('bytes'),
    bytesDone: sum('done'),
    pages: sum('pages'),
    pagesOcr: sum('pages_ocr'),
    characters: sum('characters'),
    entities: sum('entities'),
    cacheHits: saved?.cacheHits ?? 0,
    cacheMisses: saved?.cacheMisses ?? 0,
    savedMs: saved?.savedMs ?? 0,
    throughput: null,
    eta: null,
    waiting: null,
    pausedBy: null,
    submitted: saved?.submitted ?? 0,
    source: 'history',
  };
}
