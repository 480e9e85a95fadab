/** Shared by the crash tests: their size, repeatable randomness, workers to kill, and the final check. */
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
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';

/** Longer than any single recovery takes, a stalled batch included, ms. */
const PATIENCE_MS = FULL ? 300_000 : 100_000;

/** Changes every random sequence: `REDWELL_SEED=7 npm run test:crash`. */
const SEED = Number(process.env.REDWELL_SEED ?? 0);

/** Returns a Mulberry32 generator of numbers from 0 to 1, so that a failing run can be repeated. */
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

/** Rejects, naming `what`, if `work` takes longer than any recovery. Without it only the time limit of the test would. */
export async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} takes longer than ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Expects every document completed in all six stages, in history and in Redis, and counters equal to a recount. */
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
  // A batch that ended in an earlier process is in history before this one has reached Redis.
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
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

/** Starts two workers in this process; `scope` closes them. @param lockMs how long a job stays locked without renewal */
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
 * Kills one worker after another, each only after it has finished a job: otherwise only its start would be tested.
 * @param over whether the batch has ended, so that no worker will finish another job
 * @param pause returns how long to wait before the next kill, ms
 * @returns process ids of the killed workers
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
