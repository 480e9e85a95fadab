/** What crash tests share: how much of everything, chance that can be repeated, and the truth at the end. */
import pino from 'pino';
import { expect } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { startWorker } from '../../src/core/pipeline/worker/worker.ts';
import { connectRoles } from '../../src/core/redis/connect.ts';
import type { Sandbox } from '../../src/core/sandbox/types.ts';
import type { Lifetime } from '../../src/core/util/lifecycle.ts';
import { STAGES } from '../../src/shared/stages.ts';
import { LIMITS, SLOTS } from '../support/flow-fixture.ts';
import { allDocuments } from '../support/redwell.ts';
import { until } from '../support/until.ts';

/** `npm run test:crash` runs the whole form, `npm test` a short one. */
export const FULL = process.env.REDWELL_CRASH === 'full';

/** Other chances than those of every run: `REDWELL_SEED=7 npm run test:crash`. */
const SEED = Number(process.env.REDWELL_SEED ?? 0);

/** Mulberry32: a small generator with a seed, so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = (seed + SEED) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every document completed with six results, history and Redis agreeing, counters equal to a recount. */
export async function expectWhole(redwell: Redwell, batchId: string, documents: number): Promise<void> {
  const batch = await redwell.handlers['batches.get']({ batchId });
  expect(batch.equation).toEqual({
    received: documents,
    completed: documents,
    duplicates: 0,
    excluded: 0,
    exceptions: 0,
    pending: 0,
  });
  const rows = await allDocuments(redwell, batchId);
  expect(rows).toHaveLength(documents);
  const wrong = rows.filter(
    (row) => row.status !== 'completed' || STAGES.some((stage) => row.stages[stage]?.status !== 'completed'),
  );
  expect(wrong.map((row) => [row.path, row.status, row.stages])).toEqual([]);
  expect(await redwell.handlers['batches.reconcile']({ batchId, repair: false })).toEqual({
    batchId,
    checked: documents,
    drift: [],
    orphaned: 0,
    orphans: [],
    repaired: 0,
    givenUp: 0,
    ending: null,
  });
}

/** Two workers in this process, closed with `scope`. @param lockMs how long a job is held that is not renewed */
export async function twoWorkers(
  scope: Lifetime,
  url: string,
  sandbox: Sandbox,
  lockMs: number,
): Promise<void> {
  for (const workerId of ['one', 'two']) {
    const redis = scope.own(await connectRoles({ url }, `worker-${workerId}`, { failFast: false }));
    const worker = await startWorker({
      redis,
      sandbox,
      concurrency: SLOTS,
      limits: LIMITS,
      workerId,
      local: true,
      passwordsOf: () => [],
      log: pino({ level: 'silent' }),
      lockMs,
    });
    scope.own(worker);
  }
}

/**
 * Kills workers one after the other, each only after it has done something, or its starting would be all that is tested.
 * @param over whether the batch has ended, so that no more will come
 * @param pause how long the next may go on, ms
 * @returns the killed ones' process ids
 */
export async function killWorkers(
  redwell: Redwell,
  times: number,
  over: () => boolean,
  pause: () => number,
): Promise<Set<number>> {
  const killed = new Set<number>();
  while (killed.size < times && !over()) {
    let victim: number | undefined;
    await until(async () => {
      const { workers } = await redwell.handlers['health.get']({});
      victim = workers.find((w) => !killed.has(w.pid) && w.processed > 0)?.pid;
      return victim !== undefined || over();
    });
    if (victim === undefined) break;
    await new Promise((resolve) => setTimeout(resolve, pause()));
    killed.add(victim);
    process.kill(victim, 'SIGKILL');
  }
  return killed;
}
