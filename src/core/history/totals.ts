/** Figures over time. A minute is summed once and again only when something in it changed. */
import type { RequestOutput } from '../../shared/bridge.ts';
import type { Minute, Totals } from '../../shared/health.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { minuteOf } from './event-writer.ts';

/** Attempts that percentiles are taken from: the newest in the window, so that a look costs the same on any day. */
const SAMPLE = 20_000;
const MINUTE_MS = 60_000;
/** Above this many changed minutes, summing the whole window in one go is cheaper. */
const ONE_BY_ONE = 50;

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
  /** Something in these minutes changed. */
  touch(minutes: Iterable<number>): void;
  forgetAll(): void;
}

export function totalsBook(db: Database): TotalsBook {
  const documents = db.prepare(
    `SELECT ended_at / ${MINUTE_MS} AS minute, sum(status = 'completed') AS completed,
       sum(status = 'exception') AS exceptions, sum(CASE WHEN status = 'completed' THEN pages END) AS pages,
       sum(CASE WHEN status IN ('completed', 'exception') THEN bytes END) AS bytes
     FROM documents WHERE ended_at >= ? AND ended_at < ? GROUP BY minute`,
  );
  const attempts = db.prepare(
    `SELECT ended_at / ${MINUTE_MS} AS minute, sum(cached) AS hits, sum(1 - cached) AS misses
     FROM attempts WHERE ended_at >= ? AND ended_at < ? AND outcome = 'completed' GROUP BY minute`,
  );
  // The nearest-rank percentile: an attempt that really took that long.
  const times = db.prepare(
    `SELECT stage, count(*) AS count, percentile_disc(ms, 0.5) AS p50, percentile_disc(ms, 0.95) AS p95,
       percentile_disc(ms, 0.99) AS p99
     FROM (SELECT stage, ended_at - started_at AS ms FROM attempts
       WHERE ended_at >= ? AND ended_at <= ? AND outcome = 'completed' AND cached = 0
       ORDER BY ended_at DESC LIMIT ${SAMPLE})
     GROUP BY stage ORDER BY stage`,
  );

  const book = new Map<number, Sums>();
  /** First minute that is in the book; everything from it on is, but for the changed ones. */
  let first = Number.POSITIVE_INFINITY;
  const changed = new Set<number>();

  const sum = (from: number, to: number): void => {
    const range = [from * MINUTE_MS, to * MINUTE_MS];
    const at = (minute: number): Sums => {
      const known = book.get(minute) ?? {
        completed: 0,
        exceptions: 0,
        pages: 0,
        bytes: 0,
        hits: 0,
        misses: 0,
      };
      book.set(minute, known);
      return known;
    };
    for (const row of documents.iterate(...range) as Iterable<Sums & { minute: number }>) {
      const { completed, exceptions, pages, bytes } = row;
      Object.assign(at(row.minute), { completed, exceptions, pages: pages ?? 0, bytes: bytes ?? 0 });
    }
    for (const row of attempts.iterate(...range) as Iterable<Sums & { minute: number }>)
      Object.assign(at(row.minute), { hits: row.hits, misses: row.misses });
  };

  /** Brings the book up to date for everything from minute `from` on. */
  const refresh = (from: number): void => {
    if (from < first || changed.size > ONE_BY_ONE) {
      book.clear();
      first = Math.min(from, first);
      sum(first, Number.MAX_SAFE_INTEGER / MINUTE_MS);
    } else {
      for (const minute of changed) {
        book.delete(minute);
        if (minute >= first) sum(minute, minute + 1);
      }
    }
    changed.clear();
  };

  return {
    read(hours, now) {
      const from = minuteOf(now - hours * 3_600_000);
      refresh(from);
      const width = hours <= 24 ? 1 : 60;
      const bars = new Map<number, Minute>();
      const all = { documents: 0, exceptions: 0, pages: 0, bytes: 0, cacheHits: 0, cacheMisses: 0 };
      for (const [minute, sums] of book) {
        if (minute < from || minute > minuteOf(now)) continue;
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
      const rows = times.all(from * MINUTE_MS, now) as (Omit<Totals['stageTimes'][number], 'stage'> & {
        stage: number;
      })[];
      const stageTimes = rows.flatMap(({ stage, count, p50, p95, p99 }) => {
        const name = STAGES[stage];
        return name === undefined ? [] : [{ stage: name, count, p50, p95, p99 }];
      });
      return { at: now, hours, ...all, minutes, stageTimes };
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
