/** Long loops give the event loop its turn. */
import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 8;

/** Returns a function to await in a loop: it lets others run when the loop has held the thread for 8 ms. */
export function yieldEvery(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await setImmediate();
    since = performance.now();
  };
}

/** A turn of the loop, timers and all, for whoever awaits it after whom: two never do their work in the same one. */
export function turnQueue(): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    const before = last;
    // The first immediate still belongs to the turn of the poll that it was asked for in.
    last = before.then(() => setImmediate()).then(() => setImmediate());
    await before;
  };
}

/** Waits for all of them, also when one fails, so that nothing goes on behind a failure; then throws the first. */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') throw end.reason;
}

/** Sorts many items without holding the thread: slices are sorted, then merged. Returns a new array. */
export async function sortInSlices<T>(items: readonly T[], order: (a: T, b: T) => number): Promise<T[]> {
  const yieldIfDue = yieldEvery();
  let runs: T[][] = [];
  for (let i = 0; i < items.length; i += 2000) {
    runs.push(items.slice(i, i + 2000).sort(order));
    await yieldIfDue();
  }
  while (runs.length > 1) {
    const next: T[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      next.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], order, yieldIfDue));
    runs = next;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  a: readonly T[],
  b: readonly T[],
  order: (x: T, y: T) => number,
  yieldIfDue: () => Promise<void>,
): Promise<T[]> {
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
    if (out.length % 1000 === 0) await yieldIfDue();
  }
  for (; i < a.length; i += 1) out.push(a[i] as T);
  for (; j < b.length; j += 1) out.push(b[j] as T);
  return out;
}
