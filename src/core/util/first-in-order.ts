/** Chooses the first of many items without sorting all of them. */
import { sortInSlices, yieldEvery } from './event-loop.ts';

/** Items between two looks at the clock. */
const STEPS = 500;

/**
 * Returns the first items in an order, sorted, without blocking the event loop. Holds no more than them at a time.
 * @param most how many
 */
export async function firstInOrder<T>(
  items: Iterable<T>,
  most: number,
  order: (a: T, b: T) => number,
): Promise<T[]> {
  const yieldIfDue = yieldEvery();
  // A heap with the last of the kept items on top.
  const heap: T[] = [];
  let steps = 0;
  for (const item of items) {
    steps += 1;
    if (steps % STEPS === 0) await yieldIfDue();
    if (heap.length < most) {
      heap.push(item);
      rise(heap, order);
    } else if (most > 0 && order(item, heap[0] as T) < 0) {
      heap[0] = item;
      sink(heap, order);
    }
  }
  return sortInSlices(heap, order);
}

/** Moves the last item of a heap up to its place. */
function rise<T>(heap: T[], order: (a: T, b: T) => number): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (order(heap[at] as T, heap[parent] as T) <= 0) return;
    swap(heap, at, parent);
    at = parent;
  }
}

/** Moves the first item of a heap down to its place. */
function sink<T>(heap: T[], order: (a: T, b: T) => number): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const right = left + 1;
    if (left >= heap.length) return;
    const child = right < heap.length && order(heap[right] as T, heap[left] as T) > 0 ? right : left;
    if (order(heap[child] as T, heap[at] as T) <= 0) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap<T>(items: T[], i: number, j: number): void {
  const item = items[i] as T;
  items[i] = items[j] as T;
  items[j] = item;
}
