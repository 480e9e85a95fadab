/**
 * Compares what words alone do not show: amounts and other numbers with their separators, currency signs, quotation
 * marks, dashes, section signs and check boxes.
 */

/** Numbers keep their separators, so that `$18,450.00` and `18450` differ. */
const MARKS = /\p{N}+(?:[.,:/\u2019'-]\p{N}+)*|[\p{Sc}§¶%©®™†‡•☐☑☒“”‘’„«»–—…]/gu;
/** Hyphens that look alike. */
const HYPHENS = /[\u00ad\u2010\u2011\u2212]/g;

/** Returns the numbers and signs of a text in order. */
export const marksOf = (text: string): string[] =>
  text.normalize('NFC').replace(HYPHENS, '-').match(MARKS) ?? [];

/** Counts how often each item occurs. */
function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Returns the items of `theirs` that `ours` lacks, as often as they are missing. */
export function lostFrom(ours: readonly string[], theirs: readonly string[]): string[] {
  const left = countsOf(ours);
  return theirs.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

/** Returns Dice's coefficient of the marks of two texts: 1 if both have the same, or none. */
export function likeMarks(ours: string, theirs: string): number {
  const [a, b] = [marksOf(ours), marksOf(theirs)];
  if (a.length + b.length === 0) return 1;
  return (2 * (b.length - lostFrom(a, b).length)) / (a.length + b.length);
}
