/** Minutes rolled up into hours: nothing is lost or counted twice, and percentiles stay the same. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceDocuments, createBatch } from '../../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate, timeBucket } from '../../../src/core/batches/updates.ts';
import {
  createWorkStatistics,
  readWork,
  rollMinutes,
  workOf,
} from '../../../src/core/live/work-statistics.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DOCUMENTS = 6;

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      /** How late the worker's clock is, in minutes. */
      late: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 900 }) },
      ),
      updates: fc.uniqueArray(
        fc.record({
          n: fc.integer({ min: 0, max: DOCUMENTS - 1 }),
          fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
          cached: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
          ms: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 })),
          pages: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 })),
        }),
        { minLength: 1, maxLength: DOCUMENTS, selector: ({ n }) => n },
      ),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 150 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('roll' as const),
      apps: fc.subarray([0, 1], { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

type Sums = Map<string, number>;
const add = (sums: Sums, field: string, by: number): void => {
  if (by !== 0) sums.set(field, (sums.get(field) ?? 0) + by);
};
const sorted = (sums: Sums): [string, number][] => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));

describe.each(PLACES)('work statistics in $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let apps: [RedisRoles, RedisRoles];
  let runs = 0;
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    apps = [await server.roles({ layout }), await server.roles({ layout })];
  });
  afterAll(() => server.stop());

  /** Adds up every minute and every hour in Redis. */
  async function stored(redis: RedisRoles): Promise<Sums> {
    const sums: Sums = new Map();
    const name = redis.keys.minute(1).slice(0, -'m:1'.length);
    for (const key of await redis.roles.batch.keys(`${name.replaceAll(/[{}]/g, '?')}[mh]:*`))
      for (const [field, value] of Object.entries(await redis.roles.batch.hgetall(key)))
        add(sums, field, Number(value));
    return sums;
  }

  it('keeps the sum of minutes and hours equal to the work, however they are rolled up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        runs += 1;
        const [redis] = apps;
        const batchId = `roll-${runs}`;
        await redis.roles.batch.flushdb();
        const ids = Array.from({ length: DOCUMENTS }, (_v, n) => `${batchId}-d${n}`);
        const seed = { name: 'x', matter: '', custodian: '', priority: 'normal' as const };
        const documents = ids.map((id) => ({
          id,
          status: 'pending' as const,
          code: null,
          bytes: 7,
          warning: false,
        }));
        await createBatch(redis, batchId, seed, documents, true);
        const next = ids.map(() => 0);
        const happened: { minute: number; sums: Sums }[] = [];
        let statistics = apps.map(createWorkStatistics);
        let clock = 1_700_000_000_000;
        for (const one of steps) {
          if (one.kind === 'wait') clock += one.minutes * MINUTE;
          else if (one.kind === 'restart') statistics = apps.map(createWorkStatistics);
          else if (one.kind === 'roll') await Promise.all(one.apps.map((i) => statistics[i]?.roll(clock)));
          else {
            const at = clock - one.late * MINUTE;
            const sums: Sums = new Map();
            const updates = one.updates.flatMap(({ n, fails, cached, ms, pages }): StageUpdate[] => {
              const stage = next[n] ?? 0;
              const name = STAGES[stage];
              if (name === undefined) return [];
              const last = stage === STAGES.length - 1;
              next[n] = fails ? STAGES.length : stage + 1;
              add(sums, 'pages', pages);
              if (fails) add(sums, 'e', 1);
              else if (last) add(sums, 'c', 1);
              if (fails || last) add(sums, 'bytes', 7);
              if (!fails && !cached) add(sums, `h${stage + 1}:${timeBucket(ms)}`, 1);
              const facts = { ...NO_METRICS, ms, pages, cached, bytes: fails || last ? 7 : 0 };
              const status = fails ? 'failed' : 'completed';
              return [
                {
                  batchId,
                  documentId: ids[n] ?? '',
                  run: 1,
                  kind: 'stage',
                  stage: name,
                  status,
                  attempt: 1,
                  metrics: facts,
                },
              ];
            });
            if (updates.length === 0) continue;
            expect((await advanceDocuments(redis, updates, at)).applied).toBe(updates.length);
            if (one.twice) expect((await advanceDocuments(redis, updates, at)).applied).toBe(0);
            happened.push({ minute: Math.floor(at / MINUTE), sums });
          }
          const all: Sums = new Map();
          for (const { sums } of happened) for (const [field, by] of sums) add(all, field, by);
          expect(sorted(await stored(redis))).toEqual(sorted(all));
        }
        // An app that starts now finds everything in its window, including late minutes.
        const first = Math.floor(clock / HOUR) - 24;
        const expected: Sums = new Map();
        for (const { minute, sums } of happened)
          if (minute >= first * 60) for (const [field, by] of sums) add(expected, field, by);
        const work = await createWorkStatistics(redis).read(clock);
        expect(work).toEqual(workOf(expected, first * HOUR, clock));
      }),
      { numRuns: 25 },
    );
  });

  it('rolls a minute up once when two apps do it at the same time, and keeps the newest minutes', async () => {
    const [one, other] = apps;
    await one.roles.batch.flushdb();
    const now = 1_700_000_000_000;
    const minute = Math.floor(now / MINUTE);
    for (let back = 0; back < 180; back += 1)
      await one.roles.batch.hset(one.keys.minute(minute - back), { c: 1, 'h1:10': 2 });
    const rolled = await Promise.all([
      rollMinutes(one, minute - 200, now),
      rollMinutes(other, minute - 200, now),
    ]);
    expect(rolled[0] + rolled[1]).toBe(169);
    expect(await one.roles.batch.exists(one.keys.minute(minute - 10), one.keys.minute(minute - 11))).toBe(1);
    expect((await readWork(other, now)).documents).toBe(180);
    expect((await readWork(other, now)).stageTimes).toMatchObject([{ stage: 'ocr', count: 360 }]);
    expect(await one.roles.batch.ttl(one.keys.hour(Math.floor(minute / 60) - 1))).toBeGreaterThan(
      7 * 24 * 3600,
    );
  });
});

describe('percentiles', () => {
  it('are within a tenth of the attempt at that rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 300 }),
        (times) => {
          const sums: Sums = new Map();
          for (const ms of times) add(sums, `h3:${timeBucket(ms)}`, 1);
          const [stage] = workOf(sums, 0, 0).stageTimes;
          const inOrder = times.toSorted((a, b) => a - b);
          expect(stage).toMatchObject({ stage: STAGES[2], count: times.length });
          for (const [share, found] of [
            [0.5, stage?.p50],
            [0.95, stage?.p95],
            [0.99, stage?.p99],
          ] as const) {
            const exact = inOrder[Math.max(1, Math.ceil(share * times.length)) - 1] ?? 0;
            expect(Math.abs((found ?? 0) - exact)).toBeLessThanOrEqual(0.1 * (exact + 1));
          }
        },
      ),
    );
  });

  it('leaves out stages without attempts', () => {
    expect(workOf(new Map([['c', 3]]), 1, 2)).toEqual({
      since: 1,
      at: 2,
      documents: 3,
      exceptions: 0,
      pages: 0,
      bytes: 0,
      stageTimes: [],
    });
  });
});
