/** A whole batch once more: in one step, as runs of its own, and also when Redis has forgotten it. */
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

/** Four that run (the fourth with a warning from intake), and one of each kind that does not. */
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

  it('runs every document again from the start, keeps the attempts, and counts from zero', async () => {
    const { redis, broker } = now();
    const manifest = mixed('b-1');
    let poison = true;
    const sandbox = plainSandbox({
      before(stage, { document }) {
        if (poison && stage === 'entity_extraction' && document.id.endsWith('3'))
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

    poison = false;
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
    // What the first run had worked out came from the cache.
    expect(second).toMatchObject({ cacheHits: 20, cacheMisses: 4 });
  });

  it('sets aside what is not in the vault any more, and runs the rest', async () => {
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

  it('puts a batch back that Redis has forgotten, after the runs that history knows', async () => {
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

  it('goes on with a re-run of a forgotten batch that was killed half-way', async () => {
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
