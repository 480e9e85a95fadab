/** Which elements a row takes over, and when a list goes by too fast to be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFastPace, type Pace, paceAfter } from '../../../src/renderer/components/use-fast-scroll.ts';
import { type RowSlots, slotsAfter } from '../../../src/renderer/components/use-row-slots.ts';

const rows = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `row ${first + i}`);

describe('slots of rows', () => {
  it('give the elements of rows that went to those that came', () => {
    const before = slotsAfter(new Map(), rows(0, 4), null);
    expect([...before.values()]).toEqual([0, 1, 2, 3]);
    expect(Object.fromEntries(slotsAfter(before, rows(2, 4), null))).toEqual({
      'row 2': 2,
      'row 3': 3,
      'row 4': 0,
      'row 5': 1,
    });
  });

  it('leave alone the elements of a row that may have the focus', () => {
    const before = slotsAfter(new Map(), rows(0, 3), null);
    expect(slotsAfter(before, rows(1, 3), 'row 0').get('row 3')).toBe(3);
  });

  it('are different for all rows, stay with a row, and are no more than rows were ever drawn, and the focused ones', () => {
    const lists = fc.array(
      fc.record({
        ids: fc.uniqueArray(fc.constantFrom(...rows(0, 12))),
        own: fc.option(fc.constantFrom(...rows(0, 12))),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lists, (turns) => {
        let before: RowSlots = new Map();
        let most = 0;
        for (const { ids, own } of turns) {
          const after = slotsAfter(before, ids, own);
          expect([...after.keys()]).toEqual(ids);
          expect(new Set(after.values()).size).toBe(ids.length);
          for (const id of ids) if (before.has(id)) expect(after.get(id)).toBe(before.get(id));
          const kept = own === null || after.has(own) ? undefined : before.get(own);
          expect([...after.values()]).not.toContain(kept);
          most = Math.max(most, ids.length);
          expect(Math.max(-1, ...after.values())).toBeLessThanOrEqual(most);
          before = after;
        }
      }),
    );
  });
});

describe('pace of a list', () => {
  /** Returns after which drawings it is fast. @param drawings the first row, and ms since the last drawing */
  const fastAfter = (drawings: readonly (readonly [number, number])[], isScrolling = true): boolean[] => {
    let pace: Pace = { first: 0, at: 0, fast: 0 };
    let at = 0;
    return drawings.map(([first, ms]) => {
      at += ms;
      pace = paceAfter(pace, first, at, isScrolling);
      return isFastPace(pace);
    });
  };

  it('is fast after three fast drawings, and then until it rests', () => {
    const rushed = [
      [2, 16],
      [4, 16],
      [6, 16],
      [6, 16],
      [7, 900],
    ] as const;
    expect(fastAfter(rushed)).toEqual([false, false, true, true, true]);
    expect(fastAfter(rushed, false)).not.toContain(true);
  });

  it('is not fast for a wheel, a page of the keyboard, or a pause between', () => {
    expect(
      fastAfter([
        [1, 30],
        [2, 30],
        [3, 30],
        [4, 30],
      ]),
    ).not.toContain(true);
    expect(fastAfter([[14, 16]])).toEqual([false]);
    expect(
      fastAfter([
        [2, 16],
        [4, 16],
        [5, 400],
        [7, 16],
        [9, 16],
      ]),
    ).not.toContain(true);
  });

  it('is the same upward', () => {
    expect(
      fastAfter([
        [300, 16],
        [296, 16],
        [292, 16],
      ]),
    ).toEqual([false, false, true]);
  });
});
