/** What the part about similar documents and threads of mails says. */
import type { SimilarDocuments } from '../../shared/similar.ts';
import { plural } from '../lib/format.ts';

export const SIMILAR_TEXT = {
  title: 'Similar documents',
  thread: 'Thread',
  pivot: 'Longest',
  pivotHint: 'The longest text of these. The percentages say how much each of the others resembles it.',
  percentHint:
    'Runs of three words that both texts have, of all runs of both. 100% means the same words in the same order.',
  inclusive: 'Inclusive',
  inclusiveHint: 'No other mail of this thread contains everything that this one says and has attached.',
  contained: 'Contained',
  containedHint: 'Everything in this mail is also in another one of this thread.',
  here: 'This document',
  compare: 'Show differences',
  compareWith: (path: string): string => `Show differences from ${path}`,
  inList: 'List those of this batch',
  inSearch: 'Search all batches',
  unknownTime: 'Time unknown',
  more: (left: number): string => `${plural(left, 'more document')} not listed here`,
  otherBatch: (name: string): string => `in ${name}`,
} as const;

/** What is said instead of a family; null if there is one to show. */
export function noFamilyText({ state, family }: SimilarDocuments): string | null {
  if (family.length > 0) return null;
  switch (state) {
    case 'waiting':
      return 'Not compared with the other documents of the matter yet. That happens after the batch has ended.';
    case 'too_short':
      return 'The text is too short to compare with others.';
    case 'no_text':
      return 'There is no text to compare.';
    case 'compared':
      return 'No other document of the matter says nearly the same.';
  }
}
