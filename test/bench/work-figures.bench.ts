/** A day of work metrics as minutes and as hours: the memory in Redis and the cost of reading them. */
import { it } from 'vitest';
import { timeBucket } from '../../src/core/batches/updates.ts';
import { readWork, rollMinutes } from '../../src/core/live/work-statistics.ts';
import { sharedRedis } from '../support/shared-redis.ts';
import { median, printTable, round, seconds } from './table.ts';

const MINUTES = 24 * 60;
const RUNS_A_MINUTE = 100;
/** Median times of the six stages, ms. Times vary around them as in a real batch. */
const MEDIANS = [1200, 8, 40, 20, 12, 2];
const stand = sharedRedis();

/** Yields the same pseudorandom numbers in every run. */
function* numbers(): Generator<number, never> {
  for (let seed = 1; ; seed = (seed * 48_271) % 2_147_483_647) yield seed / 2_147_483_647;
}

async function fill(now: number): Promise<void> {
  const { redis } = stand();
  const random = numbers();
  const last = Math.floor(now / 60_000);
  for (let back = 0; back < MINUTES; back += 1) {
    const fields: Record<string, number> = { c: RUNS_A_MINUTE, e: 1, pages: 420, bytes: 90_000_000 };
    MEDIANS.forEach((typical, stage) => {
      for (let run = 0; run < RUNS_A_MINUTE; run += 1) {
        const spread = random.next().value + random.next().value + random.next().value - 1.5;
        const field = `h${stage + 1}:${timeBucket(typical * Math.exp(1.5 * spread))}`;
        fields[field] = (fields[field] ?? 0) + 1;
      }
    });
    await redis.roles.batch.hset(redis.keys.minute(last - back), fields);
  }
}

async function usedBytes(): Promise<number> {
  const { redis } = stand();
  const info = await redis.roles.batch.info('memory');
  return Number(/used_memory_dataset:(\d+)/.exec(info)?.[1]);
}

async function costOf(read: () => Promise<unknown>): Promise<{ 'bytes read': number; ms: number }> {
  const { redis } = stand();
  await read();
  const before = redis.meter.totals().bytes;
  await read();
  const bytes = redis.meter.totals().bytes - before;
  const times: number[] = [];
  for (let i = 0; i < 9; i += 1) times.push(1000 * (await seconds(read)));
  return { 'bytes read': bytes, ms: round(median(times), 1) };
}

it('measures a day of work', async () => {
  const { redis } = stand();
  const now = Date.now();
  const empty = await usedBytes();
  await fill(now);
  const last = Math.floor(now / 60_000);
  const all = Array.from({ length: MINUTES }, (_v, back) => redis.keys.minute(last - back));
  const minutes = await usedBytes();
  const unrolled = await costOf(async () => {
    const reading = redis.roles.batch.multi();
    for (const key of all) reading.hgetall(key);
    await reading.exec();
  });
  const rolling = await seconds(() => rollMinutes(redis, last - MINUTES, now));
  const rolled = await usedBytes();
  printTable('A day of work in Redis', [
    { what: 'as 1,440 minutes', 'bytes held': minutes - empty, ...unrolled },
    {
      what: 'as ten minutes and 24 hours',
      'bytes held': rolled - empty,
      ...(await costOf(() => readWork(redis, now))),
    },
  ]);
  console.log(`Folding 1,430 minutes at once: ${round(1000 * rolling, 1)} ms`);
});
