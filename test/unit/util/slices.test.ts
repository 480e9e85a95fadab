import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInOrder } from '../../../src/core/util/first-in-order.ts';
import { ShardedMap } from '../../../src/core/util/sharded-map.ts';

describe('work on many items in slices', () => {
  it('chooses the first items in an order, as a sort would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50)), fc.nat(20), async (items, most) => {
        const order = (a: number, b: number): number => a - b;
        expect(await firstInOrder(items, most, order)).toEqual(items.toSorted(order).slice(0, most));
      }),
    );
  });

  it('keeps entries by key, like a Map', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat())), (entries) => {
        const map = new Map(entries);
        const sharded = new ShardedMap<number>();
        for (const [key, value] of entries) sharded.set(key, value);
        expect(sharded.size).toBe(map.size);
        for (const key of [...map.keys(), 'absent']) expect(sharded.get(key)).toBe(map.get(key));
      }),
    );
  });
});
