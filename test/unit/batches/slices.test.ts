/** The slice size: always within its bounds, near the target at any cost, and unaffected by small last slices. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterSlice,
  createSlices,
  FIRST_SLICE,
  SLICE_BOUNDS,
  type SliceState,
  whileProbing,
} from '../../../src/core/batches/slices.ts';

/** A round target that is easy to calculate with. The real one comes from measurements. */
const BOUNDS = { ...SLICE_BOUNDS, targetMs: 30 };

const start = (size: number): SliceState => ({
  size,
  lastMs: null,
  lastSize: null,
  recent: [],
  why: 'start',
});
/** Measures three slices with the same wait, as many as a decision needs. */
const after3 = (state: SliceState, size: number, ms: number): SliceState => {
  let next = state;
  for (let i = 0; i < 3; i += 1) next = afterSlice(next, BOUNDS, size, ms);
  return next;
};

describe('the slice rule', () => {
  it('keeps to whole numbers within its bounds, whatever it measures', () => {
    const bounds = fc
      .tuple(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 1, max: 99 }),
      )
      .map(([min, span, targetMs]) => ({ min, max: min + span, targetMs }));
    const seen = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1e6, noNaN: true })),
    );
    fc.assert(
      fc.property(bounds, seen, (limits, measurements) => {
        let state = start(limits.min);
        for (const [size, ms] of measurements) {
          const next = afterSlice(state, limits, size, ms);
          expect(Number.isInteger(next.size)).toBe(true);
          expect(next.size).toBeGreaterThanOrEqual(limits.min);
          expect(next.size).toBeLessThanOrEqual(limits.max);
          expect(next.why).not.toBe('');
          if (next.size !== state.size) expect(next.why).toContain(` to ${next.size}:`);
          state = next;
        }
      }),
    );
  });

  it('settles where the wait is just under the target, from any start and at any cost', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.08, max: 1.5, noNaN: true }),
        fc.double({ min: 0, max: 8, noNaN: true }),
        fc.integer({ min: BOUNDS.min, max: BOUNDS.max }),
        (perDocument, fixedCost, from) => {
          let state = start(from);
          const cost = (size: number): number => fixedCost + perDocument * size;
          for (let i = 0; i < 300; i += 1) state = afterSlice(state, BOUNDS, state.size, cost(state.size));
          const settled = afterSlice(state, BOUNDS, state.size, cost(state.size));
          const { min, max, targetMs } = BOUNDS;
          const ideal = Math.min(max, Math.max(min, (targetMs - fixedCost) / perDocument));
          expect(settled.size).toBeLessThanOrEqual(ideal + 10);
          expect(settled.size).toBeGreaterThanOrEqual(Math.max(min, Math.floor(0.6 * ideal)));
        },
      ),
    );
  });

  it('ignores the small last slice of a batch', () => {
    expect(after3(start(100), 20, 4).size).toBe(100);
    expect(after3(start(100), 20, 400).size).toBe(100);
    expect(after3(start(100), 100, 4).size).toBe(110);
  });

  it('cuts in proportion to the excess wait, and explains it', () => {
    const cut = after3(start(200), 200, 60);
    expect(cut.size).toBe(90);
    expect(cut.why).toBe('lowered to 90: at least 60 ms for 200 documents, target 30 ms');
  });

  it('does not cut for single long waits, however long they are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(29), fc.double({ min: 0, max: 1e5, noNaN: true }))), (slices) => {
        let state = start(200);
        for (const [short, long] of slices)
          for (const ms of [short, long, long]) {
            const next = afterSlice(state, BOUNDS, state.size, ms);
            expect(next.size).toBeGreaterThanOrEqual(state.size);
            state = next;
          }
      }),
    );
  });
});

describe('the slice controller', () => {
  it('keeps what it learned, and uses a fixed size until that is removed', () => {
    const slices = createSlices();
    expect(slices.next()).toBe(FIRST_SLICE);
    for (let i = 0; i < 3; i += 1) slices.measured(FIRST_SLICE, 2);
    expect(slices.next()).toBe(FIRST_SLICE + 10);
    slices.fix(40);
    slices.measured(40, 2);
    expect(slices.next()).toBe(40);
    expect(slices.state()).toMatchObject({ size: 40, fixed: true, why: 'set in Settings' });
    slices.fix(null);
    expect(slices.next()).toBe(FIRST_SLICE + 10);
  });

  it('limits a fixed size to its bounds', () => {
    const slices = createSlices();
    slices.fix(100_000);
    expect(slices.next()).toBe(BOUNDS.max);
  });
});

describe('whileProbing', () => {
  it('measures the longest wait of another client while the work runs', async () => {
    let answer = (): void => undefined;
    let requests = 0;
    const probe = (): Promise<void> => {
      requests += 1;
      return requests === 1 ? Promise.resolve() : new Promise((resolve) => (answer = resolve));
    };
    const measured = await whileProbing(probe, async () => {
      // The second request has no answer while the loop is busy.
      while (requests < 2) await setImmediate();
      const busyUntil = performance.now() + 20;
      while (performance.now() < busyUntil);
      answer();
      return 'done';
    }).finally(() => answer());
    expect(measured.value).toBe('done');
    expect(measured.ms).toBeGreaterThanOrEqual(20);
  });

  it('returns no measurement if the probe fails, and rejects at once if the work does', async () => {
    const gone = (): Promise<never> => Promise.reject(new Error('gone'));
    await expect(whileProbing(gone, () => setImmediate(1))).resolves.toEqual({ value: 1, ms: null });
    await expect(
      whileProbing(
        () => new Promise(() => undefined),
        () => Promise.reject(new Error('no')),
      ),
    ).rejects.toThrow('no');
  });
});
