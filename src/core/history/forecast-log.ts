/**
 * Keeps the forecasts that were shown, and how long the runs then took. Later forecasts take their range from the errors
 * of earlier ones.
 */
import type { ForecastError, ShownForecast } from '../../shared/batches.ts';
import type { Database } from './connection.ts';

export type Basis = ShownForecast['basis'];

/** How far the truth was from the likely time, as factors: 0.8 and 1.5 mean that 10 hours were 8 to 15. */
export interface Spread {
  low: number;
  high: number;
  /** How far the likely time was off on average, as a part of it, and the number of forecasts that this is known of. */
  error: ForecastError;
}

export interface Forecasts {
  /** Records what earlier batches let expect of a run before it starts; nothing if `expectedMs` is null. */
  expect(batchId: string, run: number, expectedMs: number | null): void;
  /** Returns what `expect` recorded, ms; null if nothing. */
  expectedMs(batchId: string, run: number): number | null;
  /** Records a forecast as it was shown. @param activeMs active time of the batch until then */
  note(batchId: string, forecast: Omit<ShownForecast, 'actualMs'>, activeMs: number): void;
  /** Records the truth about the forecasts of a run that has ended. @param activeMs active time of the batch */
  settle(batchId: string, run: number, activeMs: number): void;
  /** Returns the errors of the last forecasts of a kind, without the worst tenths; null while there are too few. */
  spread(basis: Basis): Spread | null;
  list(batchId: string): ShownForecast[];
}

/** Forecasts that a spread is computed from, newest first. */
const SAMPLE = 60;
const MIN_SAMPLE = 5;
/** The range of an expectation when no error is known yet. */
const UNKNOWN: Pick<Spread, 'low' | 'high'> = { low: 0.4, high: 2.5 };

interface ForecastRecord {
  run: number;
  at: number;
  basis: Basis;
  percent: number;
  left_ms: number;
  low_ms: number;
  high_ms: number;
  actual_ms: number | null;
}

export function forecastLog(db: Database): Forecasts {
  const add = db.prepare(
    `INSERT INTO forecasts (batch, run, at, basis, percent, active_ms, left_ms, low_ms, high_ms)
     SELECT n, ?, ?, ?, ?, ?, ?, ?, ? FROM batches WHERE id = ? ON CONFLICT DO NOTHING`,
  );
  const expected = db.prepare(
    `SELECT left_ms FROM forecasts f JOIN batches b ON b.n = f.batch
     WHERE b.id = ? AND f.run = ? AND basis = 'past' AND percent = 0 ORDER BY f.n LIMIT 1`,
  );
  const settle = db.prepare(
    `UPDATE forecasts SET actual_ms = max(0, ?1 - active_ms)
     WHERE batch = (SELECT n FROM batches WHERE id = ?2) AND run = ?3 AND actual_ms IS NULL`,
  );
  const errors = db.prepare(
    `SELECT percentile_disc(error, 0.1) AS low, percentile_disc(error, 0.9) AS high,
       avg(abs(error - 1)) AS off, count(*) AS n FROM
       (SELECT actual_ms * 1.0 / left_ms AS error FROM forecasts
        WHERE basis = ? AND actual_ms IS NOT NULL AND left_ms > 0 ORDER BY n DESC LIMIT ${SAMPLE})`,
  );
  const list = db.prepare(
    `SELECT f.run, f.at, f.basis, f.percent, f.left_ms, f.low_ms, f.high_ms, f.actual_ms
     FROM forecasts f JOIN batches b ON b.n = f.batch WHERE b.id = ? ORDER BY f.at, f.n`,
  );
  const spread = (basis: Basis): Spread | null => {
    const { low, high, off, n } = errors.get(basis) as Record<'low' | 'high' | 'off', number | null> & {
      n: number;
    };
    return n < MIN_SAMPLE || low === null || high === null || off === null
      ? null
      : { low: Math.min(1, low), high: Math.max(1, high), error: { off, of: n } };
  };
  const note: Forecasts['note'] = (batchId, f, activeMs) => {
    const times = [activeMs, f.leftMs, f.lowMs, f.highMs].map(Math.round);
    add.run(f.run, Math.round(f.at), f.basis, f.percent, ...times, batchId);
  };
  return {
    expect(batchId, run, expectedMs) {
      if (expectedMs === null) return;
      const { low, high } = spread('past') ?? UNKNOWN;
      const range = { leftMs: expectedMs, lowMs: expectedMs * low, highMs: expectedMs * high };
      note(batchId, { run, at: Date.now(), basis: 'past', percent: 0, ...range }, 0);
    },
    expectedMs: (batchId, run) =>
      (expected.get(batchId, run) as { left_ms: number } | undefined)?.left_ms ?? null,
    note,
    settle: (batchId, run, activeMs) => void settle.run(Math.round(activeMs), batchId, run),
    spread,
    list: (batchId) =>
      (list.all(batchId) as unknown as ForecastRecord[]).map((row) => ({
        ...{ run: row.run, at: row.at, basis: row.basis, percent: row.percent },
        ...{ leftMs: row.left_ms, lowMs: row.low_ms, highMs: row.high_ms, actualMs: row.actual_ms },
      })),
  };
}
