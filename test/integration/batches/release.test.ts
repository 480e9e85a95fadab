/** What a batch holds in Redis after its end, and that everything still works when it is gone. */
import { describe, expect, it } from 'vitest';
import { addSlice, type Chain } from '../../../src/core/batches/chains.ts';
import { retryBatch } from '../../../src/core/batches/control.ts';
import { batchJobId, parentJob } from '../../../src/core/batches/jobs.ts';
import { reconcileBatch } from '../../../src/core/batches/reconcile.ts';
import { releasableRun, releaseBatch } from '../../../src/core/batches/release.ts';
import { rerunBatch } from '../../../src/core/batches/rerun.ts';
import { openChains, submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { StageInput } from '../../../src/core/documents/types.ts';
import { encode } from '../../../src/core/redis/codec.ts';
import { storeFacts } from '../../../src/core/results/facts.ts';
import { readTokens, releaseResults } from '../../../src/core/results/release.ts';
import { readInput, readResults, storeResults } from '../../../src/core/results/store.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { Stage } from '../../../src/shared/stages.ts';
import { expectInvariants } from '../../support/batch.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { follow, historyIn } from '../../support/history.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const DOCUMENTS = 6;
const idOf = (n: number): string => manifestDocument('b-1', n).id;

describe.each(PLACES)('releasing a batch, $name', (place) => {
  const { now, work, parentRan } = useFlowFixture(place);
  const ran: string[] = [];
  /** Fails the third document at `stage` while `broken` says so. Every document names one person. */
  const sandbox = (stage: Stage, broken: () => boolean) => {
    const plain = plainSandbox({
      before(at, { document }) {
        ran.push(`${document.id} ${at}`);
        if (at === stage && document.id === idOf(3) && broken()) throw new DocumentError('corrupt', 'broken');
      },
    });
    return {
      ...plain,
      async runStage(at: Stage, input: StageInput, ...rest: [AbortSignal?, (() => void)?]) {
        const output = await plain.runStage(at, input, ...rest);
        if (at !== 'entity_resolution') return output;
        const canonical = [{ kind: 'person', name: `Person ${input.document.id}`, mentions: [] }];
        return { ...output, result: { entities: [], canonical } };
      },
    } as typeof plain;
  };
  /** Runs a batch in which the third document fails at `stage`. @returns ends the fault */
  const runOnce = async (stage: Stage): Promise<() => void> => {
    let broken = true;
    ran.length = 0;
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    await work(sandbox(stage, () => broken));
    await until(async () => (await releasableRun(redis, 'b-1')) === 1);
    await parentRan('b-1');
    return () => {
      broken = false;
    };
  };
  const keysOf = async (role: 'broker' | 'results'): Promise<string[]> =>
    (await now().redis.roles[role].keys(`*${now().namespace}*b-1*`)).filter((key) =>
      role === 'results' ? key.includes('doc:') : /-r\d+-/.test(key),
    );
  const release = (run = 1) => releaseBatch(now().redis, now().broker, 'b-1', run);
  const namesIn = async (run: number): Promise<number> => {
    const history = await historyIn(now().scope);
    history.recordManifest(manifestOf('b-1', DOCUMENTS));
    await follow(now(), history, now().scope);
    const query = REQUESTS['batches.entities'].input.parse({ batchId: 'b-1' });
    await until(() => history.listEntities(query).resolution?.run === run);
    return history.listEntities(query).total;
  };

  it('leaves no jobs, and results only of the document that may be retried', async () => {
    await runOnce('entity_resolution');
    expect(await release()).toBe(true);
    expect(await keysOf('results')).toEqual([now().redis.keys.documentResults(idOf(3))]);
    expect(await keysOf('broker')).toEqual([]);
    expect(await now().redis.roles.batch.smembers(now().redis.keys.heldBatches())).toEqual([]);
    expect((await expectInvariants(now().redis, 'b-1')).equation.completed).toBe(DOCUMENTS - 1);
    expect(await reconcileBatch(now().redis, now().broker, 'b-1', true, 1)).toMatchObject({
      drift: [],
      orphaned: 0,
      ending: null,
    });
  });

  it('retries only what failed, from where it failed, and merges the names of all documents', async () => {
    const mend = await runOnce('relationship_building');
    await release();
    mend();
    ran.length = 0;
    const { redis, broker } = now();
    expect(await retryBatch(redis, broker, 'b-1', [idOf(1), idOf(3)], {})).toBe(1);
    expect(await redis.roles.batch.smembers(redis.keys.heldBatches())).toEqual(['b-1']);
    await until(async () => (await releasableRun(redis, 'b-1')) === 2);
    expect(ran).toEqual([`${idOf(3)} relationship_building`, `${idOf(3)} finalization`]);
    expect(await namesIn(2)).toBe(DOCUMENTS);
    // Twice: the second run kept what the first one had kept.
    await parentRan('b-1', 2);
    expect(await release(2)).toBe(true);
    expect(await keysOf('results')).toEqual([]);
  });

  it('runs nothing again when slices of an ended batch are added once more', async () => {
    const { redis, broker } = now();
    const chains: Chain[] = [];
    ran.length = 0;
    const manifest = manifestOf('b-1', DOCUMENTS);
    await submitBatch(redis, broker, manifest, {
      beforeFlow: async () => chains.push(...(await openChains(redis, 'b-1'))),
    });
    await work(plainSandbox({ before: (at, { document }) => void ran.push(`${document.id} ${at}`) }));
    await until(async () => (await releasableRun(redis, 'b-1')) === 1);
    await parentRan('b-1');
    expect(await release()).toBe(true);
    const before = ran.length;
    await submitBatch(redis, broker, manifest);
    // A producer that slept through the end of the batch adds its parent and its slice.
    const parent = { id: batchJobId('b-1', 1), queue: broker.qualified('batch') };
    const { name, data, opts } = parentJob('b-1', 1);
    await broker.queues.batch.add(name, data, { ...opts, delay: 60_000 });
    await addSlice(broker, chains, { batchId: 'b-1', priority: 'normal', parent });
    const open = async () =>
      Promise.all(
        Object.values(broker.queues).map((queue) =>
          queue.getJobCountByTypes('prioritized', 'active', 'wait', 'waiting-children'),
        ),
      );
    await until(async () => (await open()).every((count) => count === 0));
    expect(ran.length).toBe(before);
    await expectInvariants(redis, 'b-1');
    expect(await redis.roles.batch.hget(redis.keys.batch('b-1'), 'finalizedRun')).toBe('1');
    // The repeated registration stored facts again, so the batch is released once more.
    expect(await release()).toBe(true);
    expect(await keysOf('results')).toEqual([]);
  });

  it('stops when the batch is run again, and never removes what the new run stored', async () => {
    await runOnce('ocr');
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', DOCUMENTS);
    const old = await readTokens(
      redis,
      manifest.documents.map(({ id }) => id),
    );
    await redis.roles.batch.set(redis.keys.reopening('b-1'), 1);
    expect(await release()).toBe(false);
    await storeFacts(redis, manifest.documents, manifest.createdAt);
    expect(await releaseResults(redis, old, 'all')).toBe(0);
    await redis.roles.batch.del(redis.keys.reopening('b-1'));
    await rerunBatch(redis, broker, { manifest, missing: new Map(), leastRun: 2 });
    expect(await release()).toBe(false);
    expect((await readInput(redis, idOf(1), 'ocr')).facts).not.toBeNull();
    await until(async () => (await releasableRun(redis, 'b-1')) === 2);
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(DOCUMENTS - 1);
  });

  it('lets what a late worker stores expire', async () => {
    await runOnce('ocr');
    await release();
    const { redis } = now();
    const attempt = {
      stage: 'ocr' as const,
      attempt: 2,
      startedAt: 1,
      endedAt: 2,
      waitedMs: 0,
      worker: 'late',
      outcome: 'completed' as const,
      cached: false,
      engine: null,
      error: null,
    };
    const result = encode({ text: '', pages: [], metadata: {}, warnings: [] });
    await storeResults(redis, [{ documentId: idOf(1), attempt, result }]);
    expect(await redis.roles.results.ttl(redis.keys.documentResults(idOf(1)))).toBeGreaterThan(0);
  });

  it('keeps in a completed document only what the resolution reads, unless it has changed', async () => {
    await runOnce('ocr');
    const { redis } = now();
    const [one, two] = await readTokens(redis, [idOf(1), idOf(2)]);
    await redis.roles.results.hset(redis.keys.documentResults(idOf(2)), 'attempt:ocr:9', 'x');
    expect(await releaseResults(redis, [one!, two!], 'most')).toBe(1);
    expect((await redis.roles.results.hkeys(redis.keys.documentResults(idOf(1)))).sort()).toEqual([
      'readyAt',
      'result:entity_resolution',
      'result:relationship_building',
      'stamp',
    ]);
    await redis.roles.results.hdel(redis.keys.documentResults(idOf(2)), 'attempt:ocr:9');
    expect((await readResults(redis, [idOf(2)]))[0]?.results.ocr).toBeDefined();
  });
});
