/** Makes an ended batch of very many originals of real sizes: most 20 to 200 kB, one in 200 some MB. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openHandover, recordBatch, vaultPath } from '../support/handover.ts';

const LEAST_BYTES = 20_000;
const MOST_BYTES = 200_000;
const LARGE_BYTES = 4_000_000;
const ONE_LARGE_IN = 200;
const PATHS_PER_BOX = 100;
const WRITTEN_AT_ONCE = 16;

/** Returns a function with the same numbers from 0 to 1 every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function sizeOf(n: number, random: () => number): number {
  if (n % ONE_LARGE_IN === 0) return Math.round(LARGE_BYTES * (0.25 + 1.75 * random()));
  return Math.round(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** random());
}

/** @returns the paths of the originals in the vault, and their bytes */
export async function makeLargeMatter(
  dataDir: string,
  batchId: string,
  documents: number,
): Promise<{ originals: string[]; bytes: number }> {
  const random = numbers(1);
  const noise = Buffer.alloc(2 * LARGE_BYTES + MOST_BYTES);
  for (let at = 0; at < noise.length; at += 4) noise.writeUInt32LE(random() * 2 ** 32, at);
  const made: Parameters<typeof recordBatch>[3][number][] = [];
  const originals: string[] = [];
  let bytes = 0;
  let writing: Promise<void>[] = [];
  for (let n = 0; n < documents; n += 1) {
    const size = sizeOf(n, random);
    const content = Buffer.from(noise.subarray(n % MOST_BYTES, (n % MOST_BYTES) + size));
    content.writeUInt32LE(n, 0);
    const known = { sha256: createHash('sha256').update(content).digest('hex'), bytes: size };
    const path = vaultPath(dataDir, known);
    originals.push(path);
    bytes += size;
    writing.push(mkdir(dirname(path), { recursive: true }).then(() => writeFile(path, content)));
    if (writing.length === WRITTEN_AT_ONCE) {
      await Promise.all(writing);
      writing = [];
    }
    made.push({
      path: `box ${String(Math.floor(n / PATHS_PER_BOX)).padStart(4, '0')}/document ${String(n).padStart(6, '0')}.txt`,
      content: known,
      text: `Document ${n}. ${'The quick brown fox jumps over the lazy dog. '.repeat(40 + (n % 120))}`,
    });
  }
  await Promise.all(writing);
  const { history } = openHandover(dataDir);
  await recordBatch(dataDir, history, batchId, made, { name: 'Large matter' });
  history.dispose();
  return { originals, bytes };
}
