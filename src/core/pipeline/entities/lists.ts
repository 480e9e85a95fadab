import type { Steps } from '../../util/event-loop.ts';

/** Small steps between two looks at the clock. */
const STEPS = 5000;

/** Lists of numbers in two arrays, which take less memory than an array per list. */
export class Lists {
  /** List n is `#items` from `#from[n]` up to `#from[n + 1]`. */
  readonly #from: Uint32Array;
  readonly #items: Uint32Array;

  /** @param from one place more than there are lists */
  constructor(from: Uint32Array, items: Uint32Array) {
    this.#from = from;
    this.#items = items;
  }

  at = (list: number): Uint32Array => this.#items.subarray(this.#from[list], this.#from[list + 1]);

  /** Returns the indexes of `listOf` by the list that each belongs to, ascending. @param count number of lists */
  static *of(count: number, listOf: Uint32Array): Steps<Lists> {
    const from = new Uint32Array(count + 2);
    for (let i = 0; i < listOf.length; i += 1) {
      const next = (listOf[i] ?? 0) + 2;
      from[next] = (from[next] ?? 0) + 1;
      if (i % STEPS === 0) yield;
    }
    sumUp(from);
    const items = new Uint32Array(listOf.length);
    for (let i = 0; i < listOf.length; i += 1) {
      // Filling a list moves its start to its end, which is where the next one starts.
      const list = (listOf[i] ?? 0) + 1;
      const at = from[list] ?? 0;
      items[at] = i;
      from[list] = at + 1;
      if (i % STEPS === 0) yield;
    }
    return new Lists(from, items);
  }
}

/** Turns the length of each list, two places after its number, into where it starts, one place after. */
export function sumUp(from: Uint32Array): void {
  for (let i = 2; i < from.length; i += 1) from[i] = (from[i] ?? 0) + (from[i - 1] ?? 0);
}
