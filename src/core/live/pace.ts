/**
 * Computes the throughput and the expected end of a batch: from its own progress once that is steady, and before that from
 * what similar documents took in earlier batches. Without either it says nothing.
 */
import type { Batch, Eta } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Spread } from '../history/forecast-log.ts';
import type { Expectation } from './past-forecasts.ts';

interface Sample {
  at: number;
  /** Documents that completed or failed. */
  done: number;
  /** Stage runs that have ended. */
  ended: number;
}

export interface Paced {
  /** Documents per minute. */
  throughput: number | null;
  eta: Eta | null;
}

const WINDOW_MS = 120_000;
/** A throughput over a shorter span is noise. */
const MINIMUM_MS = 2000;
/** A pace over a shorter span is no evidence: workers start one after another, and short documents come first. */
const EVIDENCE_MS = 10_000;
/** Stage runs without which a pace is no evidence, and the share of all stage runs that suffices in a small batch. */
const EVIDENCE_RUNS = 60;
const EVIDENCE_SHARE = 0.1;
/** While the second half of the window is this much faster than the whole, the pace still rises. */
const RISING = 1.5;
/** A pace that rises for longer than this is taken as it is. */
const PATIENCE_MS = 60_000;
/** Stage runs with which the batch's own pace weighs as much as earlier batches. */
const EQUAL_RUNS = 300;
const NOTHING: Paced = { throughput: null, eta: null };
const NO_PAST: Expectation = { expectedMs: null, spreads: { past: null, pace: null } };
/** How far the truth may be from the likely time, as factors, and how far it was before. */
type Range = Pick<Spread, 'low' | 'high'> & Partial<Spread>;
/** The range of what earlier batches let expect, until errors are known. */
const UNKNOWN: Range = { low: 0.4, high: 2.5 };

/** Tracks one batch; feed it with every reading. */
export class Pace {
  #samples: Sample[] = [];

  /** Adds a reading. Time in which the batch waits or is paused does not count. */
  observe(batch: Batch, now: number, past: Expectation = NO_PAST): Paced {
    const { completed, exceptions, pending } = batch.equation;
    if (batch.status !== 'running' || (batch.waiting ?? null) !== null) {
      this.#samples = [];
      return NOTHING;
    }
    const sum = (count: (stage: Batch['stages'][keyof Batch['stages']]) => number): number =>
      STAGES.reduce((total, stage) => total + count(batch.stages[stage]), 0);
    const ended = sum((s) => s.completed + s.failed + s.skipped);
    const left = sum((s) => s.waiting + s.running + s.retrying);
    // The clock starts with the first document, not when the batch was registered.
    if (batch.running === 0 && this.#samples.length === 0) return this.#expected(batch, now, past);
    this.#samples.push({ at: now, done: completed + exceptions, ended });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? now) < now - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (first === undefined || now - first.at < MINIMUM_MS) return this.#expected(batch, now, past);
    const done = completed + exceptions - first.done;
    const throughput = done === 0 ? null : (done * 60_000) / (now - first.at);
    if (pending === 0) return { throughput, eta: null };
    const perRun = this.#steadyMs(now, ended, left);
    if (perRun === null) return { ...this.#expected(batch, now, past), throughput };
    const runs = ended - first.ended;
    const own = left * perRun;
    const foreseen = stillExpected(batch, past);
    const weight = foreseen === null ? 1 : runs / (runs + EQUAL_RUNS);
    const likely = weight * own + (1 - weight) * (foreseen ?? 0);
    // Two standard deviations of a rate observed n times: 2/sqrt(n) (Poisson); never narrower than earlier errors.
    const noise = Math.min(0.9, 2 / Math.sqrt(runs));
    const { low, high, ...known }: Range = past.spreads.pace ?? { low: 1, high: 1 };
    const range = { low: Math.min(1 - noise, low), high: Math.max(1 + noise, high), ...known };
    return { throughput, eta: etaOf(batch, now, likely, range, 'pace') };
  }

  /** Returns the time per stage run, ms; null while the pace is no evidence yet. */
  #steadyMs(now: number, ended: number, left: number): number | null {
    const first = this.#samples[0];
    if (first === undefined) return null;
    const [span, runs] = [now - first.at, ended - first.ended];
    const enough = Math.max(1, Math.min(EVIDENCE_RUNS, EVIDENCE_SHARE * (ended + left)));
    if (span < EVIDENCE_MS || runs < enough) return null;
    const middle = this.#samples.find(({ at }) => at >= first.at + span / 2) ?? first;
    const [lateSpan, lateRuns] = [now - middle.at, ended - middle.ended];
    const isRising = lateSpan > 0 && lateRuns / lateSpan > (RISING * runs) / span;
    if (!isRising) return span / runs;
    return span < PATIENCE_MS ? null : lateSpan / lateRuns;
  }

  #expected(batch: Batch, now: number, past: Expectation): Paced {
    const left = stillExpected(batch, past);
    if (left === null || batch.equation.pending === 0) return NOTHING;
    return { throughput: null, eta: etaOf(batch, now, left, past.spreads.past ?? UNKNOWN, 'past') };
  }
}

/** Returns the time left by what earlier batches took, ms; null once the batch has proved it wrong. */
function stillExpected({ percent, durationMs }: Batch, { expectedMs, spreads }: Expectation): number | null {
  if (expectedMs === null) return null;
  const { high } = spreads.past ?? UNKNOWN;
  return (durationMs ?? 0) > expectedMs * high ? null : expectedMs * (1 - percent / 100);
}

const etaOf = (
  batch: Batch,
  now: number,
  left: number,
  { low, high, error }: Range,
  basis: Eta['basis'],
): Eta => ({
  earliest: now + left * low,
  likely: now + left,
  latest: now + left * high,
  bottleneck: bottleneck(batch),
  basis,
  ...(error === undefined ? {} : { pastError: error }),
});

/** Returns the stage with the most work left: its open runs times its mean time so far. */
function bottleneck(batch: Batch): Eta['bottleneck'] {
  const work = STAGES.map((stage) => {
    const s = batch.stages[stage];
    const ended = s.completed + s.failed;
    return { stage, ms: (s.waiting + s.running + s.retrying) * (ended === 0 ? 1 : s.totalMs / ended) };
  });
  return work.reduce((worst, one) => (one.ms > worst.ms ? one : worst)).stage;
}
