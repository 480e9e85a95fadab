/**
 * Word shingles of a text, their MinHash signature, and the exact resemblance of two texts.
 *
 * Shingles, resemblance and containment: A. Broder, "On the resemblance and containment of documents" (1997).
 * Signatures of a few bits: P. Li, A. König, "b-Bit Minwise Hashing" (2010).
 */
import { joined, mixed } from './words.ts';

/** Words of a shingle. */
export const SHINGLE_WORDS = 3;
/** Numbers of a signature. */
export const SIGNATURE = 128;

/**
 * Returns every run of three words once, sorted. Two different runs have the same number in one of 2^53 cases, so sets of
 * ten thousand shingles are compared exactly but for one chance in ten million.
 */
export function shinglesOf(words: Float64Array): Float64Array {
  const count = words.length - SHINGLE_WORDS + 1;
  if (count <= 0) return new Float64Array(0);
  const all = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    let low = 0;
    let high = 0;
    for (let k = 0; k < SHINGLE_WORDS; k += 1) {
      const word = words[i + k] ?? 0;
      const wordLow = word >>> 0;
      const wordHigh = Math.floor(word / 0x1_0000_0000);
      low = Math.imul(low, 0x2c1b_3c6d) + mixed(wordLow ^ Math.imul(wordHigh, 0x297a_2d39));
      high = Math.imul(high, 0x1656_67b1) + mixed(wordLow + Math.imul(wordHigh, 0x27d4_eb2f) + 1);
    }
    all[i] = joined(mixed(low), mixed(high));
  }
  all.sort();
  let unique = 1;
  for (let i = 1; i < count; i += 1) {
    if (all[i] === all[i - 1]) continue;
    all[unique] = all[i] ?? 0;
    unique += 1;
  }
  return all.slice(0, unique);
}

/** Factors and offsets of the 128 hash functions, the same in every version: they are part of what is stored. */
const FACTORS = new Int32Array(SIGNATURE);
const OFFSETS = new Int32Array(SIGNATURE);
for (let i = 0; i < SIGNATURE; i += 1) {
  FACTORS[i] = mixed(i * 2 + 1) | 1;
  OFFSETS[i] = mixed(i * 2 + 0x5bd1_e995);
}

/** Returns the lowest 16 bits of the least value of each hash function. */
export function signatureOf(shingles: Float64Array): Uint16Array {
  const least = new Uint32Array(SIGNATURE).fill(0xffff_ffff);
  for (let s = 0; s < shingles.length; s += 1) {
    const shingle = shingles[s] ?? 0;
    const value = (shingle >>> 0) ^ Math.floor(shingle / 0x1_0000_0000);
    for (let i = 0; i < SIGNATURE; i += 1) {
      const hash = (Math.imul(value, FACTORS[i] ?? 1) + (OFFSETS[i] ?? 0)) >>> 0;
      if (hash < (least[i] ?? 0)) least[i] = hash;
    }
  }
  // The high bits of a least value are nearly always 0, so the low bits are stored, after mixing.
  return Uint16Array.from(least, (value) => mixed(value) & 0xffff);
}

/** Returns the share of equal numbers of two signatures: an estimate of the resemblance, 0-1. */
export function estimate(signatures: Uint16Array, a: number, b: number): number {
  let equal = 0;
  for (let i = 0; i < SIGNATURE; i += 1)
    if (signatures[a * SIGNATURE + i] === signatures[b * SIGNATURE + i]) equal += 1;
  return equal / SIGNATURE;
}

/** Returns how many shingles two sorted sets share. */
export function sharedBy(a: Float64Array, b: Float64Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) {
      shared += 1;
      i += 1;
      j += 1;
    } else if (x < y) i += 1;
    else j += 1;
  }
  return shared;
}

/**
 * Returns the resemblance in percent: shared shingles of all shingles of both (Jaccard), rounded down. 100 is kept for
 * texts with the same words in the same order, so the same shingles in another order are 99.
 */
export function percentOf(a: Float64Array, b: Float64Array, isSameText: boolean): number {
  if (isSameText) return 100;
  const shared = sharedBy(a, b);
  const all = a.length + b.length - shared;
  return all === 0 ? 0 : Math.min(99, Math.floor((shared * 100) / all));
}
