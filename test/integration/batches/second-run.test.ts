/** Processes the same contents twice: the Redis cache and its local mirror save the work. */
import { beforeEach, describe, expect, it } from 'vitest';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { cacheStatistics } from '../../../src/core/cache/store.ts';
import { warmCache } from '../../../src/core/cache/warm.ts';
import type { History } from '../../../src/core/history/types.ts';
import { completeCached } from '../../../src/core/pipeline/worker/complete-cached.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import type { Manifest } from '../../../src/shared/manifest.ts';
import { STAGE_VERSION, STAGES, type Stage } from '../../../src/shared/stages.ts';
import { expectInvariants, readBatch } from '../../support/batch.ts';
import { LIMITS, useFlowFixture } from '../../support/flow-fixture.ts';
import { follow, historyIn } from '../../support/history.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const DOCUMENTS = 12;

describe.each(PLACES)('a second run, $name', (place) => {
  const { now, work: workWith, parentRan } = useFlowFixture(place);
  let history: History;
  let runs: Stage[];

  beforeEach(async () => {
    runs = [];
    history = await historyIn(now().scope);
    await follow(now(), history, now().scope);
  });

  const counting = (before?: (stage: Stage) => Promise<void>): Sandbox =>
    plainSandbox({
      async before(stage) {
        runs.push(stage);
        await before?.(stage);
      },
    });
  const work = (sandbox = counting()) => workWith(sandbox);
  /** Returns a batch whose documents have the same contents as in every other batch. */
  const manifest = (batchId: string, more = 0): Manifest => {
    const one = manifestOf(batchId, DOCUMENTS + more);
    const first = manifestOf('contents', DOCUMENTS + more);
    const documents = one.documents.map((d, i) => ({ ...d, sha256: first.documents[i]?.sha256 ?? null }));
    return { ...one, documents };
  };
  /** Runs a batch until history has all of it. @returns the stages that actually ran */
  const run = async (batchId: string, warm = false, more = 0, cached = false): Promise<Stage[]> => {
    const { redis, broker } = now();
    runs.length = 0;
    const batch = manifest(batchId, more);
    history.recordManifest(batch);
    if (warm) await warmCache(redis, history.cacheMirror, batch.documents, new AbortController().signal);
    await submitBatch(redis, broker, batch, {
      beforeFlow: async () => {
        if (!cached) return;
        const complete = () =>
          completeCached(redis, batchId, batch.documents, { limits: LIMITS, workerId: 'console' });
        expect(await complete()).toBe(DOCUMENTS);
        expect(await complete()).toBe(0);
      },
    });
    await until(
      () => history.batch(batchId)?.status === 'completed' && history.openDocuments(batchId).length === 0,
    );
    await until(() => history.document(batch.documents.at(-1)?.id ?? '')?.text !== null);
    await expectInvariants(redis, batchId);
    return [...runs];
  };
  const flush = async (): Promise<void> => {
    const { redis } = now();
    const { cache } = redis.roles;
    // Deletes by name, because all roles may share one database.
    const found = await Promise.all(STAGES.map((stage) => cache.keys(redis.keys.cacheEntry(stage, '*'))));
    const keys = found.flat();
    if (keys.length > 0) await cache.del(...keys);
  };

  it('runs no stage twice, and counts hits and misses by kind', async () => {
    const { redis } = now();
    await work();
    expect(await run('b-1')).toHaveLength(DOCUMENTS * STAGES.length);
    expect(await run('b-2')).toEqual([]);
    expect(await readBatch(redis, 'b-2')).toMatchObject({ cacheHits: 72, cacheMisses: 0 });
    expect(await cacheStatistics(redis)).toEqual(
      STAGES.map((kind) => ({ kind, hits: DOCUMENTS, misses: DOCUMENTS })),
    );
  });

  it('runs no stage twice if the emptied cache is warmed from this computer', async () => {
    await work();
    await run('b-1');
    await flush();
    expect(await run('b-2', true)).toEqual([]);
    const detail = (id: string) => history.document(id);
    expect(detail('b-2-d00001')?.text).toBe(detail('b-1-d00001')?.text);
    await flush();
    expect(await run('b-3')).toHaveLength(DOCUMENTS * STAGES.length);
  });

  it('completes fully cached documents without jobs on submission, and runs the others', async () => {
    const { redis, broker } = now();
    await work();
    await run('b-1');
    const again = await run('b-2', false, 2, true);
    expect(again).toHaveLength(2 * STAGES.length);
    expect(await readBatch(redis, 'b-2')).toMatchObject({ cacheHits: 72, cacheMisses: 12, percent: 100 });
    const { stages } = await readBatch(redis, 'b-2');
    expect(STAGES.map((stage) => stages[stage].cached)).toEqual(STAGES.map(() => DOCUMENTS));
    const document = history.document('b-2-d00001');
    expect(document?.attempts.map((a) => [a.stage, a.cached, a.worker])).toEqual(
      STAGES.map((stage) => [stage, true, 'console']),
    );
    expect(document?.text).toBe(history.document('b-1-d00001')?.text);
    // Only the first run and the two new documents had jobs.
    const { finalize } = broker.queues;
    expect(Number(await redis.roles.broker.get(finalize.toKey('id')))).toBe(DOCUMENTS + 2);
    expect(await cacheStatistics(redis)).toEqual(
      STAGES.map((kind) => ({ kind, hits: DOCUMENTS, misses: DOCUMENTS + 2 })),
    );
  });

  it('runs the parent of a batch that has nothing left to do', async () => {
    const { redis } = now();
    await work();
    await run('b-1');
    expect(await run('b-2', false, 0, true)).toEqual([]);
    await parentRan('b-2');
    expect(await redis.roles.batch.hget(redis.keys.batch('b-2'), 'drift')).toBe('0');
  });

  it('counts the warmed contents, and sends only missing entries', async () => {
    const { redis } = now();
    await work();
    await run('b-1');
    const stop = new AbortController();
    const documents = [...manifest('b-2').documents, ...manifestOf('new', 5).documents];
    const warm = () => warmCache(redis, history.cacheMirror, documents, stop.signal);
    expect(await warm()).toMatchObject({ contents: DOCUMENTS + 5, warmed: DOCUMENTS, entries: 0, bytes: 0 });
    await flush();
    expect(await warm()).toMatchObject({ warmed: DOCUMENTS, entries: DOCUMENTS * STAGES.length });
    stop.abort();
    expect(await warm()).toMatchObject({ warmed: 0, entries: 0 });
  });

  it('completes a batch when the cache is emptied in the middle', async () => {
    const { redis } = now();
    let flushed = false;
    await work(
      counting(async (stage) => {
        if (stage !== 'entity_resolution' || flushed) return;
        flushed = true;
        await flush();
      }),
    );
    await run('b-1');
    expect(flushed).toBe(true);
    expect(await readBatch(redis, 'b-1')).toMatchObject({ status: 'completed', percent: 100 });
  });

  it('recomputes a stage whose version was raised and the later ones, but no earlier stage', async () => {
    const { redis } = now();
    await work();
    await run('b-1');
    const versions = STAGE_VERSION as Record<Stage, number>;
    versions.entity_extraction += 1;
    try {
      const again = await run('b-2');
      const times = (stage: Stage) => again.filter((s) => s === stage).length;
      expect(STAGES.map(times)).toEqual([0, 0, DOCUMENTS, DOCUMENTS, DOCUMENTS, DOCUMENTS]);
      const { stages } = await readBatch(redis, 'b-2');
      expect(STAGES.map((stage) => stages[stage].cached)).toEqual([DOCUMENTS, DOCUMENTS, 0, 0, 0, 0]);
      await flush();
      expect(await run('b-3', true)).toEqual([]);
    } finally {
      versions.entity_extraction -= 1;
    }
  });
});
