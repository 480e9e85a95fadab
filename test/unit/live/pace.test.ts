/** The forecast of a batch from its readings and from earlier batches, and which batches wait for others. */
import { describe, expect, it } from 'vitest';
import { toBatch } from '../../../src/core/live/batch-view.ts';
import { Pace } from '../../../src/core/live/pace.ts';
import type { Expectation } from '../../../src/core/live/past-forecasts.ts';
import { waitingOf } from '../../../src/core/live/waiting.ts';
import { type Batch, percentDone } from '../../../src/shared/batches.ts';

const T0 = 1_700_000_000_000;
const HOUR = 3_600_000;

/** A batch of `documents` of which `ended` stage runs are done, spread evenly over the stages. */
function batchAt(documents: number, ended: number, change: Partial<Batch> = {}): Batch {
  const perStage = Math.floor(ended / 6);
  const fields: Record<string, string> = { status: 'running', total: `${documents}`, jobs: `${documents}` };
  for (let s = 1; s <= 6; s += 1)
    Object.assign(fields, {
      [`s${s}:c`]: `${perStage}`,
      [`s${s}:w`]: `${documents - perStage - 1}`,
      [`s${s}:r`]: '1',
      [`s${s}:ms`]: `${perStage * 10}`,
    });
  Object.assign(fields, { 'd:c': `${perStage}`, 'd:r': `${documents - perStage}` });
  return { ...toBatch('b', fields, T0), ...change };
}
const spreadOf = (range: { low: number; high: number } | null) =>
  range === null ? null : { ...range, error: { off: 0.12, of: 34 } };
const past = (
  expectedMs: number | null,
  range: { low: number; high: number } | null = null,
): Expectation => ({
  expectedMs,
  spreads: { past: spreadOf(range), pace: spreadOf(range) },
});

describe('Pace', () => {
  it('says nothing before there is evidence, also when the first documents are slow', () => {
    const pace = new Pace();
    // Workers start: one stage run a second, then 460.
    let ended = 0;
    let last = pace.observe(batchAt(20_000, 0, { running: 0 }), T0);
    for (let second = 0; second <= 40; second += 1) {
      ended += second < 6 ? 1 : 460;
      last = pace.observe(batchAt(20_000, ended), T0 + second * 1000);
      if (second < 10) expect(last.eta, `second ${second}`).toBeNull();
      // The truth is four and a half minutes.
      if (last.eta !== null) expect(last.eta.likely - (T0 + second * 1000)).toBeLessThan(10 * 60_000);
    }
    expect(last.eta?.basis).toBe('pace');
    expect(last.eta?.likely).toBeGreaterThan(T0 + 3 * 60_000);
  });

  it('forecasts from earlier batches at once, with a range from earlier errors', () => {
    const pace = new Pace();
    const unsure = pace.observe(batchAt(1000, 0, { running: 0 }), T0, past(HOUR)).eta;
    expect(unsure).toMatchObject({ basis: 'past', likely: T0 + HOUR });
    expect(unsure?.latest).toBe(T0 + 2.5 * HOUR);
    const sure = pace.observe(batchAt(1000, 0, { running: 0 }), T0, past(HOUR, { low: 0.9, high: 1.2 })).eta;
    expect(sure).toMatchObject({ earliest: T0 + 0.9 * HOUR, latest: T0 + 1.2 * HOUR });
    expect(unsure?.pastError).toBeUndefined();
    expect(sure?.pastError).toEqual({ off: 0.12, of: 34 });
    // A batch that has taken longer than that proves it wrong.
    const late = batchAt(1000, 0, { running: 1, durationMs: 3 * HOUR });
    expect(pace.observe(late, T0, past(HOUR, { low: 0.9, high: 1.2 })).eta).toBeNull();
  });

  it('does not count the time in which the batch waited or was paused', () => {
    const pace = new Pace();
    const waiting = { position: 1, behind: { id: 'a', name: 'A' } };
    for (let minute = 0; minute < 60; minute += 1)
      expect(pace.observe(batchAt(600, 0, { running: 0, waiting }), T0 + minute * 60_000)).toEqual({
        throughput: null,
        eta: null,
      });
    const start = T0 + HOUR;
    let eta: Batch['eta'] = null;
    for (let second = 0; second <= 20; second += 1)
      ({ eta } = pace.observe(batchAt(600, second * 36), start + second * 1000));
    // 3,600 stage runs at 36 a second are 100 seconds.
    expect(Math.abs((eta?.likely ?? 0) - (start + 100_000))).toBeLessThan(10_000);
  });
});

describe('waitingOf', () => {
  const batch = (id: string, change: Partial<Batch>): Batch => ({
    ...batchAt(10, 0),
    ...{ id, name: id.toUpperCase(), running: 0, createdAt: T0 },
    ...change,
  });

  it('names the batch before it and the place, by priority and age', () => {
    const waiting = waitingOf([
      batch('late', { createdAt: T0 + 2 }),
      batch('works', { running: 3 }),
      batch('outbox', { createdAt: T0 + 1, status: 'outbox' }),
      batch('low', { priority: 'low', createdAt: T0 - 9 }),
    ]);
    expect([...waiting]).toEqual([
      ['outbox', { position: 1, behind: { id: 'works', name: 'WORKS' } }],
      ['late', { position: 2, behind: { id: 'outbox', name: 'OUTBOX' } }],
      ['low', { position: 3, behind: { id: 'late', name: 'LATE' } }],
    ]);
  });

  it('lets nobody wait for a paused or finished batch, or for one that comes later', () => {
    const done = { ...batchAt(10, 0).equation, pending: 0 };
    expect(
      waitingOf([
        batch('paused', { status: 'paused', createdAt: T0 - 2 }),
        batch('done', { equation: done, createdAt: T0 - 1 }),
        batch('first', {}),
        batch('works', { running: 1, createdAt: T0 + 1 }),
      ]).size,
    ).toBe(0);
  });
});

describe('percentDone', () => {
  it('counts what a failure made needless, and not what a cancel left undone', () => {
    const batch = batchAt(4, 0);
    const of = (completed: number, failed: number, skipped: number) =>
      ({
        ...batch.stages.ocr,
        ...{ waiting: 0, running: 0, retrying: 0, completed, failed, skipped },
      }) as const;
    const stages = Object.fromEntries(
      Object.keys(batch.stages).map((stage, i) => [stage, i === 0 ? of(1, 1, 2) : of(1, 0, 3)]),
    ) as Batch['stages'];
    const causes: Batch['causes'] = [{ stage: 'ocr', code: 'corrupt', count: 1 }];
    expect(percentDone({ stages, causes, canceled: 2 })).toBe(50);
    expect(percentDone({ stages, causes, canceled: 0 })).toBe(100);
  });
});
