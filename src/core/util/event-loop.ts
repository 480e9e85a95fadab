/** Keeps long loops from blocking the event loop. */
import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 8;

/** Returns a function to await inside a loop: once the loop has run for 8 ms, it lets other work run. */
export function yieldEvery(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await setImmediate();
    since = performance.now();
  };
}

/**
 * Returns a function whose callers are served in order, each in an event-loop turn of its own, so that the work of
 * two callers never adds up to one long turn.
 */
export function turnQueue(): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    const previous = last;
    // One immediate would still run in the turn in which it was requested; the second one runs in the next turn.
    last = previous.then(() => setImmediate()).then(() => setImmediate());
    await previous;
  };
}

/** Waits for all promises even when one fails, so that no work continues behind an error; then throws the first error. */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') throw end.reason;
}

/** Work that can pause at every `yield`. */
export type Steps<T> = Generator<undefined, T>;

/** Does work without pausing for others. */
export function inOneTurn<T>(steps: Steps<T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** Does work without blocking the event loop. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  const yieldIfDue = yieldEvery();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await yieldIfDue();
  }
}

/** Returns the items sorted, like `toSorted`, without blocking the event loop. */
export const sortInSlices = <T>(items: readonly T[], order: (a: T, b: T) => number): Promise<T[]> =>
  inTurns(sortSteps(items, order));

/** Sorts slices, then merges them. */
export function* sortSteps<T>(items: readonly T[], order: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let i = 0; i < items.length; i += 2000) {
    runs.push(items.slice(i, i + 2000).sort(order));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(yield* merge(runs[i] ?? [], runs[i + 1] ?? [], order));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(a: readonly T[], b: readonly T[], order: (x: T, y: T) => number): Steps<T[]> {
  const out: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] as T;
    const y = b[j] as T;
    if (order(x, y) <= 0) {
      out.push(x);
      i += 1;
    } else {
      out.push(y);
      j += 1;
    }
    if (out.length % 1000 === 0) yield;
  }
  for (; i < a.length; i += 1) out.push(a[i] as T);
  for (; j < b.length; j += 1) out.push(b[j] as T);
  return out;
}
