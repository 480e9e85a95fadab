/** Runs batches through real flows and a real worker: completion, failures, and the operator's controls. */
import { describe, expect, it } from 'vitest';
import {
  cancelBatch,
  finishCancel,
  pauseBatch,
  prioritizeBatch,
  promoteParked,
  resumeBatch,
  retryBatch,
} from '../../../src/core/batches/control.ts';
import { stageJobId } from '../../../src/core/batches/jobs.ts';
import { controlBatch } from '../../../src/core/batches/scripts.ts';
import { ensureFlow, submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { readResults } from '../../../src/core/results/store.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { expectInvariants, readBatch } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

describe.each(PLACES)('flows, $name', (place) => {
  const { now, work, ended, parentRan } = useFlowFixture(place);

  it('runs six stages for every document, and the parent once', async () => {
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', 30);
    await submitBatch(redis, broker, manifest);
    await work(plainSandbox());
    await ended('b-1');
    await parentRan('b-1');
    const batch = await expectInvariants(redis, 'b-1');
    expect(batch).toMatchObject({
      status: 'completed',
      percent: 100,
      equation: { received: 30, completed: 30 },
    });
    const [results] = await readResults(redis, ['b-1-d00001']);
    expect(results?.attempts.map((a) => [a.stage, a.outcome, a.attempt])).toEqual(
      STAGES.map((s) => [s, 'completed', 1]),
    );
    expect(Object.keys(results?.results ?? {}).sort()).toEqual([...STAGES].sort());
    expect(await redis.roles.batch.hget(redis.keys.batch('b-1'), 'drift')).toBe('0');
  });

  it('adds one flow, however often a producer starts over', async () => {
    const { redis, broker } = now();
    const manifest = manifestOf('b-1', 120);
    await submitBatch(redis, broker, manifest);
    await redis.roles.batch.hdel(redis.keys.batch('b-1'), 'flow');
    await ensureFlow(redis, broker, 'b-1');
    await submitBatch(redis, broker, manifest);
    const counts = await broker.queues.ocr.getJobCounts('prioritized', 'waiting');
    expect((counts.prioritized ?? 0) + (counts.waiting ?? 0)).toBe(120);
    await work(plainSandbox());
    await ended('b-1');
    await parentRan('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(120);
  });

  it('fails a corrupt document at once, retries a transient fault, and retries only failed stages', async () => {
    const { redis, broker } = now();
    let repaired = false;
    const tries = new Map<string, number>();
    const busyTries: number[] = [];
    await work(
      plainSandbox({
        before(stage, { document }) {
          const key = `${document.id}:${stage}`;
          tries.set(key, (tries.get(key) ?? 0) + 1);
          if (key === 'b-1-d00002:ocr') busyTries.push(performance.now());
          if (stage === 'entity_extraction' && document.id.endsWith('1') && !repaired)
            throw new DocumentError('corrupt', 'bad bytes');
          if (stage === 'ocr' && document.id.endsWith('2') && tries.get(key) === 1)
            throw new DocumentError('infrastructure', 'busy', { transient: true });
        },
      }),
    );
    await submitBatch(redis, broker, manifestOf('b-1', 4));
    await ended('b-1');
    await parentRan('b-1');
    let batch = await expectInvariants(redis, 'b-1');
    expect(batch).toMatchObject({
      status: 'completed_with_exceptions',
      causes: [{ stage: 'entity_extraction', code: 'corrupt', count: 1 }],
    });
    expect(tries.get('b-1-d00001:entity_extraction')).toBe(1);
    expect(tries.get('b-1-d00002:ocr')).toBe(2);
    // The job itself does not store that it waits from half a second to a second.
    expect((busyTries[1] ?? 0) - (busyTries[0] ?? 0)).toBeGreaterThan(450);
    const [second] = await readResults(redis, ['b-1-d00002']);
    expect(second?.attempts.filter((a) => a.stage === 'ocr').map((a) => [a.attempt, a.outcome])).toEqual([
      [1, 'failed'],
      [2, 'completed'],
    ]);

    repaired = true;
    expect(
      await retryBatch(
        redis,
        broker,
        'b-1',
        manifestOf('b-1', 4).documents.map((d) => d.id),
        {},
      ),
    ).toBe(1);
    await ended('b-1');
    await parentRan('b-1', 2);
    batch = await expectInvariants(redis, 'b-1');
    expect(batch).toMatchObject({ status: 'completed', equation: { completed: 4, exceptions: 0 } });
    expect(tries.get('b-1-d00001:ocr')).toBe(1);
  });

  it('pauses one batch without touching its neighbor, and resumes it', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', 40));
    await submitBatch(redis, broker, manifestOf('b-2', 40));
    await pauseBatch(redis, 'b-1');
    await work(plainSandbox());
    await ended('b-2');
    await until(async () => (await redis.roles.batch.scard(redis.keys.parked('b-1'))) === 40);
    const paused = await expectInvariants(redis, 'b-1');
    expect(paused).toMatchObject({ status: 'paused', equation: { pending: 40 } });
    await resumeBatch(redis, broker, 'b-1');
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(40);
  });

  it('cancels running and waiting documents', async () => {
    const { redis, broker } = now();
    let started = 0;
    let aborted = 0;
    await work(
      plainSandbox({
        before: (stage, _input, signal) =>
          new Promise((_resolve, reject) => {
            if (stage !== 'ocr') return;
            started += 1;
            signal?.addEventListener('abort', () => {
              aborted += 1;
              reject(signal.reason);
            });
          }),
      }),
    );
    await submitBatch(redis, broker, manifestOf('b-1', 20));
    await until(() => started === 4);
    await cancelBatch(redis, broker, 'b-1');
    await ended('b-1');
    const batch = await expectInvariants(redis, 'b-1');
    expect(batch).toMatchObject({
      status: 'canceled',
      equation: { excluded: 20, completed: 0, pending: 0 },
    });
    await until(() => aborted === started);
    await until(
      async () => (await broker.queues.ocr.getJobCounts('prioritized', 'active')).prioritized === 0,
    );
    expect(started).toBe(4);
  });

  it('finishes a cancel whose console died halfway', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', 30));
    await controlBatch(redis, 'b-1', 'cancel');
    expect(await readBatch(redis, 'b-1')).toMatchObject({ status: 'canceling', equation: { pending: 30 } });
    await finishCancel(redis, broker, 'b-1');
    expect(await expectInvariants(redis, 'b-1')).toMatchObject({
      status: 'canceled',
      equation: { excluded: 30 },
    });
  });

  it('keeps a job in the parked set while a worker is parking it', async () => {
    const { redis, broker } = now();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let started = false;
    await work(
      plainSandbox({
        async before(stage) {
          if (stage !== 'ocr') return;
          started = true;
          await held;
        },
      }),
    );
    await submitBatch(redis, broker, manifestOf('b-1', 1));
    await until(() => started);
    // Does what the gate does when it parks a job that is still active.
    const job = `ocr|${stageJobId('b-1-d00001', 1, 'ocr')}`;
    await redis.roles.batch.sadd(redis.keys.parked('b-1'), job);
    expect(await promoteParked(redis, broker, 'b-1')).toBe(0);
    expect(await redis.roles.batch.smembers(redis.keys.parked('b-1'))).toEqual([job]);
    release();
    await ended('b-1');
    await until(async () => (await promoteParked(redis, broker, 'b-1')) === 1);
    expect(await redis.roles.batch.scard(redis.keys.parked('b-1'))).toBe(0);
  });

  it('does not reuse a partial text where the full text is available', async () => {
    const { redis, broker } = now();
    let complete = false;
    const plain = plainSandbox();
    await work({
      ...plain,
      async runStage(stage, input, signal) {
        const output = await plain.runStage(stage, input, signal);
        if (stage !== 'ocr') return output;
        const text = complete ? 'one two three' : 'one';
        const warnings = complete
          ? []
          : [{ code: 'partial_pages' as const, detail: 'pages 2, 3', pages: [2, 3] }];
        return { ...output, result: { ...output.result, text, warnings } };
      },
    });
    // Two batches with the same content.
    const documents = (id: string) =>
      manifestOf(id, 1).documents.map((d) => ({ ...d, sha256: 'f'.repeat(64) }));
    await submitBatch(redis, broker, manifestOf('b-1', 1, { documents: documents('b-1') }));
    await ended('b-1');
    complete = true;
    await submitBatch(redis, broker, manifestOf('b-2', 1, { documents: documents('b-2') }));
    await ended('b-2');
    const [results] = await readResults(redis, ['b-2-d00001']);
    expect(results?.results.ocr?.text).toBe('one two three');
    expect(results?.results.chunking?.chunks.at(-1)?.end).toBe('one two three'.length);
    // A third run finds everything in the cache.
    await submitBatch(redis, broker, manifestOf('b-3', 1, { documents: documents('b-3') }));
    await ended('b-3');
    expect(await readBatch(redis, 'b-3')).toMatchObject({ cacheHits: 6, cacheMisses: 0 });
  });

  it('counts the time before a stage starts as waiting', async () => {
    const { redis, broker } = now();
    const plain = plainSandbox();
    const starts: number[] = [];
    await work({
      ...plain,
      async runStage(stage, input, signal, onStart) {
        if (stage === 'chunking') {
          const requested = Date.now();
          await until(() => Date.now() - requested >= 300);
          onStart?.();
          starts.push(Date.now());
        }
        return plain.runStage(stage, input, signal);
      },
    });
    await submitBatch(redis, broker, manifestOf('b-1', 1));
    await ended('b-1');
    const [results] = await readResults(redis, ['b-1-d00001']);
    const attempt = results?.attempts.find(({ stage }) => stage === 'chunking');
    expect(attempt?.waitedMs).toBeGreaterThanOrEqual(300);
    expect(starts[0]! - attempt!.startedAt).toBeLessThan(300);
    const { chunking } = (await readBatch(redis, 'b-1'))!.stages;
    expect(chunking.totalMs).toBe(attempt!.endedAt - attempt!.startedAt);
  });

  it('lets a batch overtake when its priority is raised while it waits', async () => {
    const { redis, broker } = now();
    const order: string[] = [];
    let openGate: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    await submitBatch(redis, broker, manifestOf('b-low', 10, { priority: 'low' }));
    await submitBatch(redis, broker, manifestOf('b-late', 10, { priority: 'low' }));
    await work(
      plainSandbox({
        async before(stage, { document }) {
          if (stage !== 'ocr') return;
          order.push(document.batchId);
          await gate;
        },
      }),
      { ...SLOTS, ocr: 1 },
    );
    await until(() => order.length === 1);
    await prioritizeBatch(redis, broker, 'b-late', 'high');
    openGate();
    await ended('b-late');
    await ended('b-low');
    // One document held the only slot. After it, the batch with the raised priority goes first.
    expect(order.slice(1, 11)).toEqual(new Array(10).fill('b-late'));
  });
});
