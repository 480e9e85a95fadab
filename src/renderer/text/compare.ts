/** Sentences about two batches side by side. */
import { CHANGE_KINDS, type ChangeKind, type Comparison } from '../../shared/bridge-compare.ts';
import { count, plural } from '../lib/format.ts';

export const COMPARE_TEXT = {
  title: 'Compare batches',
  subtitle: 'What this computer has recorded about two batches, side by side. A is compared with B.',
  first: 'Choose the first batch',
  back: 'Choose another first batch',
  pick: (name: string): string => `Compare “${name}” with …`,
  pickHint: 'The batch that was submitted first becomes A, the other one B.',
  none: 'No other batch matches.',
  newest: (shown: number): string => `The newest ${count(shown)} are listed. Search to find others.`,
  running: 'A batch has not ended yet',
  runningHint: (at: string): string =>
    `This is how the documents were at ${at}. Compare again when both batches have ended.`,
  again: 'Compare again',
  noEntities: 'Redwell has not matched the names of both batches yet. It does so when a batch has ended.',
  noTimes: 'Neither batch has times: every document was already read before.',
} as const;

/** What each kind of change means, for tooltips. */
export const CHANGE_HINT: Readonly<Record<ChangeKind, string>> = {
  came: 'Only in B, or one more copy than A has',
  went: 'Only in A, or one more copy than B has',
  changed: 'Same path, other content',
  moved: 'Same content, other path',
  outcome: 'Same path and content, but it ended in another way',
  warnings: 'Same path, content and outcome, but other warnings',
  unknown: 'Same path, but Redwell has not read the content of one of them',
  same: 'Same path, content, outcome and warnings',
};

/** Returns how many documents have a difference. */
export const differenceCount = (changes: Comparison['changes']): number =>
  CHANGE_KINDS.reduce((sum, kind) => (kind === 'same' ? sum : sum + changes[kind]), 0);

/** Returns what the comparison of the documents found, in one sentence. */
export function changesSentence({ changes }: Pick<Comparison, 'changes'>): string {
  const differing = differenceCount(changes);
  if (differing === 0)
    return changes.same === 0
      ? 'Neither batch has documents.'
      : `All ${plural(changes.same, 'document')} are the same in both batches.`;
  return `${plural(changes.same, 'document')} ${changes.same === 1 ? 'is' : 'are'} the same in both batches, ${count(differing)} differ.`;
}

/** Returns a difference with its sign: `+12`, `−3`, `0`. */
export const signed = (difference: number): string =>
  difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${count(Math.abs(difference))}`;
