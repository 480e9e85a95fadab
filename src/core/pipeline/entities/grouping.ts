/** What the ways of grouping names have in common: they run in steps, so that a large batch can pause between them. */

import type { Steps } from '../../util/event-loop.ts';
import { hasLower } from './letters.ts';
import { compareCodeUnits } from './order.ts';

/**
 * Decides whether short forms may join the full names of an entity that they fit. A person's surname and a company's
 * first word fit many a stranger, so a batch asks for more than the fit. The names are given by their indexes.
 */
export type JoinRule = (shorts: Iterable<number>, full: Iterable<number>) => Steps<boolean>;

/** This many small steps take well under a millisecond. */
const STEPS_PER_PAUSE = 200;

/** Returns a function that counts small steps, and is true once in a few hundred, when a loop should yield. */
export function pauseDue(): (steps?: number) => boolean {
  let taken = 0;
  return (steps = 1) => {
    taken += steps;
    if (taken < STEPS_PER_PAUSE) return false;
    taken = 0;
    return true;
  };
}

/** Returns the fullest of several ways to write a name: in normal spelling, then the longest. */
export function fullest(names: Iterable<string>): string {
  let best: string | null = null;
  for (const name of names) {
    if (best === null) {
      best = name;
      continue;
    }
    const order =
      Number(hasLower(name)) - Number(hasLower(best)) ||
      name.length - best.length ||
      compareCodeUnits(best, name);
    if (order > 0) best = name;
  }
  return best ?? '';
}
