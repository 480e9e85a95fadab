/**
 * How much the tests do. `npm run test:full` runs every case at its full size. `npm test` leaves out cases that are much
 * like others, so that it takes minutes; which ones is the same each time, so that one commit has one verdict.
 */
export const FULL = process.env.REDWELL_TESTS === 'full';

/** Returns the number at full size, and the smaller one otherwise. */
export const sized = (full: number, small: number): number => (FULL ? full : small);

/** Returns every case at full size, and otherwise `count` of them, from the first one on at equal distances. */
export function few<T>(cases: readonly T[], count: number): T[] {
  if (FULL || count >= cases.length) return [...cases];
  return Array.from({ length: count }, (_v, k) => cases[Math.floor((k * cases.length) / count)]!);
}
