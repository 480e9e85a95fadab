/** Groups minutes of work into the bars of a chart. */
import type { Minute } from '../../shared/health.ts';

export interface Bucket {
  /** Start, Unix ms. */
  readonly at: number;
  readonly completed: number;
  readonly exceptions: number;
  readonly pages: number;
}

/**
 * Returns equal buckets without gaps over [now - spanMs, now], each starting at a multiple of `widthMs`. It skips
 * minutes outside the span and includes empty buckets, so that a pause shows in the chart.
 */
export function bucketsOf(
  minutes: readonly Minute[],
  now: number,
  spanMs: number,
  widthMs: number,
): Bucket[] {
  const last = Math.floor(now / widthMs);
  const first = last - Math.ceil(spanMs / widthMs) + 1;
  const buckets = Array.from({ length: last - first + 1 }, (_, index) => ({
    at: (first + index) * widthMs,
    completed: 0,
    exceptions: 0,
    pages: 0,
  }));
  for (const minute of minutes) {
    const bucket = buckets[Math.floor(minute.at / widthMs) - first];
    if (bucket === undefined) continue;
    bucket.completed += minute.completed;
    bucket.exceptions += minute.exceptions;
    bucket.pages += minute.pages;
  }
  return buckets;
}
