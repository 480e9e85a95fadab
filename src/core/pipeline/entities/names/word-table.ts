/**
 * A set of words over the bytes of their lists. A `Set` of 60,000 strings takes three times as long to make, which each process
 * that reads documents would wait for.
 */

const QUOTE = 0x22;

/**
 * Returns a test for the words of lists.
 * @param lists arrays of strings in JSON, one after the other, in UTF-8 and without escapes
 */
export function wordTable(lists: Uint8Array): (word: string) => boolean {
  // A word takes at least four bytes with its quotes and comma, so half of the slots stay free.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(lists.length / 2 + 2)));
  const last = slots.length - 1;
  let hash = 0;
  let start = 0;
  for (let i = 0; i < lists.length; i += 1) {
    const byte = lists[i] ?? 0;
    if (byte !== QUOTE) {
      hash = next(hash, byte);
      continue;
    }
    if (start > 0) {
      let slot = spread(hash) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = start;
    }
    start = start > 0 ? 0 : i + 1;
    hash = 0;
  }
  return (word) => {
    const bytes = bytesOf(word);
    for (let slot = spread(bytes.reduce(next, 0)) & last; slots[slot] !== 0; slot = (slot + 1) & last)
      if (isAt(lists, slots[slot] ?? 0, bytes)) return true;
    return false;
  };
}

const encoder = new TextEncoder();
const bytesOf = (word: string): Uint8Array => encoder.encode(word);

const next = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;
const spread = (hash: number): number => hash ^ (hash >>> 15);

const isAt = (lists: Uint8Array, start: number, word: Uint8Array): boolean =>
  lists[start + word.length] === QUOTE && word.every((byte, i) => lists[start + i] === byte);
