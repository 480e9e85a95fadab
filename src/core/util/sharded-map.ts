/** Parts of one map. A map of this many parts grows to two million entries before one part takes 5 ms to grow. */
const SHARDS = 64;
/** The last characters, which choose the part. Names that differ only before them share one. */
const HASHED = 24;

/**
 * A map from strings that never blocks the event loop for long. A `Map` copies all of its entries each time they double,
 * which takes 20 ms at 260,000 entries and 40 ms at 520,000; here each of many small maps does so in a call of its own.
 */
export class ShardedMap<V> {
  readonly #shards: (Map<string, V> | undefined)[] = new Array(SHARDS).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    return this.#shards[shardOf(key)]?.get(key);
  }

  set(key: string, value: V): void {
    const at = shardOf(key);
    const shard = this.#shards[at] ?? new Map<string, V>();
    this.#shards[at] = shard;
    const before = shard.size;
    shard.set(key, value);
    this.#size += shard.size - before;
  }
}

function shardOf(key: string): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - HASHED); i < key.length; i += 1)
    hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 7) ^ (hash >>> 17)) & (SHARDS - 1);
}
