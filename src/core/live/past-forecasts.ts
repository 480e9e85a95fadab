/** What earlier batches let expect of a running one, and the record of what was forecast. */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { Forecasts, Spread } from '../history/forecast-log.ts';

export interface Expectation {
  /** Active time that the whole run should take by what similar documents took, ms; null when too few were processed. */
  expectedMs: number | null;
  /** Errors of earlier forecasts, by basis; null while there are too few. */
  spreads: { past: Spread | null; pace: Spread | null };
}

export interface PastForecasts {
  of(batchId: string, run: number): Expectation;
  /** Records the forecast of a batch when it is the first one, and each time another quarter is done. */
  note(batch: Batch, run: number, now: number): void;
}

const NOTHING: Expectation = { expectedMs: null, spreads: { past: null, pace: null } };

/** For a board without history. */
export const NO_FORECASTS: PastForecasts = { of: () => NOTHING, note: () => undefined };

const STEP_PERCENT = 25;

/** The board must not stop because history refuses: a failure is logged, and nothing is expected then. */
export function pastForecasts(forecasts: Forecasts, log: Logger): PastForecasts {
  const known = new Map<string, { run: number; expectation: Expectation; noted: Set<string> }>();
  const safely = <T>(work: () => T, without: T): T => {
    try {
      return work();
    } catch (error) {
      log.warn({ error }, 'reading or writing forecasts failed');
      return without;
    }
  };
  const entry = (batchId: string, run: number) => {
    const found = known.get(batchId);
    if (found?.run === run) return found;
    const expectation = safely<Expectation>(
      () => ({
        expectedMs: forecasts.expectedMs(batchId, run),
        spreads: { past: forecasts.spread('past'), pace: forecasts.spread('pace') },
      }),
      NOTHING,
    );
    const made = { run, expectation, noted: new Set<string>() };
    known.set(batchId, made);
    return made;
  };
  return {
    of: (batchId, run) => entry(batchId, run).expectation,
    note(batch, run, now) {
      const { id, eta, percent, status, durationMs } = batch;
      if (isTerminal(status)) known.delete(id);
      if (eta?.basis === undefined) return;
      const { noted } = entry(id, run);
      const step = `${eta.basis} ${Math.floor(percent / STEP_PERCENT)}`;
      if (noted.has(step)) return;
      noted.add(step);
      const [leftMs, lowMs, highMs] = [eta.likely - now, eta.earliest - now, eta.latest - now];
      const shown = { run, at: now, basis: eta.basis, percent, leftMs, lowMs, highMs };
      safely(() => forecasts.note(id, shown, durationMs ?? 0), undefined);
    },
  };
}
