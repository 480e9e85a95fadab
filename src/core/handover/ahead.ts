/** Works on the next documents of an export while earlier ones are completed, so that disk and processor are both busy. */

/** Documents under way at the same time. More are started when half of them are left, so that what they ask for goes together. */
const MOST_AT_ONCE = 16;
const REFILL_AT = MOST_AT_ONCE / 2;
/** What they may hold in memory together, in bytes. A document that holds more is worked on alone. */
const MOST_HELD = 16_000_000;

/** UTF-16 in memory, and UTF-8 on its way to the disk. */
const BYTES_PER_CHARACTER = 5;
const COPY_BUFFER = 1_000_000;

/** Returns about how much memory the work on a document takes: its text, and the buffer of its copy. */
export const heldBy = ({ characters, bytes }: { characters: number; bytes: number }): number =>
  characters * BYTES_PER_CHARACTER + Math.min(bytes, COPY_BUFFER);

interface UnderWay<T, R> {
  item: T;
  held: number;
  work: Promise<R>;
}

/**
 * Starts work on items before their turn, in order, and yields their results in order. When something fails, or when the
 * caller stops, it waits for what is under way: nothing is written behind an error.
 * @param heldBy how many bytes the work on an item holds in memory until its turn
 */
export async function* workAhead<T, R>(
  items: Iterable<T>,
  start: (item: T) => Promise<R>,
  heldBy: (item: T) => number,
): AsyncGenerator<{ item: T; result: R }, void> {
  const underWay: UnderWay<T, R>[] = [];
  const source = items[Symbol.iterator]();
  let next = source.next();
  let held = 0;
  try {
    for (;;) {
      const isFilling = underWay.length <= REFILL_AT;
      while (isFilling && next.done !== true && underWay.length < MOST_AT_ONCE) {
        const item = next.value;
        const own = heldBy(item);
        if (underWay.length > 0 && held + own > MOST_HELD) break;
        held += own;
        const work = start(item);
        // Its error is heard when its turn comes.
        work.catch(() => undefined);
        underWay.push({ item, held: own, work });
        next = source.next();
      }
      const first = underWay.shift();
      if (first === undefined) return;
      try {
        yield { item: first.item, result: await first.work };
      } finally {
        held -= first.held;
      }
    }
  } finally {
    source.return?.();
    await Promise.allSettled(underWay.map(({ work }) => work));
  }
}

/** Waits for two pieces of work, also when one fails: nothing is written behind an error. @throws the first error */
export async function bothDone<A, B>(a: Promise<A>, b: Promise<B> | null): Promise<[A, B | null]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
