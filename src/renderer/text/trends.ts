/** Sentences about the work of days and months. */
import type { Interval } from '../../shared/bridge-compare.ts';
import { plural } from '../lib/format.ts';

export const TRENDS_TEXT = {
  empty: 'No documents were processed in this period.',
  hint: (zone: string): string =>
    `Days and months are those of this computer (${zone}). A document that ran again counts on each day it did.`,
} as const;

/** Returns the sums of all intervals. */
export const sumOf = (intervals: readonly Interval[], term: 'completed' | 'exceptions' | 'pages'): number =>
  intervals.reduce((sum, interval) => sum + interval[term], 0);

/** Returns what a period brought, in one sentence. @param since such as `Nov 1, 2026` */
export const trendSentence = (intervals: readonly Interval[], since: string): string =>
  `${plural(sumOf(intervals, 'completed'), 'document')} completed, ${plural(sumOf(intervals, 'exceptions'), 'exception')} and ${plural(sumOf(intervals, 'pages'), 'page')} since ${since}.`;
