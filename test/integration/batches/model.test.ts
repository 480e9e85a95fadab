/**
 * Compares a model of documents and stages with the real scripts. Arbitrary sequences of updates (duplicate, stale, out
 * of order), retries, re-runs, requeues, cancels and control actions must keep every invariant.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordReleased } from '../../../src/core/batches/release.ts';
import {
  requeueDocuments,
  rerunDocuments,
  retryDocuments,
} from '../../../src/core/batches/reopen-scripts.ts';
import { advanceDocuments, controlBatch, createBatch } from '../../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../../src/core/batches/updates.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { isTerminal } from '../../../src/shared/batches.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { expectInvariants, readStates } from '../../support/batch.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { sized } from '../../support/scale.ts';

const DOCUMENTS = 4;
const STATUSES = ['running', 'retrying', 'completed', 'failed'] as const;
type Move = (typeof STATUSES)[number];
const RANK = { waiting: 0, running: 1, retrying: 2, completed: 3, failed: 3, skipped: 3 };

interface ModelDocument {
  status: 'pending' | 'running' | 'completed' | 'exception' | 'canceled';
  run: number;
  stages: { status: keyof typeof RANK; attempt: number }[];
}

/** A second, plain implementation of the contract in lua/advance_documents.lua. */
function modelApply(d: ModelDocument, run: number, stage: number, status: Move, attempt: number): boolean {
  const current = d.stages[stage];
  if (current === undefined || run !== d.run || (d.status !== 'pending' && d.status !== 'running'))
    return false;
  if (RANK[current.status] === 3 || attempt < current.attempt) return false;
  if (attempt === current.attempt && RANK[status] <= RANK[current.status]) return false;
  if (stage > 0 && d.stages[stage - 1]?.status !== 'completed') return false;
  d.stages[stage] = { status, attempt };
  d.status = 'running';
  if (status === 'failed') {
    d.status = 'exception';
    skipOpen(d);
  } else if (status === 'completed' && stage === STAGES.length - 1) d.status = 'completed';
  return true;
}

function skipOpen(d: ModelDocument): void {
  for (const s of d.stages) if (RANK[s.status] < 3) s.status = 'skipped';
}

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      updates: fc.array(
        fc.record({
          n: fc.integer({ min: 0, max: DOCUMENTS - 1 }),
          run: fc.integer({ min: 1, max: 3 }),
          // Usually the next stage, so that documents complete; sometimes any stage.
          stage: fc.option(fc.integer({ min: 0, max: STAGES.length - 1 }), { freq: 4, nil: null }),
          status: fc.constantFrom<Move>(...STATUSES, 'completed', 'completed'),
          attempt: fc.integer({ min: 1, max: 3 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      twice: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('retry' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rerun' as const), leastRun: fc.integer({ min: 0, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('requeue' as const),
      n: fc.integer({ min: 0, max: DOCUMENTS - 1 }),
      // Whether the document has changed since it was read.
      stale: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cancelOne' as const),
      n: fc.integer({ min: 0, max: DOCUMENTS - 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), stale: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('control' as const),
      action: fc.constantFrom('pause' as const, 'resume' as const),
    }),
  },
);

/** Reopens one document whose job was lost. @returns its new run; null if it was not reopened */
async function requeue(
  redis: RedisRoles,
  batchId: string,
  documentId: string,
  packed: string,
): Promise<number | null> {
  const { opened } = await requeueDocuments(redis, batchId, [{ documentId, packed }], 1000);
  return opened[0]?.run ?? null;
}

let server: TestRedis;
let redis: RedisRoles;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await server.roles({ layout: 'prefixes' });
});
afterAll(() => server.stop());

it('keeps counters and states consistent through any sequence of calls', async () => {
  let next = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      next += 1;
      const batchId = `m-${next}`;
      const idOf = (n: number): string => `${batchId}-d${n}`;
      const ids = Array.from({ length: DOCUMENTS }, (_v, n) => idOf(n));
      await createBatch(
        redis,
        batchId,
        { name: 'm', matter: '', custodian: '', priority: 'low' },
        ids.map((id) => ({ id, status: 'pending', code: null, bytes: 1, warning: false })),
        true,
      );
      const model: ModelDocument[] = ids.map(() => ({
        status: 'pending',
        run: 1,
        stages: STAGES.map(() => ({ status: 'waiting', attempt: 0 })),
      }));
      const endedRuns: number[] = [];
      let percent = 0;

      for (const s of steps) {
        let mayFall = false;
        if (s.kind === 'advance') {
          const updates: StageUpdate[] = [];
          let expected = 0;
          for (const u of s.updates) {
            const d = model[u.n]!;
            const following = d.stages.findIndex((own) => own.status !== 'completed');
            const stage = u.stage ?? Math.max(0, following);
            if (modelApply(d, u.run, stage, u.status, u.attempt)) expected += 1;
            updates.push({
              kind: 'stage',
              batchId,
              documentId: idOf(u.n),
              run: u.run,
              stage: STAGES[stage]!,
              status: u.status,
              attempt: u.attempt,
              metrics: { ...NO_METRICS, ms: 1, code: u.status === 'failed' ? 'corrupt' : null },
            });
          }
          const outcome = await advanceDocuments(redis, updates);
          expect(outcome.applied).toBe(expected);
          endedRuns.push(...outcome.ended.map((e) => e.run));
          if (s.twice) {
            const again = await advanceDocuments(redis, updates);
            // A repeated update may only apply to a document that the first pass advanced to that stage.
            const replay = updates.filter(
              (u) =>
                u.kind === 'stage' &&
                modelApply(
                  model[ids.indexOf(u.documentId)]!,
                  u.run,
                  STAGES.indexOf(u.stage),
                  u.status,
                  u.attempt,
                ),
            ).length;
            expect(again.applied).toBe(replay);
            endedRuns.push(...again.ended.map((e) => e.run));
          }
        } else if (s.kind === 'retry') {
          const { opened } = await retryDocuments(redis, batchId, ids, {});
          expect(opened.map((o) => o.documentId)).toEqual(
            ids.filter((_id, n) => model[n]!.status === 'exception'),
          );
          for (const o of opened) {
            const d = model[ids.indexOf(o.documentId)]!;
            const from = d.stages.findIndex((own) => own.status === 'failed');
            expect(STAGES.indexOf(o.stage)).toBe(from);
            d.stages = d.stages.map((own, i) => (i < from ? own : { status: 'waiting', attempt: 0 }));
            d.status = 'pending';
            d.run += 1;
            expect(o.run).toBe(d.run);
          }
          mayFall = opened.length > 0;
        } else if (s.kind === 'rerun') {
          const allEnded = model.every((d) => d.status !== 'pending' && d.status !== 'running');
          const reply = await rerunDocuments(redis, batchId, s.leastRun, []);
          expect(reply.outcome).toBe(allEnded ? 'ok' : 'running');
          if (allEnded) {
            for (const d of model) {
              d.status = 'pending';
              d.run = Math.max(d.run + 1, s.leastRun);
              d.stages = STAGES.map(() => ({ status: 'waiting', attempt: 0 }));
            }
            const reset = await expectInvariants(redis, batchId);
            expect(reset).toMatchObject({ percent: 0, pages: 0, cacheMisses: 0, endedAt: null });
            mayFall = true;
          }
        } else if (s.kind === 'requeue') {
          const d = model[s.n]!;
          const seen = await redis.roles.batch.hget(redis.keys.documents(batchId), idOf(s.n));
          const reply = await requeue(redis, batchId, idOf(s.n), s.stale ? `${seen}?` : `${seen}`);
          const open = d.status === 'pending' || d.status === 'running';
          expect(reply).toBe(open && !s.stale ? d.run + 1 : null);
          if (reply !== null) {
            const from = d.stages.findIndex((own) => own.status !== 'completed');
            d.stages = d.stages.map((own, i) => (i < from ? own : { status: 'waiting', attempt: 0 }));
            d.status = 'pending';
            d.run = reply;
          }
        } else if (s.kind === 'cancelOne') {
          const d = model[s.n]!;
          const outcome = await advanceDocuments(redis, [
            { kind: 'cancel', batchId, documentId: idOf(s.n), run: d.run },
          ]);
          if (d.status === 'pending' || d.status === 'running') {
            d.status = 'canceled';
            skipOpen(d);
          }
          endedRuns.push(...outcome.ended.map((e) => e.run));
        } else if (s.kind === 'release') {
          const run = Number(await redis.roles.batch.hget(redis.keys.batch(batchId), 'run'));
          const allEnded = model.every((d) => d.status !== 'pending' && d.status !== 'running');
          // A release of an earlier run changes nothing.
          const asked = s.stale ? run - 1 : run;
          expect(await recordReleased(redis, batchId, asked)).toBe(allEnded && !s.stale);
        } else await controlBatch(redis, batchId, s.action);

        const batch = await expectInvariants(redis, batchId);
        const states = await readStates(redis, batchId);
        model.forEach((d, n) => {
          expect(states.get(idOf(n))).toMatchObject({ status: d.status, run: d.run, stages: d.stages });
        });
        // A batch with work is always among those that will be released.
        if (batch.equation.pending > 0)
          expect(await redis.roles.batch.sismember(redis.keys.heldBatches(), batchId)).toBe(1);
        if (!mayFall) expect(batch.percent).toBeGreaterThanOrEqual(percent);
        percent = batch.percent;
        expect(isTerminal(batch.status)).toBe(batch.equation.pending === 0);
      }
      // The end of each run is reported at most once, and in order.
      expect(endedRuns).toEqual([...new Set(endedRuns)].sort((a, b) => a - b));
    }),
    { numRuns: sized(150, 60) },
  );
});
