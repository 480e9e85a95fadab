import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gathered } from '../../../src/core/util/gathered.ts';

describe('what is gathered', () => {
  it('goes together at the end of the turn', async () => {
    const sent: number[][] = [];
    const say = gathered<number>((all) => sent.push(all));
    for (const one of [1, 2, 3]) say(one);
    expect(sent).toEqual([]);
    await nextTurn();
    expect(sent).toEqual([[1, 2, 3]]);
    say(4);
    await nextTurn();
    expect(sent).toEqual([[1, 2, 3], [4]]);
  });

  it('goes at once when as much waits as may, and the rest at the end of the turn', async () => {
    const sent: number[][] = [];
    const say = gathered<number>((all) => sent.push(all), 2);
    for (const one of [1, 2, 3]) say(one);
    expect(sent).toEqual([[1, 2]]);
    await nextTurn();
    expect(sent).toEqual([[1, 2], [3]]);
    for (const one of [4, 5]) say(one);
    await nextTurn();
    // Nothing is sent for a turn after which nothing waits.
    expect(sent).toEqual([[1, 2], [3], [4, 5]]);
  });

  it('goes one by one if no more may wait', () => {
    const sent: number[][] = [];
    const say = gathered<number>((all) => sent.push(all), 1);
    for (const one of [1, 2]) say(one);
    expect(sent).toEqual([[1], [2]]);
  });

  it('arrives once and in order, whatever the turns, and never more of it together than may', async () => {
    const turns = fc.array(fc.nat(20), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 9 }), async (said, most) => {
        const sent: number[][] = [];
        const say = gathered<number>((all) => sent.push(all), most);
        let next = 0;
        for (const count of said) {
          for (let i = 0; i < count; i += 1) {
            say(next);
            next += 1;
          }
          await nextTurn();
          expect(sent.flat()).toEqual(Array.from({ length: next }, (_one, i) => i));
        }
        for (const all of sent) {
          expect(all.length).toBeGreaterThan(0);
          expect(all.length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('may say more while it is sent', async () => {
    const sent: number[][] = [];
    const say = gathered<number>((all) => {
      sent.push(all);
      if (sent.length < 3) say(sent.length * 10);
    });
    say(1);
    await nextTurn();
    await nextTurn();
    await nextTurn();
    expect(sent).toEqual([[1], [10], [20]]);
  });
});
