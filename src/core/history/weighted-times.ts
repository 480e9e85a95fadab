/** Percentiles of times of one mix of documents, as they would be with another mix. */
import type { ComparedTimes } from '../../shared/batches.ts';

export interface Timed {
  /** What decides how long a document takes. */
  readonly kind: string;
  /** ms. */
  readonly ran: number;
  readonly waited: number;
}

/** Fewer attempts are too few to be compared with. */
const MIN_ATTEMPTS = 10;
/** Documents of kinds without any attempt, as a share of the mix, that make a comparison pointless. */
const MOST_UNKNOWN = 0.2;

/**
 * Returns the percentiles that `attempts` would have if their kinds were mixed as in `mix`: an attempt of a kind that is
 * half as frequent among them counts twice. Null if there are too few, or none for more than a fifth of the mix.
 * @param mix documents of each kind
 */
export function weightedTimes(
  attempts: readonly Timed[],
  mix: ReadonlyMap<string, number>,
): ComparedTimes | null {
  const counts = new Map<string, number>();
  for (const { kind } of attempts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  let wanted = 0;
  let known = 0;
  for (const [kind, count] of mix) {
    wanted += count;
    if (counts.has(kind)) known += count;
  }
  const like = attempts.filter(({ kind }) => mix.has(kind));
  if (like.length < MIN_ATTEMPTS || known < wanted * (1 - MOST_UNKNOWN)) return null;
  const weighted = like.map((one) => ({
    ...one,
    weight: (mix.get(one.kind) ?? 0) / (counts.get(one.kind) ?? 1),
  }));
  const of = (value: (one: Timed) => number) => {
    const sorted = weighted
      .map((one) => ({ ms: value(one), weight: one.weight }))
      .sort((a, b) => a.ms - b.ms);
    return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
  };
  return { count: like.length, ran: of(({ ran }) => ran), waited: of(({ waited }) => waited) };
}

/** Returns the first time below which at least this share of the weight lies. @param sorted by time, not empty */
function percentile(sorted: readonly { ms: number; weight: number }[], share: number): number {
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { ms, weight } of sorted) {
    sum += weight;
    // Sums of fractions may fall short of the share by a rounding error.
    if (sum >= all * share - 1e-9 * all) return ms;
  }
  return sorted.at(-1)?.ms ?? 0;
}
