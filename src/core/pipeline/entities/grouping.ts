/** What the ways of grouping names have in common: they run in steps, so that a large batch can pause between them. */
import { compareCodeUnits } from './order.ts';

/**
 * Decides whether short forms may join the full names of an entity that they fit. A person's surname and a company's
 * first word fit many a stranger, so a batch asks for more than the fit.
 */
export type JoinRule = (shorts: readonly string[], full: readonly string[]) => Steps<boolean>;

/** Work that can be interrupted at every `yield`. */
export type Steps<T> = Generator<undefined, T>;

/** This many small steps take well under a millisecond. */
const STEPS_PER_PAUSE = 200;

/** Returns a function that is true once in a few hundred calls, when a loop should yield. */
export function pauseDue(): () => boolean {
  let steps = 0;
  return () => {
    steps += 1;
    return steps % STEPS_PER_PAUSE === 0;
  };
}

export const spelled = (name: string): boolean => /\p{Ll}/u.test(name);

/** Returns the fullest of several ways to write a name: in normal spelling, then the longest. */
export function fullest(names: readonly string[]): string {
  let best = names[0] ?? '';
  for (const name of names) {
    const order =
      Number(spelled(name)) - Number(spelled(best)) ||
      name.length - best.length ||
      compareCodeUnits(best, name);
    if (order > 0) best = name;
  }
  return best;
}
