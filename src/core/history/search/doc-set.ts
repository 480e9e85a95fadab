/** A set of documents, by `documents.n`, as bits: 100,000 documents take 12 kB. */

export class DocSet {
  readonly #bits: Uint32Array;
  /** One more than the highest number that fits. */
  readonly capacity: number;

  constructor(capacity: number, bits = new Uint32Array(Math.ceil(capacity / 32))) {
    this.capacity = capacity;
    this.#bits = bits;
  }

  /** Returns a set of these numbers. Those that do not fit were added after the search began, and are left out. */
  static of(capacity: number, numbers: Iterable<number>): DocSet {
    const set = new DocSet(capacity);
    for (const n of numbers) set.add(n);
    return set;
  }

  add(n: number): void {
    if (n < this.capacity) this.#bits[n >>> 5] = (this.#bits[n >>> 5] ?? 0) | (1 << (n & 31));
  }

  has(n: number): boolean {
    return n < this.capacity && ((this.#bits[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
  }

  #combine(other: DocSet, combine: (a: number, b: number) => number): DocSet {
    return new DocSet(
      this.capacity,
      this.#bits.map((word, i) => combine(word, other.#bits[i] ?? 0)),
    );
  }

  and = (other: DocSet): DocSet => this.#combine(other, (a, b) => a & b);
  or = (other: DocSet): DocSet => this.#combine(other, (a, b) => a | b);
  without = (other: DocSet): DocSet => this.#combine(other, (a, b) => a & ~b);

  get size(): number {
    let size = 0;
    for (let word of this.#bits) {
      for (; word !== 0; word &= word - 1) size += 1;
    }
    return size;
  }

  /** Returns the numbers, ascending. */
  numbers(): number[] {
    const numbers: number[] = [];
    for (const [i, word] of this.#bits.entries())
      for (let rest = word; rest !== 0; rest &= rest - 1)
        numbers.push(i * 32 + 31 - Math.clz32(rest & -rest));
    return numbers;
  }
}
