/** Days and months of this computer's calendar, as the charts of the history show them. */

export const SPANS = {
  month: { label: '30 days', unit: 'day', count: 30 },
  quarter: { label: '90 days', unit: 'day', count: 90 },
  year: { label: '12 months', unit: 'month', count: 12 },
  years: { label: '5 years', unit: 'month', count: 60 },
} as const;
export type SpanName = keyof typeof SPANS;

/**
 * Returns the beginnings of the last days or months in local time, the current one included, and the end of that. Days
 * have 23 or 25 hours when the clocks change. @param now Unix ms @returns Unix ms, ascending, one more than intervals
 */
export function edgesOf(name: SpanName, now: number): number[] {
  const { unit, count } = SPANS[name];
  const today = new Date(now);
  return Array.from({ length: count + 1 }, (_one, i) => {
    const back = count - 1 - i;
    return unit === 'day'
      ? new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime()
      : new Date(today.getFullYear(), today.getMonth() - back, 1).getTime();
  });
}

const dayFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const dayOfYearFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' });
const monthFormat = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric' });

/** Returns `Nov 28` or `Nov 2026`, for the axis of a chart. */
export const shortLabel = (name: SpanName, at: number): string =>
  (SPANS[name].unit === 'day' ? dayFormat : monthFormat).format(at);

/** Returns `Nov 28, 2026` or `Nov 2026`. */
export const fullLabel = (name: SpanName, at: number): string =>
  (SPANS[name].unit === 'day' ? dayOfYearFormat : monthFormat).format(at);
