/** When ended batches fall due, and what is kept: decided from a state and a clock alone. */
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { DueBatch, Hold, HoldTarget, RetentionRule } from '../../shared/retention.ts';

/** What Redwell remembers about retention. */
export interface RetentionState {
  rule: RetentionRule | null;
  confirmed: { at: number; who: string } | null;
  /** When the rule or a hold was last changed: what falls due by that is announced first. Unix ms. */
  changedAt: number;
  holds: Hold[];
  /** When Redwell last looked at the clock; null: never. */
  lastSeen: number | null;
  /** Until when nothing is deleted because the clock may be wrong. */
  waitUntil: number | null;
}

export const NO_RETENTION: RetentionState = {
  ...{ rule: null, confirmed: null, changedAt: 0, holds: [], lastSeen: null, waitUntil: null },
};

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** What falls due by a change is shown at least so long before it is deleted. */
export const NOTICE_MS = 3 * DAY_MS;
/** A clock that is so much ahead of the last look may be wrong. A night or a weekday is less. */
export const JUMP_MS = 2 * DAY_MS;
/** How long Redwell waits then. */
export const CLOCK_WAIT_MS = 24 * HOUR_MS;

/** Returns a matter as holds compare it: capitals, spaces and accents typed in another way protect it too. */
const sameMatter = (matter: string): string =>
  matter.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

export const isSameTarget = (a: HoldTarget, b: HoldTarget): boolean =>
  'matter' in a
    ? 'matter' in b && sameMatter(a.matter) === sameMatter(b.matter)
    : 'batchId' in b && a.batchId === b.batchId;

/** Returns what keeps a batch; null: nothing. A hold of its matter comes first. */
export function holdOf(holds: readonly Hold[], batch: Pick<Batch, 'id' | 'matter'>): Hold | null {
  const by = (target: HoldTarget): Hold | undefined =>
    holds.find((hold) => isSameTarget(hold.target, target));
  return by({ matter: batch.matter }) ?? by({ batchId: batch.id }) ?? null;
}

/** Returns the moment after a time; a month ends on the last day that it has. */
export function timeAfter(at: number, { count, unit }: RetentionRule): number {
  if (unit === 'days') return at + count * DAY_MS;
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

type Ended = Pick<Batch, 'id' | 'name' | 'matter' | 'status' | 'endedAt'>;

/** Returns when a batch is deleted; null: never, because it has not ended or there is no rule that somebody confirmed. */
export function dueOf(state: RetentionState, batch: Ended): DueBatch | null {
  const { rule, confirmed, changedAt, holds } = state;
  if (rule === null || confirmed === null || !isTerminal(batch.status) || batch.endedAt === null) return null;
  const { id: batchId, name, matter, endedAt } = batch;
  const deleteAt = Math.max(timeAfter(endedAt, rule), changedAt + NOTICE_MS);
  return { batchId, name, matter, endedAt, deleteAt, hold: holdOf(holds, batch) };
}

/** Returns whether a batch may be deleted now by the rule. */
export const mayDelete = (state: RetentionState, due: DueBatch | null, now: number): due is DueBatch =>
  due !== null && due.hold === null && due.deleteAt <= now && (state.waitUntil ?? 0) <= now;

/** Returns the state after a look at the clock. A clock that was set, or not looked at for days, makes retention wait. */
export function lookAtClock(state: RetentionState, now: number): RetentionState {
  const { lastSeen, waitUntil } = state;
  const isOdd = lastSeen !== null && (now - lastSeen > JUMP_MS || now < lastSeen - HOUR_MS);
  // A wait that a wrong clock began lies far in the future once the clock is right again.
  const isOver = waitUntil !== null && waitUntil <= now;
  return { ...state, lastSeen: now, waitUntil: isOdd ? now + CLOCK_WAIT_MS : isOver ? null : waitUntil };
}
