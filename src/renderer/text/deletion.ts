/** Sentences about deleting a batch. */
import type { DeletionPlan } from '../../shared/deletion.ts';
import { bytes, plural } from '../lib/format.ts';

export const DELETION_TEXT = {
  button: 'Delete batch',
  title: (name: string): string => `Delete “${name}”?`,
  warning:
    'This cannot be undone. The operator log keeps who deleted it, when, and the fingerprints of the originals.',
  intro: 'These are deleted:',
  type: 'Type the name of the batch to delete it',
  keep: 'Keep it',
  offline: 'The processing engine cannot be reached. A batch is deleted there too, so wait until it is back.',
  done: (name: string): string => `Deleted “${name}”`,
} as const;

/** Returns what is deleted, and what stays, a sentence each. */
export function planSentences(plan: DeletionPlan): { deleted: string[]; stays: string[] } {
  const { documents, originals, bytes: size, kept, left } = plan;
  return {
    deleted: [
      `${plural(documents, 'document')} with ${documents === 1 ? 'its' : 'their'} text, names, tags and results, here and in the processing engine`,
      `${plural(originals, 'original')} in the vault, ${bytes(size)}`,
    ],
    stays: [
      ...(kept === 0
        ? []
        : [
            `${plural(kept, 'original')} ${kept === 1 ? 'stays' : 'stay'}: other batches have the same file.`,
          ]),
      ...left.map(({ what, why }) => `${what} stays. ${why}`),
    ],
  };
}
