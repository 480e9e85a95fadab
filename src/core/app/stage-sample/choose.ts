/** Chooses documents for a sample: always the same ones, spread over types, with exceptions among them. */
import type { Sample } from '../../../shared/bridge-sample.ts';
import type { OutlineRow } from '../../history/outline.ts';
import { yieldEvery } from '../../util/event-loop.ts';

/** Exceptions have at most this part of a sample, unless too few documents completed. */
const EXCEPTIONS_PART = 0.25;

export interface Chosen {
  ids: string[];
  /** Documents that another run would process. */
  of: number;
  kinds: Sample['kinds'];
}

/** Documents of one kind, in the order in which history has them. */
export interface Kind {
  type: OutlineRow['type'];
  isException: boolean;
  ids: string[];
}

/** Groups the documents that had jobs and have ended. A document that intake set aside would not run again. */
export async function kindsOf(rows: Iterable<OutlineRow>, signal: AbortSignal): Promise<Kind[]> {
  const yieldIfDue = yieldEvery();
  const kinds = new Map<string, Kind>();
  for (const { id, status, type, stage } of rows) {
    await yieldIfDue();
    signal.throwIfAborted();
    const isException = status === 'exception';
    if (isException ? stage === null : status !== 'completed') continue;
    const key = `${isException} ${type}`;
    const kind = kinds.get(key) ?? { type, isException, ids: [] };
    kind.ids.push(id);
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}

/**
 * Each kind has a seat, the largest first, and the other seats go by size. Within a kind the documents are evenly
 * spread, because neighbors resemble each other.
 */
export function chooseSample(kinds: readonly Kind[], size: number): Chosen {
  const ordered = kinds.toSorted((a, b) => b.ids.length - a.ids.length || (a.type < b.type ? -1 : 1));
  const failed = ordered.filter(({ isException }) => isException);
  const completed = ordered.filter(({ isException }) => !isException);
  const most = (some: readonly Kind[]): number => some.reduce((sum, { ids }) => sum + ids.length, 0);
  const wanted = Math.min(most(failed), Math.max(1, Math.floor(size * EXCEPTIONS_PART)));
  const others = Math.min(most(completed), size - wanted);
  const seats = new Map([
    ...seatsOf(completed, others),
    ...seatsOf(failed, Math.min(most(failed), size - others)),
  ]);
  return {
    ids: ordered.flatMap((kind) => spread(kind.ids, seats.get(kind) ?? 0)),
    of: most(kinds),
    kinds: ordered.map((kind) => ({
      ...{ type: kind.type, isException: kind.isException },
      ...{ of: kind.ids.length, sampled: seats.get(kind) ?? 0 },
    })),
  };
}

/** Gives seats to kinds, no more than each can fill. */
function seatsOf(kinds: readonly Kind[], all: number): Map<Kind, number> {
  const seats = new Map(kinds.map((kind, index) => [kind, index < all ? 1 : 0]));
  for (let left = all - Math.min(all, kinds.length); left > 0; left -= 1) {
    // The kind that is represented worst for its size.
    let worst: Kind | null = null;
    for (const kind of kinds) {
      const has = seats.get(kind) ?? 0;
      if (has >= kind.ids.length) continue;
      if (worst === null || kind.ids.length / (has + 1) > worst.ids.length / ((seats.get(worst) ?? 0) + 1))
        worst = kind;
    }
    if (worst === null) break;
    seats.set(worst, (seats.get(worst) ?? 0) + 1);
  }
  return seats;
}

const spread = (ids: readonly string[], seats: number): string[] =>
  Array.from({ length: seats }, (_v, i) => ids[Math.floor(((i + 0.5) * ids.length) / seats)] ?? '');
