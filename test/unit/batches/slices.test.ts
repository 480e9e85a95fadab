/** Slice sizes: within bounds whatever is measured, near the target on every cost, never grown by a rest. */
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

/** Round figures to reckon with; what is really wanted is tuned from measurement. */
const BOUNDS = { ...SLICE_BOUNDS, targetMs: 30 };

const start = (size: number): SliceState => ({
  size,
  lastMs: null,
  lastSize: null,
  recent: [],
  why: 'start',
});
/** Three slices of the same wait: as many as a decision needs. */
const after3 = (state: SliceState, size: number, ms: number): SliceState => {
  let next = state;
  for (let i = 0; i < 3; i += 1) next = afterSlice(next, BOUNDS, size, ms);
  return next;
};

describe('the rule', () => {
  it('stays within its bounds, in whole documents, whatever is measured', () => {
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

  it('comes to rest where the wait is just under the target, from anywhere, on any cost per document', () => {
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

  it('learns nothing from the rest of a batch, which is no whole slice', () => {
    expect(after3(start(100), 20, 4).size).toBe(100);
    expect(after3(start(100), 20, 400).size).toBe(100);
    expect(after3(start(100), 100, 4).size).toBe(110);
  });

  it('cuts by as much as somebody waited too long, and says so', () => {
    const cut = after3(start(200), 200, 60);
    expect(cut.size).toBe(90);
    expect(cut.why).toBe('lowered to 90: 60 ms or more for 200 documents, 30 ms wanted');
  });

  it('does not cut for what the machine did once, however long that was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(29), fc.double({ min: 0, max: 1e5, noNaN: true }))), (slices) => {
        let state = start(200);
        for (const [quiet, ill] of slices)
          for (const ms of [quiet, ill, ill]) {
            const next = afterSlice(state, BOUNDS, state.size, ms);
            expect(next.size).toBeGreaterThanOrEqual(state.size);
            state = next;
          }
      }),
    );
  });
});

describe('the controller', () => {
  it('learns from one batch for the next, and a fixed size wins until it is let go', () => {
    const slices = createSlices();
    expect(slices.next()).toBe(FIRST_SLICE);
    for (let i = 0; i < 3; i += 1) slices.measured(FIRST_SLICE, 2);
    expect(slices.next()).toBe(FIRST_SLICE + 10);
    slices.fix(40);
    slices.measured(40, 2);
    expect(slices.next()).toBe(40);
    expect(slices.state()).toMatchObject({ size: 40, fixed: true, why: 'fixed in Settings' });
    slices.fix(null);
    expect(slices.next()).toBe(FIRST_SLICE + 10);
  });

  it('takes a fixed size into its bounds', () => {
    const slices = createSlices();
    slices.fix(100_000);
    expect(slices.next()).toBe(BOUNDS.max);
  });
});

describe('measuring', () => {
  it('sees the longest wait of another client while the work runs', async () => {
    let answer = (): void => undefined;
    let asked = 0;
    const probe = (): Promise<void> => {
      asked += 1;
      return asked === 1 ? Promise.resolve() : new Promise((resolve) => (answer = resolve));
    };
    const measured = await whileProbing(probe, async () => {
      // The second question stands unanswered while the loop is busy.
      while (asked < 2) await setImmediate();
      const busyUntil = performance.now() + 20;
      while (performance.now() < busyUntil);
      answer();
      return 'done';
    }).finally(() => answer());
    expect(measured.value).toBe('done');
    expect(measured.ms).toBeGreaterThanOrEqual(20);
  });

  it('is no measurement when the probe fails, and work that throws is not held up by it', async () => {
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
