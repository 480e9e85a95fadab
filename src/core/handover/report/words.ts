/** Numbers and times as a report has them: American English, in a time zone that it names. */

export const count = (n: number): string => n.toLocaleString('en-US');

/** `1 page`, `2,000 pages`. */
export const counted = (n: number, one: string): string => `${count(n)} ${one}${n === 1 ? '' : 's'}`;

/** `3 h 5 min`, `4 min 9 s`, `8.2 s`. @param ms null if nobody knows */
export function duration(ms: number | null): string {
  if (ms === null) return 'not known';
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
  if (minutes >= 1) return `${minutes} min ${seconds % 60} s`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Returns a function that writes a moment, such as `Nov 28, 2026, 4:11 PM EST`. */
export function momentWords(timeZone: string): (at: number | null) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  });
  return (at) => (at === null ? 'not known' : format.format(at).replaceAll('\u202F', ' '));
}
