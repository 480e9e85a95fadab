import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workAhead } from '../../../src/core/handover/ahead.ts';

const LIMIT = 16_000_000;
const MOST_AT_ONCE = 128;

describe('work ahead', () => {
  it('keeps the order, and never has more under way than memory takes', async () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000_000 }), fc.nat(5)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sizes, async (items) => {
        let held = 0;
        let most = 0;
        let count = 0;
        const start = async ([size, turns]: [number, number]): Promise<number> => {
          held += size;
          count += 1;
          // Not held together with anything else, unless it fits.
          if (count > 1) most = Math.max(most, held);
          expect(count).toBeLessThanOrEqual(MOST_AT_ONCE);
          for (let i = 0; i < turns; i += 1) await Promise.resolve();
          return size;
        };
        const seen: [number, number][] = [];
        for await (const { item, result } of workAhead(items, start, ([size]) => size)) {
          expect(result).toBe(item[0]);
          seen.push(item);
          held -= item[0];
          count -= 1;
        }
        expect(seen).toEqual(items);
        expect(most).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 200 },
    );
  });

  it('waits for what is under way when something fails, and when nobody listens any more', async () => {
    for (const fails of [true, false]) {
      let running = 0;
      const start = async (n: number): Promise<number> => {
        running += 1;
        for (let i = 0; i < n * 5; i += 1) await Promise.resolve();
        running -= 1;
        if (fails && n === 2) throw new Error('no');
        return n;
      };
      const work = async (): Promise<void> => {
        for await (const { item } of workAhead([1, 2, 3, 4, 5, 6, 7, 8], start, () => 1))
          if (item === 2) return;
      };
      if (fails) await expect(work()).rejects.toThrow('no');
      else await work();
      expect(running).toBe(0);
    }
  });
});
