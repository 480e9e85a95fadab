/** Works on the next documents of an export while earlier ones are completed, so that disk and processor are both busy. */

import { setImmediate as nextTurn } from 'node:timers/promises';

/** Documents under way at the same time. A large file takes as long as very many small ones, which must not wait for it. */
const MOST_AT_ONCE = 128;
/** Documents that are started together, so that what they ask for goes together. */
const STARTED_TOGETHER = 8;
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
  const queue = new Queue(items[Symbol.iterator](), start, heldBy);
  try {
    for (let first = await queue.first(); first !== null; first = await queue.first()) {
      yield { item: first.item, result: await first.work };
      queue.done(first);
    }
  } finally {
    await queue.close();
  }
}

/** Keeps the work under way between its limits while the results are used. */
class Queue<T, R> {
  readonly #source: Iterator<T>;
  readonly #start: (item: T) => Promise<R>;
  readonly #heldBy: (item: T) => number;
  readonly #underWay: UnderWay<T, R>[] = [];
  readonly #filling: Promise<void>;
  /** Of what is under way, and of the one whose result is used. */
  #count = 0;
  #held = 0;
  #isFilled = false;
  #isClosed = false;
  #wakeFiller: () => void = () => {};
  #wakeReader: () => void = () => {};

  constructor(source: Iterator<T>, start: (item: T) => Promise<R>, heldBy: (item: T) => number) {
    this.#source = source;
    this.#start = start;
    this.#heldBy = heldBy;
    this.#filling = this.#fill().finally(() => {
      this.#isFilled = true;
      this.#wakeReader();
    });
    // Its error is heard when its turn comes.
    this.#filling.catch(() => undefined);
  }

  /** Waits for the next item that was started; null: that was all. @throws what the source says */
  async first(): Promise<UnderWay<T, R> | null> {
    while (this.#underWay.length === 0 && !this.#isFilled)
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    const first = this.#underWay.shift();
    if (first === undefined) await this.#filling;
    return first ?? null;
  }

  done({ held }: UnderWay<T, R>): void {
    this.#count -= 1;
    this.#held -= held;
    this.#wakeFiller();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeFiller();
    await Promise.allSettled([this.#filling]);
    this.#source.return?.();
    await Promise.allSettled(this.#underWay.map(({ work }) => work));
  }

  async #fill(): Promise<void> {
    let started = 0;
    for (let next = this.#source.next(); next.done !== true; next = this.#source.next()) {
      const held = this.#heldBy(next.value);
      await this.#room(held);
      if (this.#isClosed) return;
      const work = this.#start(next.value);
      // Its error is heard when its turn comes.
      work.catch(() => undefined);
      this.#count += 1;
      this.#held += held;
      this.#underWay.push({ item: next.value, held, work });
      this.#wakeReader();
      started += 1;
      // What was started asks for its copies in this turn, and their thread begins with them.
      if (started % STARTED_TOGETHER === 0) await nextTurn();
    }
  }

  /** Waits until one more may be started. What is full is filled again when there is room for several. */
  async #room(held: number): Promise<void> {
    const isFull = (most: number): boolean =>
      this.#count > 0 && (this.#count >= most || this.#held + held > MOST_HELD);
    if (!isFull(MOST_AT_ONCE)) return;
    while (!this.#isClosed && isFull(MOST_AT_ONCE - STARTED_TOGETHER + 1))
      await new Promise<void>((resolve) => {
        this.#wakeFiller = resolve;
      });
  }
}

/** Waits for two pieces of work, also when one fails: nothing is written behind an error. @throws the first error */
export async function bothDone<A, B>(a: Promise<A>, b: Promise<B> | null): Promise<[A, B | null]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
