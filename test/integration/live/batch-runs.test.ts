/** Runs of a batch: the first one, retries and reruns each keep their own time, on a real stream and in history. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, openBroker } from '../../../src/core/batches/broker.ts';
import { rerunDocuments, retryDocuments } from '../../../src/core/batches/reopen-scripts.ts';
import { advanceDocuments, createBatch } from '../../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../../src/core/batches/updates.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { expectInvariants, readBatch } from '../../support/batch.ts';
import { follow, historyIn } from '../../support/history.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { firstStage } from '../../support/updates.ts';

describe.each(PLACES)('runs of a batch, $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let broker: Broker;
  let history: History;
  let scope: Lifetime;
  let ends: number[];
  let next = 0;

  beforeAll(async () => {
    server = await startTestRedis({ cluster });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    next += 1;
    scope = new Lifetime();
    redis = await server.roles({ layout, namespace: `runs${next}` });
    broker = scope.own(openBroker(redis));
    history = await historyIn(scope);
    ends = [];
    await follow({ redis, broker }, history, scope, { onEnded: (_batch, run) => void ends.push(run) });
  });
  afterEach(() => scope.dispose());

  const ids = ['b-d00001', 'b-d00002'];
  const create = async (): Promise<void> => {
    const manifest = manifestOf('b', ids.length);
    history.recordManifest(manifest);
    const rows = ids.map((id) => ({ id, status: 'pending', code: null, bytes: 1, warning: false }) as const);
    await createBatch(redis, 'b', manifest, rows, true);
  };
  const complete = (id: string, run: number): Promise<unknown> =>
    advanceDocuments(
      redis,
      STAGES.map(
        (stage): StageUpdate => ({
          ...{ kind: 'stage', batchId: 'b', documentId: id, run, stage, status: 'completed', attempt: 1 },
          metrics: { ...NO_METRICS, ms: 5 },
        }),
      ),
    );
  /** Moves the start and end of the run that has just ended into the past. */
  const backdate = (startedAgo: number, endedAgo: number): Promise<unknown> => {
    const now = Date.now();
    return redis.roles.batch.hset(
      redis.keys.batch('b'),
      'startedAt',
      now - startedAgo,
      'endedAt',
      now - endedAgo,
    );
  };

  it('does not count the time between a run and its retry, and starts over with a rerun', async () => {
    await create();
    await advanceDocuments(redis, [firstStage('b', ids[0]!, 'failed')]);
    await complete(ids[1]!, 1);
    await until(() => ends.length === 1);
    await backdate(400_000, 377_200);
    expect(await readBatch(redis, 'b')).toMatchObject({ durationMs: 22_800 });

    await retryDocuments(redis, 'b', ids, {});
    const first = await readBatch(redis, 'b');
    expect(first).toMatchObject({ durationMs: 22_800, endedAt: null });
    await complete(ids[0]!, 2);
    await until(() => ends.length === 2);
    const retried = await readBatch(redis, 'b');
    expect(retried.durationMs).toBeGreaterThanOrEqual(22_800);
    expect(retried.durationMs).toBeLessThan(22_800 + 60_000);
    expect(retried.startedAt).toBe(first.startedAt);
    await expectInvariants(redis, 'b');

    await rerunDocuments(redis, 'b', 3, []);
    for (const id of ids) await complete(id, 3);
    await until(() => ends.length === 3);
    const again = await readBatch(redis, 'b');
    expect(again.durationMs).toBeLessThan(22_800);
    expect(again.startedAt).toBeGreaterThan(retried.endedAt ?? Number.POSITIVE_INFINITY);
    expect(history.runs.list('b')).toMatchObject([
      { kind: 'first', documents: 2, exceptions: 1, status: 'completed_with_exceptions' },
      { kind: 'retry', documents: 1, exceptions: 0, status: 'completed' },
      { kind: 'rerun', documents: 2, exceptions: 0, status: 'completed' },
    ]);
    expect(history.runs.list('b').map(({ run }) => run)).toEqual(ends);
  });

  it('counts documents as running only while they are in a stage', async () => {
    await create();
    await advanceDocuments(redis, [firstStage('b', ids[0]!, 'completed')]);
    expect(await readBatch(redis, 'b')).toMatchObject({ started: 1, running: 0 });
    await advanceDocuments(redis, [
      {
        ...{ kind: 'stage', batchId: 'b', documentId: ids[0]!, run: 1, stage: 'chunking', status: 'running' },
        ...{ attempt: 1, metrics: null },
      },
    ]);
    expect(await readBatch(redis, 'b')).toMatchObject({ started: 1, running: 1 });
  });

  it('shows a canceled batch as far as it got', async () => {
    await create();
    await complete(ids[0]!, 1);
    await redis.roles.batch.hset(redis.keys.batch('b'), 'control', 'canceled');
    await advanceDocuments(redis, [{ kind: 'cancel', batchId: 'b', documentId: ids[1]!, run: 1 }]);
    await until(() => ends.length === 1);
    expect(await readBatch(redis, 'b')).toMatchObject({ status: 'canceled', percent: 50, canceled: 1 });
    expect(history.batch('b')).toMatchObject({ status: 'canceled', percent: 50, canceled: 1, running: 0 });
  });
});
