/**
 * What all workers on a Redis did in the last hours, whichever console submitted it: kept by the server per
 * minute, folded into hours, and read in that form.
 */
import type { Work } from '../../shared/health.ts';
import { STAGES } from '../../shared/stages.ts';
import { MINUTE_TTL_SECONDS } from '../batches/scripts.ts';
import { bucketTime } from '../batches/updates.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';

/** The last minutes stay minutes, so that a worker's clock may be a little late without folding one twice. */
const KEEP_MINUTES = 10;
/** An hour is kept this long after it was last added to: a week can be looked back on. */
const HOUR_TTL_SECONDS = 8 * 24 * 3600;
/** Workers' clocks may be this late, minutes; what is later still is folded when a console starts. */
const LATE_MINUTES = 10;
const WINDOW_HOURS = 24;
/** A look at the figures is answered from the one before for this long, ms. */
const FRESH_MS = 30_000;

const minuteOf = (at: number): number => Math.floor(at / 60_000);

/**
 * Folds the minutes from `from` (Unix minutes) to ten minutes before `now` (ms) into their hours. Repeating it, or two
 * consoles doing it at once, changes nothing more. @returns minutes folded
 */
export async function rollMinutes(redis: RedisRoles, from: number, now: number): Promise<number> {
  const last = minuteOf(now) - KEEP_MINUTES;
  const calls: Promise<unknown>[] = [];
  for (let minute = from; minute < last; ) {
    const hour = Math.floor(minute / 60);
    const until = Math.min(last, (hour + 1) * 60);
    const each: { minute: string }[] = [];
    for (; minute < until; minute += 1) each.push({ minute: redis.keys.minute(minute) });
    const keys = { hour: redis.keys.hour(hour), each };
    calls.push(runScript(redis.roles.batch, 'roll_minutes', keys, [HOUR_TTL_SECONDS]));
  }
  const folded = (await Promise.all(calls)) as number[];
  return folded.reduce((sum, n) => sum + n, 0);
}

/** The smallest bucket that holds at least this share of `count` from below (nearest rank). */
function percentile(buckets: readonly [bucket: number, n: number][], count: number, share: number): number {
  const rank = Math.max(1, Math.ceil(share * count));
  let seen = 0;
  for (const [bucket, n] of buckets) {
    seen += n;
    if (seen >= rank) return bucketTime(bucket);
  }
  return 0;
}

/** @param sums fields of minutes or hours added up, see lua/include/move.lua @param since, at ms */
export function workOf(sums: ReadonlyMap<string, number>, since: number, at: number): Work {
  const stages = STAGES.map((): [number, number][] => []);
  for (const [field, n] of sums) {
    const found = /^h([1-6]):(\d+)$/.exec(field);
    if (found !== null) stages[Number(found[1]) - 1]?.push([Number(found[2]), n]);
  }
  const of = (field: string): number => sums.get(field) ?? 0;
  return {
    since,
    at,
    documents: of('c') + of('e'),
    exceptions: of('e'),
    pages: of('pages'),
    bytes: of('bytes'),
    stageTimes: STAGES.flatMap((stage, i) => {
      const buckets = (stages[i] ?? []).sort(([a], [b]) => a - b);
      const count = buckets.reduce((sum, [, n]) => sum + n, 0);
      if (count === 0) return [];
      const at_ = (share: number): number => percentile(buckets, count, share);
      return [{ stage, count, p50: at_(0.5), p95: at_(0.95), p99: at_(0.99) }];
    }),
  };
}

/**
 * The last 24 hours, from the beginning of an hour on. One transaction, so that what another console folds
 * meanwhile is counted once.
 */
export async function readWork(redis: RedisRoles, now: number): Promise<Work> {
  const { keys, roles } = redis;
  const first = Math.floor(minuteOf(now) / 60) - WINDOW_HOURS;
  const reading = roles.batch.multi();
  for (let hour = first; hour <= first + WINDOW_HOURS; hour += 1) reading.hgetall(keys.hour(hour));
  // A minute more than is kept: the last roll may be from a minute ago.
  for (let minute = minuteOf(now) - KEEP_MINUTES - 1; minute <= minuteOf(now); minute += 1)
    reading.hgetall(keys.minute(minute));
  const sums = new Map<string, number>();
  for (const [error, hash] of (await reading.exec()) ?? []) {
    if (error !== null) throw error;
    for (const [field, value] of Object.entries(hash as Record<string, string>))
      sums.set(field, (sums.get(field) ?? 0) + Number(value));
  }
  return workOf(sums, first * 3_600_000, now);
}

export interface WorkFigures {
  /** Part of the console's upkeep: folds what has become old enough; asks nothing twice within a minute. */
  roll(now: number): Promise<void>;
  /** At most some seconds old. */
  read(now: number): Promise<Work>;
}

/** One per connection: it remembers how far it has folded. */
export function createWorkFigures(redis: RedisRoles): WorkFigures {
  let rolled: number | null = null;
  let last: Work | null = null;
  const roll = async (now: number): Promise<void> => {
    const minute = minuteOf(now);
    if (rolled === minute) return;
    const from = rolled === null ? minute - MINUTE_TTL_SECONDS / 60 : rolled - KEEP_MINUTES - LATE_MINUTES;
    await rollMinutes(redis, from, now);
    rolled = minute;
  };
  return {
    roll,
    async read(now) {
      if (last !== null && now - last.at < FRESH_MS && now >= last.at) return last;
      await roll(now);
      last = await readWork(redis, now);
      return last;
    },
  };
}
