import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothDone, workAhead } from '../../../src/core/handover/ahead.ts';

const LIMIT = 16_000_000;
const MOST_AT_ONCE = 128;

/** Work that takes some turns of the event loop, and counts itself while it is under way. */
function counted() {
  const running = { now: 0, started: 0 };
  const start = async (turns: number): Promise<number> => {
    running.started += 1;
    running.now += 1;
    for (let i = 0; i < turns; i += 1) await nextTurn();
    running.now -= 1;
    return turns;
  };
  return { running, start };
}

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

  it('has as many small items under way as it may, and asks its source for one more at most', async () => {
    // Each item with the turns that its work takes, and the turns for which its result is used.
    const items = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 2 })), {
      minLength: 200,
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(items, async (all) => {
        const { running, start } = counted();
        let [used, asked, most] = [0, 0, 0];
        const source = function* () {
          for (const item of all) {
            asked += 1;
            expect(asked - used).toBeLessThanOrEqual(MOST_AT_ONCE + 1);
            yield item;
          }
        };
        const starting = ([turns]: [number, number]): Promise<number> => {
          const work = start(turns);
          most = Math.max(most, running.started - used);
          return work;
        };
        const seen: [number, number][] = [];
        for await (const { item, result } of workAhead(source(), starting, () => 1)) {
          expect(result).toBe(item[0]);
          for (let i = 0; i < item[1]; i += 1) await nextTurn();
          seen.push(item);
          used += 1;
        }
        expect(seen).toEqual(all);
        expect(most).toBe(MOST_AT_ONCE);
      }),
      { numRuns: 20 },
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

  it('says what its source says after the results before it, with nothing under way', async () => {
    // The source fails while work is under way, while it waits for room, or at once.
    for (const count of [0, 1, 20, MOST_AT_ONCE, MOST_AT_ONCE + 30]) {
      const { running, start } = counted();
      const source = function* () {
        for (let i = 0; i < count; i += 1) yield i % 4;
        throw new Error('no more');
      };
      const seen: number[] = [];
      const work = async (): Promise<void> => {
        for await (const { result } of workAhead(source(), start, () => 1)) {
          await nextTurn();
          seen.push(result);
        }
      };
      await expect(work()).rejects.toThrow('no more');
      expect(seen).toEqual(Array.from({ length: count }, (_item, i) => i % 4));
      expect(running).toEqual({ now: 0, started: count });
    }
  });

  it('starts nothing more for a reader that stops, and closes its source', async () => {
    for (const after of [1, 10, 60]) {
      const { running, start } = counted();
      let isClosed = false;
      const source = function* () {
        try {
          for (let i = 0; i < 1000; i += 1) yield i % 4;
        } finally {
          isClosed = true;
        }
      };
      let seen = 0;
      for await (const { result } of workAhead(source(), start, () => 1)) {
        await nextTurn();
        expect(result).toBe(seen % 4);
        seen += 1;
        if (seen === after) break;
      }
      expect(running.now).toBe(0);
      expect(isClosed).toBe(true);
      const { started } = running;
      expect(started - seen).toBeLessThan(MOST_AT_ONCE);
      for (let i = 0; i < 10; i += 1) await nextTurn();
      expect(running.started).toBe(started);
    }
  });
});

describe('two pieces of work', () => {
  it('are both done before one of them says that it failed', async () => {
    const { running, start } = counted();
    const failing = Promise.reject(new Error('no'));
    await expect(bothDone(failing, start(5))).rejects.toThrow('no');
    await expect(bothDone(start(5), failing)).rejects.toThrow('no');
    expect(running).toEqual({ now: 0, started: 2 });
    expect(await bothDone(start(1), start(2))).toEqual([1, 2]);
    expect(await bothDone(start(1), null)).toEqual([1, null]);
  });
});
