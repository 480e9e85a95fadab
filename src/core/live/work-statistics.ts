/**
 * Statistics of the work that all workers on a Redis did, whichever app submitted it. Redis counts per minute; apps roll
 * minutes up into hours.
 */
import type { Work } from '../../shared/health.ts';
import { STAGES } from '../../shared/stages.ts';
import { MINUTE_TTL_SECONDS } from '../batches/scripts.ts';
import { bucketTime } from '../batches/updates.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { isMisconf } from '../redis/misconf.ts';
import { runScript } from '../redis/scripts.ts';

/** The newest minutes are not rolled up yet, because workers may still add to them. */
const KEEP_MINUTES = 10;
/** An hour is kept this long after the last addition, so that a week of them is available. */
const HOUR_TTL_SECONDS = 8 * 24 * 3600;
/** How late workers' clocks may be, minutes. Later minutes are rolled up when an app starts. */
const LATE_MINUTES = 10;
const WINDOW_HOURS = 24;
/** How long a reading may be reused, ms. */
const FRESH_MS = 30_000;

const minuteOf = (at: number): number => Math.floor(at / 60_000);

/**
 * Rolls the minutes from `from` (Unix minutes) to ten minutes before `now` (Unix ms) up into hours. Each minute counts
 * once, also when this is repeated or two apps do it at once. @returns minutes rolled up
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

/** Returns the time at a percentile (nearest rank), ms. */
function percentile(buckets: readonly [bucket: number, n: number][], count: number, share: number): number {
  const rank = Math.max(1, Math.ceil(share * count));
  let seen = 0;
  for (const [bucket, n] of buckets) {
    seen += n;
    if (seen >= rank) return bucketTime(bucket);
  }
  return 0;
}

/** Computes statistics. @param sums the fields of lua/include/apply_updates.lua, added up @param since Unix ms @param at Unix ms */
export function workOf(sums: ReadonlyMap<string, number>, since: number, at: number): Work {
  const stages = STAGES.map((): [number, number][] => []);
  for (const [field, n] of sums) {
    const found = /^h([1-6]):(\d+)$/.exec(field);
    if (found !== null) stages[Number(found[1]) - 1]?.push([Number(found[2]), n]);
  }
  const sum = (field: string): number => sums.get(field) ?? 0;
  return {
    since,
    at,
    documents: sum('c') + sum('e'),
    exceptions: sum('e'),
    pages: sum('pages'),
    bytes: sum('bytes'),
    stageTimes: STAGES.flatMap((stage, i) => {
      const buckets = (stages[i] ?? []).sort(([a], [b]) => a - b);
      const count = buckets.reduce((total, [, n]) => total + n, 0);
      if (count === 0) return [];
      const p = (share: number): number => percentile(buckets, count, share);
      return [{ stage, count, p50: p(0.5), p95: p(0.95), p99: p(0.99) }];
    }),
  };
}

/**
 * Reads the last 24 hours and the current one. A transaction makes sure that a minute counts once while another app rolls
 * it up.
 */
export async function readWork(redis: RedisRoles, now: number): Promise<Work> {
  const { keys, roles } = redis;
  const first = Math.floor(minuteOf(now) / 60) - WINDOW_HOURS;
  const reading = roles.batch.multi();
  for (let hour = first; hour <= first + WINDOW_HOURS; hour += 1) reading.hgetall(keys.hour(hour));
  // Read one more minute than is kept, because the last roll-up may be a minute old.
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

export interface WorkStatistics {
  /** Rolls up minutes that are old enough; does nothing when called again within a minute. */
  roll(now: number): Promise<void>;
  /** Returns statistics that are at most 30 s old. */
  read(now: number): Promise<Work>;
}

/** Creates the statistics of one connection, which remember what was rolled up. */
export function createWorkStatistics(redis: RedisRoles): WorkStatistics {
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
      await roll(now).catch((error: unknown) => {
        // Minutes that are not rolled up yet are read as they are.
        if (!isMisconf(error)) throw error;
      });
      last = await readWork(redis, now);
      return last;
    },
  };
}
