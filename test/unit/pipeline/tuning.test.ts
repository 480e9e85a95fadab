/** The tuning rule: always within its bounds, near the optimum of known curves, and cautious in trouble. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTrying,
  type Measurement,
  startTuning,
  type TuningState,
  tune,
} from '../../../src/core/pipeline/worker/tuning.ts';

const bounds = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 60 }))
  .map(([min, span]) => ({ min, max: min + span }));
const measurement = fc.record({
  ended: fc.nat(5000),
  troubled: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5000) }),
  seconds: fc.double({ min: 0, max: 60, noNaN: true }),
  busy: fc.double({ min: 0, max: 70, noNaN: true }),
  memoryShort: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

const wide = { min: 1, max: 64 };
/** The state of a worker that has run for a while. */
const warm = (value: number): TuningState => ({ ...startTuning(value), rest: 0 });

/** A window of two seconds at a given rate. */
const window = (value: number, rate: number): Measurement => ({
  ended: Math.round(rate * 2),
  troubled: 0,
  seconds: 2,
  busy: value,
  memoryShort: false,
});

/** Tunes for many windows, until no trial is running. */
function settle(
  from: number,
  limits: { min: number; max: number },
  rateOf: (value: number) => number,
): TuningState {
  let state = startTuning(from);
  for (let i = 0; i < 400; i += 1)
    state = tune(state, limits, window(state.value, rateOf(state.value)), true);
  while (isTrying(state)) state = tune(state, limits, window(state.value, rateOf(state.value)), true);
  return state;
}

describe('tuning', () => {
  it('keeps to whole numbers within its bounds and gives a reason, whatever it measures', () => {
    fc.assert(
      fc.property(bounds, fc.array(fc.tuple(measurement, fc.boolean())), (limits, windows) => {
        let state = startTuning(limits.min);
        for (const [seen, mayTry] of windows) {
          state = tune(state, limits, seen, mayTry);
          expect(Number.isInteger(state.value)).toBe(true);
          expect(state.value).toBeGreaterThanOrEqual(limits.min);
          expect(state.value).toBeLessThanOrEqual(limits.max);
          expect(state.why).not.toBe('');
        }
      }),
    );
  });

  it('finds the knee of a throughput that stops growing, from either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 64 }), (knee, from) => {
        const rateOf = (value: number): number => 1000 * Math.min(value, knee);
        const { value } = settle(from, { min: 1, max: 64 }, rateOf);
        expect(rateOf(value)).toBeGreaterThanOrEqual(0.9 * rateOf(knee));
        expect(value).toBeLessThanOrEqual(Math.ceil(knee * 1.34) + 1);
      }),
    );
  });

  it('comes near the optimum if throughput keeps growing slowly or falls again', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 12, noNaN: true }),
        fc.double({ min: 0, max: 0.02, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        (half, thrash, from) => {
          const rateOf = (value: number): number =>
            (20_000 * value) / (value + half) / (1 + thrash * value * value);
          const { value } = settle(from, { min: 1, max: 64 }, rateOf);
          const best = Math.max(...Array.from({ length: 64 }, (_v, i) => rateOf(i + 1)));
          expect(rateOf(value)).toBeGreaterThanOrEqual(0.8 * best);
        },
      ),
    );
  });

  it('ignores windows in which slots were free or few jobs ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.array(fc.nat(3)), (from, busy) => {
        let state = startTuning(from);
        const start = state;
        for (const running of busy) {
          state = tune(state, { min: 1, max: 64 }, { ...window(running * 0.5, 500), ended: 1000 }, true);
          state = tune(state, { min: 1, max: 64 }, { ...window(from, 1), ended: 49 }, true);
        }
        expect(state).toBe(start);
      }),
    );
  });

  it('falls to the minimum within a few windows while memory is short or jobs must be retried', () => {
    for (const trouble of [{ memoryShort: true }, { troubled: 400 }]) {
      let state = startTuning(64);
      for (let i = 0; i < 6; i += 1)
        state = tune(state, { min: 1, max: 64 }, { ...window(state.value, 100), ...trouble }, true);
      expect(state.value).toBe(1);
      expect(isTrying(state)).toBe(false);
    }
  });

  it('undoes a trial at once when memory runs short', () => {
    const trying = tune(warm(8), wide, window(8, 1000), true);
    expect(trying).toMatchObject({ value: 12, why: 'trying 12 instead of 8' });
    const back = tune(trying, wide, { ...window(12, 2000), memoryShort: true }, true);
    expect(back).toMatchObject({
      value: 6,
      base: null,
      why: 'lowered to 6: memory is short on this machine',
    });
  });

  it('starts no trial while another queue runs one, but finishes its own', () => {
    const waiting = tune(warm(4), wide, window(4, 1000), false);
    expect(waiting.value).toBe(4);
    expect(waiting.perSecond).toBe(1000);
    const trying = tune(warm(4), wide, window(4, 1000), true);
    expect(tune(trying, wide, window(6, 1010), false)).toMatchObject({
      value: 4,
      base: null,
      why: 'back to 4: throughput +1 % with 6',
    });
    const checking = tune(trying, wide, window(6, 1120), false);
    expect(checking).toMatchObject({ value: 4, why: 'checking 4 again: throughput +12 % with 6' });
    expect(tune(checking, wide, window(4, 1000), false)).toMatchObject({
      value: 6,
      base: null,
      why: 'raised to 6: throughput +12 %',
    });
  });

  it('undoes a trial if the old value improved just as much', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        (from, growth) => {
          let state = warm(from);
          let rate = 1000;
          // Three windows are a trial with its check. The rate grows in each of them, whatever the value is.
          for (let i = 0; i < 3; i += 1) {
            state = tune(state, wide, window(state.value, rate), true);
            rate *= growth;
          }
          expect(state.value).toBe(from);
          expect(state.why).toMatch(/^back to/);
        },
      ),
    );
  });

  it('starts no trial while the parsers of a worker are starting', () => {
    let state = startTuning(4);
    for (let i = 0; i < 2; i += 1) {
      state = tune(state, wide, window(4, 100), true);
      expect(isTrying(state)).toBe(false);
    }
    expect(isTrying(tune(state, wide, window(4, 1000), true))).toBe(true);
  });

  it('undoes a trial when the queue runs empty, so that other queues get a turn', () => {
    let state = tune(warm(8), wide, window(8, 1000), true);
    const idle = { ...window(0, 0), seconds: 15 };
    state = tune(state, wide, idle, true);
    expect(isTrying(state)).toBe(true);
    state = tune(state, wide, idle, true);
    expect(state).toMatchObject({ value: 8, base: null, why: 'back to 8: too few jobs to compare' });
  });

  it('requires a larger gain if few jobs were measured', () => {
    const few = { ended: 60, troubled: 0, seconds: 30, busy: 4, memoryShort: false };
    const trying = tune(warm(4), wide, few, true);
    expect(tune(trying, wide, { ...few, ended: 68, busy: 6 }, true).why).toMatch(/^back to 4/);
    expect(tune(trying, wide, { ...few, ended: 90, busy: 6 }, true).why).toMatch(/^checking 4 again/);
  });
});
