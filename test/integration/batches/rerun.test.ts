/** Re-runs: every document of a batch in one step, as new runs, even if the batch is no longer in Redis. */
import { describe, expect, it } from 'vitest';
import { cancelBatch } from '../../../src/core/batches/control.ts';
import { rerunBatch } from '../../../src/core/batches/rerun.ts';
import { createBatch } from '../../../src/core/batches/scripts.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { readResults } from '../../../src/core/results/store.ts';
import type { Manifest } from '../../../src/shared/manifest.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { expectInvariants, readStates } from '../../support/batch.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';

const NONE: ReadonlyMap<string, string> = new Map();

/** Four documents that run, the fourth with a warning from intake, and one of each kind that does not run. */
function mixed(batchId: string): Manifest {
  const late = { code: 'extension_mismatch', stage: null, detail: '.pdf', attempt: 0 } as const;
  const empty = { code: 'empty', stage: null, detail: '', attempt: 0 } as const;
  return manifestOf(batchId, 0, {
    documents: [
      manifestDocument(batchId, 1),
      manifestDocument(batchId, 2),
      manifestDocument(batchId, 3),
      manifestDocument(batchId, 4, { warnings: [late] }),
      manifestDocument(batchId, 5, { status: 'duplicate', duplicateOf: `${batchId}-d00001` }),
      manifestDocument(batchId, 6, { status: 'excluded' }),
      manifestDocument(batchId, 7, { status: 'exception', exception: empty }),
    ],
  });
}

describe.each(PLACES)('re-run, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  it('runs every document again, keeps earlier attempts, and resets the counters', async () => {
    const { redis, broker } = now();
    const manifest = mixed('b-1');
    let corrupt = true;
    const sandbox = plainSandbox({
      before(stage, { document }) {
        if (corrupt && stage === 'entity_extraction' && document.id.endsWith('3'))
          throw new DocumentError('corrupt', 'bad bytes');
      },
    });
    await submitBatch(redis, broker, manifest);
    await expect(rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const stop = await work(sandbox);
    await ended('b-1');
    await stop();
    const first = await expectInvariants(redis, 'b-1');
    expect(first).toMatchObject({
      status: 'completed_with_exceptions',
      warnings: 1,
      equation: { received: 7, completed: 3, exceptions: 2, duplicates: 1, excluded: 1 },
    });

    corrupt = false;
    expect(await rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 1 })).toEqual({
      run: 2,
      opened: 4,
    });
    expect(await expectInvariants(redis, 'b-1')).toMatchObject({
      status: 'running',
      percent: 0,
      startedAt: null,
      endedAt: null,
      warnings: 1,
      characters: 0,
      cacheHits: 0,
      cacheMisses: 0,
      equation: { received: 7, completed: 0, exceptions: 1, duplicates: 1, excluded: 1, pending: 4 },
      causes: [{ stage: null, code: 'empty', count: 1 }],
    });
    await expect(rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await work(sandbox);
    await ended('b-1');
    const second = await expectInvariants(redis, 'b-1');
    expect(second).toMatchObject({
      percent: 100,
      equation: { received: 7, completed: 4, exceptions: 1, duplicates: 1, excluded: 1 },
      causes: [{ stage: null, code: 'empty', count: 1 }],
    });
    const [third] = await readResults(redis, ['b-1-d00003']);
    expect(third?.attempts.map((a) => [a.stage, a.attempt, a.outcome])).toEqual([
      ['ocr', 1, 'completed'],
      ['ocr', 101, 'completed'],
      ['chunking', 1, 'completed'],
      ['chunking', 101, 'completed'],
      ['entity_extraction', 1, 'failed'],
      ...STAGES.slice(2).map((stage) => [stage, 101, 'completed']),
    ]);
    // The results of the first run came from the cache.
    expect(second).toMatchObject({ cacheHits: 20, cacheMisses: 4 });
  });

  it('fails documents whose originals are gone and runs the others', async () => {
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', 3);
    await submitBatch(redis, broker, manifest);
    await work(plainSandbox());
    await ended('b-1');
    const missing = new Map([['b-1-d00002', 'gone']]);
    await rerunBatch(redis, broker, { manifest, missing, leastRun: 1 });
    await ended('b-1');
    expect(await expectInvariants(redis, 'b-1')).toMatchObject({
      status: 'completed_with_exceptions',
      equation: { completed: 2, exceptions: 1 },
      causes: [{ stage: 'ocr', code: 'source_missing', count: 1 }],
    });
    const [second] = await readResults(redis, ['b-1-d00002']);
    expect(second?.attempts.filter((a) => a.stage === 'ocr')).toMatchObject([
      { attempt: 1, outcome: 'completed' },
      {
        attempt: 101,
        outcome: 'failed',
        worker: 'console',
        error: { code: 'source_missing', detail: 'gone' },
      },
    ]);
  });

  it('runs a canceled batch again', async () => {
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', 5);
    await submitBatch(redis, broker, manifest);
    await cancelBatch(redis, broker, 'b-1');
    await rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 1 });
    await work(plainSandbox());
    await ended('b-1');
    expect(await expectInvariants(redis, 'b-1')).toMatchObject({
      status: 'completed',
      equation: { completed: 5 },
    });
  });

  it('restores a batch that is no longer in Redis and numbers its run after those in history', async () => {
    const { redis, broker } = now();
    const manifest = mixed('b-1');
    expect(await rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 4 })).toEqual({
      run: 4,
      opened: 4,
    });
    expect(await expectInvariants(redis, 'b-1')).toMatchObject({
      createdAt: manifest.createdAt,
      status: 'running',
      equation: { received: 7, pending: 4 },
    });
    await work(plainSandbox());
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation).toMatchObject({ completed: 4, exceptions: 1 });
    const states = await readStates(redis, 'b-1');
    expect(states.get('b-1-d00001')?.run).toBe(4);
    const [one] = await readResults(redis, ['b-1-d00001']);
    expect(one?.attempts.map((a) => a.attempt)).toEqual(STAGES.map(() => 301));
  });

  it('continues a re-run that was killed while it restored the batch', async () => {
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', 4);
    await redis.roles.batch.hset(redis.keys.batch('b-1'), 'restored', 1);
    const [first] = manifest.documents;
    await createBatch(
      redis,
      'b-1',
      manifest,
      [{ id: first?.id ?? '', status: 'pending', code: null, bytes: 1, warning: false }],
      false,
    );
    await rerunBatch(redis, broker, { manifest, missing: NONE, leastRun: 2 });
    await work(plainSandbox());
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation).toMatchObject({ received: 4, completed: 4 });
  });
});
