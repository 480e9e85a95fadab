/** Pseudorandom numbers that are the same in every run. */
export interface Random {
  /** In [0, 1). */
  (): number;
  pick<T>(from: readonly T[]): T;
  /** Returns an integer in [from, to]. */
  whole(from: number, to: number): number;
}

/** mulberry32 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return Object.assign(next, {
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!,
    whole: (from: number, to: number): number => from + Math.floor(next() * (to - from + 1)),
  });
}
