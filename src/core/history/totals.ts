/**
 * Totals over time, of the work in each minute: a document that ran twice counts in both places. Each minute is summed
 * once, and again only after something in it changed.
 */
import type { RequestOutput } from '../../shared/bridge.ts';
import type { Minute, Totals } from '../../shared/health.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { minuteOf } from './touched.ts';

/** Attempts that percentiles are computed from, newest first, so that the cost stays the same on busy days. */
const SAMPLE = 20_000;
const MINUTE_MS = 60_000;
/** With more changed minutes than this, summing the whole window at once is cheaper. */
const MAX_SINGLE_MINUTES = 50;

interface Sums {
  completed: number;
  exceptions: number;
  pages: number;
  bytes: number;
  hits: number;
  misses: number;
}

export interface TotalsBook {
  read(hours: number, now: number): RequestOutput<'totals.get'>;
  /** Marks minutes as changed. @param minutes Unix minutes */
  touch(minutes: Iterable<number>): void;
  forgetAll(): void;
}

export function totalsBook(db: Database): TotalsBook {
  const addSums = minuteSums(db);
  const stageTimes = stageTimeReader(db);
  const book = new Map<number, Sums>();
  /** The book holds every minute from this one on, except those in `changed`. */
  let first = Number.POSITIVE_INFINITY;
  const changed = new Set<number>();

  /** Brings the book up to date from minute `from` on. */
  const refresh = (from: number): void => {
    if (from < first || changed.size > MAX_SINGLE_MINUTES) {
      book.clear();
      first = Math.min(from, first);
      addSums(book, first, Number.MAX_SAFE_INTEGER / MINUTE_MS);
    } else {
      for (const minute of changed) {
        book.delete(minute);
        if (minute >= first) addSums(book, minute, minute + 1);
      }
    }
    changed.clear();
  };

  return {
    read(hours, now) {
      const from = minuteOf(now - hours * 3_600_000);
      refresh(from);
      const width = hours <= 24 ? 1 : 60;
      const { all, minutes } = addUp(book, from, minuteOf(now), width);
      return { at: now, hours, ...all, minutes, stageTimes: stageTimes(from * MINUTE_MS, now) };
    },
    touch(minutes) {
      for (const minute of minutes) changed.add(minute);
    },
    forgetAll() {
      book.clear();
      first = Number.POSITIVE_INFINITY;
      changed.clear();
    },
  };
}

/** Returns a function that adds the sums of the minutes from `from` to before `to` to a book. */
function minuteSums(db: Database): (book: Map<number, Sums>, from: number, to: number) => void {
  const documents = db.prepare(
    `SELECT ended_at / ${MINUTE_MS} AS minute, sum(status = 'completed') AS completed,
       sum(status = 'exception') AS exceptions, sum(CASE WHEN status = 'completed' THEN pages END) AS pages,
       sum(CASE WHEN status IN ('completed', 'exception') THEN bytes END) AS bytes
     FROM document_ends WHERE ended_at >= ? AND ended_at < ? GROUP BY minute`,
  );
  const attempts = db.prepare(
    `SELECT ended_at / ${MINUTE_MS} AS minute, sum(cached) AS hits, sum(1 - cached) AS misses
     FROM attempts WHERE ended_at >= ? AND ended_at < ? AND outcome = 'completed' GROUP BY minute`,
  );
  return (book, from, to) => {
    const range = [from * MINUTE_MS, to * MINUTE_MS];
    const at = (minute: number): Sums => {
      const sums = book.get(minute) ?? {
        completed: 0,
        exceptions: 0,
        pages: 0,
        bytes: 0,
        hits: 0,
        misses: 0,
      };
      book.set(minute, sums);
      return sums;
    };
    for (const row of documents.iterate(...range) as Iterable<Sums & { minute: number }>) {
      const { completed, exceptions, pages, bytes } = row;
      Object.assign(at(row.minute), { completed, exceptions, pages: pages ?? 0, bytes: bytes ?? 0 });
    }
    for (const row of attempts.iterate(...range) as Iterable<Sums & { minute: number }>)
      Object.assign(at(row.minute), { hits: row.hits, misses: row.misses });
  };
}

/** Adds up the minutes `from` to `to`, altogether and in bars of `width` minutes. */
function addUp(book: ReadonlyMap<number, Sums>, from: number, to: number, width: number) {
  const bars = new Map<number, Minute>();
  const all = { documents: 0, exceptions: 0, pages: 0, bytes: 0, cacheHits: 0, cacheMisses: 0 };
  for (const [minute, sums] of book) {
    if (minute < from || minute > to) continue;
    const at = (minute - (minute % width)) * MINUTE_MS;
    const bar = bars.get(at) ?? { at, completed: 0, exceptions: 0, pages: 0, bytes: 0 };
    bars.set(at, bar);
    bar.completed += sums.completed;
    bar.exceptions += sums.exceptions;
    bar.pages += sums.pages;
    bar.bytes += sums.bytes;
    all.documents += sums.completed + sums.exceptions;
    all.exceptions += sums.exceptions;
    all.pages += sums.pages;
    all.bytes += sums.bytes;
    all.cacheHits += sums.hits;
    all.cacheMisses += sums.misses;
  }
  const minutes = [...bars.values()]
    .filter((bar) => bar.completed + bar.exceptions > 0)
    .sort((a, b) => a.at - b.at);
  return { all, minutes };
}

/** Returns a function that reads the percentiles of stage times between two times, Unix ms. */
function stageTimeReader(db: Database): (from: number, to: number) => Totals['stageTimes'] {
  // Nearest-rank percentiles: each is the time of a real attempt.
  const times = db.prepare(
    `SELECT stage, count(*) AS count, percentile_disc(ms, 0.5) AS p50, percentile_disc(ms, 0.95) AS p95,
       percentile_disc(ms, 0.99) AS p99
     FROM (SELECT stage, ended_at - started_at AS ms FROM attempts
       WHERE ended_at >= ? AND ended_at <= ? AND outcome = 'completed' AND cached = 0
       ORDER BY ended_at DESC LIMIT ${SAMPLE})
     GROUP BY stage ORDER BY stage`,
  );
  return (from, to) => {
    const rows = times.all(from, to) as (Omit<Totals['stageTimes'][number], 'stage'> & { stage: number })[];
    return rows.flatMap(({ stage, count, p50, p95, p99 }) => {
      const name = STAGES[stage];
      return name === undefined ? [] : [{ stage: name, count, p50, p95, p99 }];
    });
  };
}
