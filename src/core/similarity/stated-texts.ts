/** Compares the texts of a load file with those that Redwell read from the same originals. */
import { readFile } from 'node:fs/promises';
import type { TextComparison } from '../../shared/load-file-record.ts';
import type { History } from '../history/types.ts';
import { encodingOf } from '../load-file-import/encoding.ts';
import type { ImportedDocument, ImportProblem } from '../load-file-import/types.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { percentOf, sharedBy, shinglesOf } from './shingles.ts';
import { wordsOf } from './words.ts';

/** Below this resemblance, a text differs so much that a person should look. */
const LEAST_PERCENT = 80;
/** In texts of fewer words, one word more is a large difference and says little. */
const LEAST_WORDS = 20;

export interface TextsCompared {
  /** Texts that were compared, and those of them that say the same words in the same order. */
  readonly compared: number;
  readonly same: number;
  /** Documents whose original is not in the batch, or has no text there. */
  readonly notInBatch: number;
  readonly noText: number;
}

export interface TextComparer {
  /** Compares one document. @returns the problem of a text that differs much; null for none */
  add(document: ImportedDocument): Promise<ImportProblem | null>;
  result(): TextsCompared;
}

/** Finds the documents of a batch by the fingerprint of their original. */
export async function textComparer(
  history: Pick<History, 'outline' | 'document'>,
  batchId: string,
): Promise<TextComparer> {
  const yieldIfDue = yieldEvery();
  const byHash = new Map<string, string>();
  for (const { id, sha256, status } of history.outline(batchId)) {
    if (sha256 !== null && (status !== 'duplicate' || !byHash.has(sha256))) byHash.set(sha256, id);
    await yieldIfDue();
  }
  const counts = { compared: 0, same: 0, notInBatch: 0, noText: 0 };
  return {
    async add(document) {
      const { text: path, hashes, file, row, control } = document;
      if (path === null || hashes === null) return null;
      const id = byHash.get(hashes.sha256);
      if (id === undefined) {
        counts.notInBatch += 1;
        return null;
      }
      const ours = history.document(id)?.text ?? null;
      if (ours === null) {
        counts.noText += 1;
        return null;
      }
      await yieldIfDue();
      counts.compared += 1;
      const percent = resemblance(await textOf(path), ours);
      if (percent === 100) counts.same += 1;
      if (percent === null || percent >= LEAST_PERCENT) return null;
      const message = `Row ${row} of ${file}: the text of ${control} differs from what Redwell read in its original. They resemble each other by ${percent} percent.`;
      return { code: 'text_differs', file, row, control, message };
    },
    result: () => ({ ...counts }),
  };
}

async function textOf(path: string): Promise<string> {
  return new TextDecoder(await encodingOf(path)).decode(await readFile(path));
}

/** Compares the text that came with a document with the one that Redwell read in it. */
export function compareTexts(theirs: string, ours: string): TextComparison {
  const [x, y] = [wordsOf(theirs), wordsOf(ours)];
  const isSame = x.length === y.length && x.every((word, i) => word === y[i]);
  const percent = isSame ? 100 : percentOf(shinglesOf(x), shinglesOf(y), false);
  const shared = sharedBy(x.sort(), y.sort());
  return { percent, onlyTheirs: x.length - shared, onlyOurs: y.length - shared };
}

/** Whether texts differ so much that a person should look. Of short texts, a few words are a large share. */
export const differsMuch = ({ percent, onlyTheirs, onlyOurs }: TextComparison): boolean =>
  percent < LEAST_PERCENT && onlyTheirs + onlyOurs >= LEAST_WORDS;

/** Returns percent; null for short texts that are not the same. */
function resemblance(a: string, b: string): number | null {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  const isSame = x.length === y.length && x.every((word, i) => word === y[i]);
  if (isSame) return 100;
  if (Math.min(x.length, y.length) < LEAST_WORDS && Math.max(x.length, y.length) < 2 * LEAST_WORDS)
    return null;
  return percentOf(shinglesOf(x), shinglesOf(y), false);
}
