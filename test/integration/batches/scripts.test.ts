import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryDocuments } from '../../../src/core/batches/reopen-scripts.ts';
import {
  advanceDocuments,
  controlBatch,
  createBatch,
  gateStages,
  recountBatch,
} from '../../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../../src/core/batches/updates.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { STAGES, type Stage } from '../../../src/shared/stages.ts';
import { expectInvariants, readBatch, readStates } from '../../support/batch.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';

const SEED = { name: 'Batch', matter: 'M', custodian: 'C', priority: 'normal' } as const;

describe.each(PLACES)('batch scripts, $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let next = 0;

  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    redis = await server.roles({ layout });
    expect(redis.keys.layout).toBe(layout);
  });
  afterAll(() => server.stop());

  const create = async (pending: number, others: Parameters<typeof createBatch>[3] = []): Promise<string> => {
    next += 1;
    const id = `b-${next}`;
    const documents = Array.from({ length: pending }, (_v, i) => ({
      id: `${id}-d${i}`,
      status: 'pending' as const,
      code: null,
      bytes: 10,
      warning: false,
    }));
    await createBatch(
      redis,
      id,
      SEED,
      [...documents, ...others.map((o) => ({ ...o, id: `${id}-${o.id}` }))],
      true,
    );
    return id;
  };
  const stage = (
    batchId: string,
    n: number,
    name: Stage,
    status: 'running' | 'retrying' | 'completed' | 'failed',
    attempt = 1,
    run = 1,
  ): StageUpdate => ({
    kind: 'stage',
    batchId,
    documentId: `${batchId}-d${n}`,
    run,
    stage: name,
    status,
    attempt,
    metrics:
      status === 'running' ? null : { ...NO_METRICS, ms: 7, code: status === 'failed' ? 'corrupt' : null },
  });
  const complete = (batchId: string, n: number, run = 1, from: Stage = 'ocr'): StageUpdate[] =>
    STAGES.slice(STAGES.indexOf(from)).map((s) => stage(batchId, n, s, 'completed', 1, run));

  it('registers a batch once, however often it is called', async () => {
    const id = await create(3, [
      { id: 'dup', status: 'duplicate', code: null, bytes: 1, warning: false },
      { id: 'ex', status: 'exception', code: 'empty', bytes: 0, warning: false },
      { id: 'sys', status: 'excluded', code: null, bytes: 1, warning: false },
    ]);
    const again = await createBatch(
      redis,
      id,
      { ...SEED, name: 'Other' },
      [{ id: `${id}-d0`, status: 'pending', code: null, bytes: 10, warning: false }],
      true,
    );
    expect(again).toEqual({ added: 0, final: null });
    const batch = await expectInvariants(redis, id);
    expect(batch.name).toBe('Batch');
    expect(batch.equation).toEqual({
      received: 6,
      completed: 0,
      duplicates: 1,
      excluded: 1,
      exceptions: 1,
      pending: 3,
    });
    expect(batch.causes).toEqual([{ stage: null, code: 'empty', count: 1 }]);
  });

  it('ends a batch at once if it has no work', async () => {
    next += 1;
    const outcome = await createBatch(
      redis,
      `b-${next}`,
      SEED,
      [{ id: 'x', status: 'exception', code: 'empty', bytes: 0, warning: false }],
      true,
    );
    expect(outcome.final).toBe('completed_with_exceptions');
    expect(await redis.roles.batch.zscore(redis.keys.activeBatches(), `b-${next}`)).toBeNull();
  });

  it('does not end a batch before its last slice is registered', async () => {
    next += 1;
    const id = `b-${next}`;
    await createBatch(
      redis,
      id,
      SEED,
      [{ id: `${id}-d0`, status: 'pending', code: null, bytes: 1, warning: false }],
      false,
    );
    const outcome = await advanceDocuments(redis, complete(id, 0));
    expect(outcome.ended).toEqual([]);
    expect((await createBatch(redis, id, SEED, [], true)).final).toBe('completed');
  });

  it('reports the end of a batch once, to one caller', async () => {
    const id = await create(2);
    const first = await advanceDocuments(redis, [...complete(id, 0), ...complete(id, 1)]);
    expect(first.ended).toEqual([{ batchId: id, run: 1, status: 'completed' }]);
    const second = await advanceDocuments(redis, [...complete(id, 0), ...complete(id, 1)]);
    expect(second).toEqual({ applied: 0, ignored: 12, ended: [] });
    const batch = await expectInvariants(redis, id);
    expect(batch.percent).toBe(100);
    expect(batch.stages.ocr.totalMs).toBe(14);
  });

  it('ignores stale, repeated and out-of-order updates', async () => {
    const id = await create(1);
    const run = async (...updates: StageUpdate[]): Promise<number> =>
      (await advanceDocuments(redis, updates)).applied;
    expect(await run(stage(id, 0, 'chunking', 'running'))).toBe(0);
    expect(await run(stage(id, 0, 'ocr', 'running', 2))).toBe(1);
    expect(await run(stage(id, 0, 'ocr', 'completed', 1))).toBe(0);
    expect(await run(stage(id, 0, 'ocr', 'running', 2))).toBe(0);
    expect(await run(stage(id, 0, 'ocr', 'completed', 2, 2))).toBe(0);
    expect(await run(stage(id, 0, 'ocr', 'retrying', 2))).toBe(1);
    expect(await run(stage(id, 0, 'ocr', 'running', 3))).toBe(1);
    expect(await run(stage(id, 0, 'ocr', 'completed', 3), stage(id, 0, 'ocr', 'failed', 4))).toBe(1);
    expect(await run({ ...stage(id, 0, 'chunking', 'running'), documentId: 'nobody' })).toBe(0);
    await expectInvariants(redis, id);
  });

  it('fails a document, skips its later stages, and counts the cause', async () => {
    const id = await create(2);
    const { ended } = await advanceDocuments(redis, [
      stage(id, 0, 'ocr', 'completed'),
      stage(id, 0, 'chunking', 'failed'),
      ...complete(id, 1),
    ]);
    expect(ended).toEqual([{ batchId: id, run: 1, status: 'completed_with_exceptions' }]);
    const batch = await expectInvariants(redis, id);
    expect(batch.causes).toEqual([{ stage: 'chunking', code: 'corrupt', count: 1 }]);
    expect(batch.stages.finalization).toMatchObject({ completed: 1, skipped: 1 });
    expect((await readStates(redis, id)).get(`${id}-d0`)).toMatchObject({
      status: 'exception',
      code: 'corrupt',
    });
  });

  it('does not reopen a document that has reached the highest run', async () => {
    const id = await create(1);
    await advanceDocuments(redis, [stage(id, 0, 'ocr', 'failed')]);
    const key = redis.keys.documents(id);
    const packed = (await redis.roles.batch.hget(key, `${id}-d0`)) ?? '';
    const last = `${packed.slice(0, 1)}999${packed.slice(4)}`;
    await redis.roles.batch.hset(key, `${id}-d0`, last);
    expect((await retryDocuments(redis, id, [`${id}-d0`, 'unknown'], {})).opened).toEqual([]);
    expect(await redis.roles.batch.hget(key, `${id}-d0`)).toBe(last);
    expect((await recountBatch(redis, id)).drift).toEqual([]);
  });

  it('retries a document from the stage that failed, and ends the batch once more', async () => {
    const id = await create(2);
    await advanceDocuments(redis, [
      stage(id, 0, 'ocr', 'completed'),
      stage(id, 0, 'chunking', 'failed'),
      ...complete(id, 1),
    ]);
    expect((await retryDocuments(redis, id, [`${id}-d0`, `${id}-d1`], { stage: 'ocr' })).opened).toEqual([]);
    const { batchRun, opened } = await retryDocuments(redis, id, [`${id}-d0`, `${id}-d1`], {
      stage: 'chunking',
      code: 'corrupt',
    });
    expect(batchRun).toBe(2);
    expect(opened).toEqual([{ documentId: `${id}-d0`, run: 2, stage: 'chunking' }]);
    expect((await retryDocuments(redis, id, [`${id}-d0`], {})).opened).toEqual([]);
    let batch = await expectInvariants(redis, id);
    expect(batch).toMatchObject({ status: 'running', causes: [], endedAt: null });
    expect((await advanceDocuments(redis, complete(id, 0, 1, 'chunking'))).applied).toBe(0);
    const { ended } = await advanceDocuments(redis, complete(id, 0, 2, 'chunking'));
    expect(ended).toEqual([{ batchId: id, run: 2, status: 'completed' }]);
    batch = await expectInvariants(redis, id);
    expect(batch.equation).toMatchObject({ completed: 2, exceptions: 0 });
  });

  it('gates by pause, cancel and state, and remembers parked jobs', async () => {
    const id = await create(1);
    const verdictOf = async (name: Stage, run = 1) =>
      (
        await gateStages(redis, [
          { batchId: id, job: `ocr|j-${name}`, documentId: `${id}-d0`, run, stage: name, attempt: 1 },
        ])
      )[0]?.verdict;
    expect(await verdictOf('ocr')).toBe('run');
    expect(await verdictOf('chunking')).toBe('early');
    expect(await verdictOf('ocr', 2)).toBe('stale');
    expect(
      (
        await gateStages(redis, [
          { batchId: 'nowhere', job: 'ocr|j', documentId: 'd', run: 1, stage: 'ocr', attempt: 1 },
        ])
      )[0],
    ).toEqual({ verdict: 'unknown', isFlowWhole: false });
    expect((await controlBatch(redis, id, 'pause')).outcome).toBe('ok');
    expect((await controlBatch(redis, id, 'pause')).outcome).toBe('unchanged');
    expect(await verdictOf('ocr')).toBe('parked');
    expect(await redis.roles.batch.smembers(redis.keys.parked(id))).toEqual(['ocr|j-ocr']);
    await controlBatch(redis, id, 'resume');
    expect(await verdictOf('ocr')).toBe('run');
    await advanceDocuments(redis, [stage(id, 0, 'ocr', 'completed')]);
    expect(await verdictOf('ocr')).toBe('done');
    await controlBatch(redis, id, 'cancel');
    expect(await verdictOf('chunking')).toBe('canceled');
    expect((await controlBatch(redis, id, 'resume')).outcome).toBe('unchanged');
  });

  it('returns verdicts for jobs of several batches in their order', async () => {
    const [one, two] = [await create(2), await create(1)];
    await controlBatch(redis, two, 'cancel');
    const question = (batchId: string, n: number) => ({
      batchId,
      job: `ocr|${n}`,
      documentId: `${batchId}-d${n}`,
      run: 1,
      stage: 'ocr' as const,
      attempt: 1,
    });
    await redis.roles.batch.hset(redis.keys.batch(two), 'flow', 1);
    expect(await gateStages(redis, [question(one, 0), question(two, 0), question(one, 1)])).toEqual([
      { verdict: 'run', isFlowWhole: false },
      { verdict: 'canceled', isFlowWhole: true },
      { verdict: 'run', isFlowWhole: false },
    ]);
  });

  it('cancels open documents and keeps completed ones', async () => {
    const id = await create(3);
    await advanceDocuments(redis, [...complete(id, 0), stage(id, 1, 'ocr', 'running')]);
    await controlBatch(redis, id, 'cancel');
    const { ended } = await advanceDocuments(
      redis,
      [0, 1, 2].map((n) => ({ kind: 'cancel' as const, batchId: id, documentId: `${id}-d${n}`, run: 1 })),
    );
    expect(ended).toEqual([{ batchId: id, run: 1, status: 'canceled' }]);
    const batch = await expectInvariants(redis, id);
    expect(batch.equation).toEqual({
      received: 3,
      completed: 1,
      duplicates: 0,
      excluded: 2,
      exceptions: 0,
      pending: 0,
    });
    expect((await controlBatch(redis, id, 'pause')).outcome).toBe('terminal');
    expect((await advanceDocuments(redis, [stage(id, 1, 'ocr', 'completed')])).applied).toBe(0);
  });

  it('pauses a batch with too many failures once, until the operator resumes it', async () => {
    next += 1;
    const id = `b-${next}`;
    const documents = Array.from({ length: 60 }, (_v, i) => ({
      id: `${id}-d${i}`,
      status: 'pending' as const,
      code: null,
      bytes: 1,
      warning: false,
    }));
    await createBatch(
      redis,
      id,
      { ...SEED, stopLoss: 50 },
      [
        ...documents,
        ...Array.from({ length: 40 }, (_v, i) => ({
          id: `${id}-x${i}`,
          status: 'exception' as const,
          code: 'empty' as const,
          bytes: 0,
          warning: false,
        })),
      ],
      true,
    );
    await advanceDocuments(
      redis,
      Array.from({ length: 19 }, (_v, n) => stage(id, n, 'ocr', 'failed')),
    );
    expect((await readBatch(redis, id)).status).toBe('running');
    await advanceDocuments(redis, [stage(id, 19, 'ocr', 'failed')]);
    expect(await readBatch(redis, id)).toMatchObject({ status: 'paused', pausedBy: 'stop_loss' });
    await controlBatch(redis, id, 'resume');
    await advanceDocuments(redis, [stage(id, 20, 'ocr', 'failed')]);
    expect(await expectInvariants(redis, id)).toMatchObject({ status: 'running', pausedBy: null });
  });

  it('finds and corrects a counter that was changed from outside', async () => {
    const id = await create(2);
    await redis.roles.batch.hincrby(redis.keys.batch(id), 'd:p', 5);
    await redis.roles.batch.hset(redis.keys.batch(id), 's1:c', 1);
    const { checked, drift } = await recountBatch(redis, id);
    expect(checked).toBe(2);
    expect(drift.sort((a, b) => a.counter.localeCompare(b.counter))).toEqual([
      { counter: 'd:p', stored: 7, recomputed: 2 },
      { counter: 's1:c', stored: 1, recomputed: 0 },
    ]);
    await recountBatch(redis, id, true);
    await expectInvariants(redis, id);
  });

  it('runs scripts after SCRIPT FLUSH', async () => {
    const id = await create(1);
    await redis.roles.batch.script('FLUSH');
    expect((await advanceDocuments(redis, complete(id, 0))).applied).toBe(6);
    expect((await readBatch(redis, id)).status).toBe('completed');
  });
});
