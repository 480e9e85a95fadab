/** Workers that die repeatedly: only the document that they were reading becomes an exception. */
import { describe, expect, it } from 'vitest';
import { stageJobId } from '../../../src/core/batches/jobs.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { MAX_INTERRUPTIONS } from '../../../src/core/pipeline/worker/interruptions.ts';
import { readResults } from '../../../src/core/results/store.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { expectInvariants } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const READ = 'b-1-d00001';
const WAITS = 'b-1-d00002';

describe.each(PLACES)('lost workers, $name', (place) => {
  const { now, work, ended, parentRan } = useFlowFixture(place);

  it('gives up the document that was being read each time, but not the one that only waited', async () => {
    const { redis, broker } = now();
    const lost = new Map<string, number>();
    /** Acts as if the worker had died: removes its lock on the job and never returns a result. */
    const loseWorker = async (documentId: string, signal: AbortSignal | undefined): Promise<never> => {
      lost.set(documentId, (lost.get(documentId) ?? 0) + 1);
      const gone = new Promise<never>((_resolve, reject) => {
        // On a busy machine, the lock runs out before the stage starts.
        if (signal?.aborted) reject(signal.reason);
        else signal?.addEventListener('abort', () => reject(signal.reason));
      });
      // The abort may come while the lock is being removed, before anything awaits this promise.
      gone.catch(() => undefined);
      await redis.roles.broker.del(broker.queues.ocr.toKey(`${stageJobId(documentId, 1, 'ocr')}:lock`));
      return gone;
    };
    const plain = plainSandbox();
    const times = (documentId: string): number => lost.get(documentId) ?? 0;
    const sandbox: Sandbox = {
      ...plain,
      async runStage(stage, input, signal, onStart) {
        const { id } = input.document;
        if (id === READ) {
          onStart?.();
          await loseWorker(id, signal);
        }
        // Never reports a start: the document waits for a free parser each time its worker is lost.
        if (id === WAITS && stage === 'ocr' && times(WAITS) < MAX_INTERRUPTIONS + 2)
          await loseWorker(id, signal);
        return plain.runStage(stage, input, signal, onStart);
      },
    };
    await submitBatch(redis, broker, manifestOf('b-1', 3));
    await work(sandbox, SLOTS, 120);
    await ended('b-1');
    await parentRan('b-1');

    const batch = await expectInvariants(redis, 'b-1');
    expect(batch.equation).toMatchObject({ received: 3, completed: 2, exceptions: 1 });
    expect(batch.causes).toEqual([{ stage: 'ocr', code: 'worker_lost', count: 1 }]);
    // The first start does not count, because the job has not stalled before it.
    expect(times(READ)).toBe(MAX_INTERRUPTIONS + 1);
    const [read] = await readResults(redis, [READ]);
    expect(read?.attempts.at(-1)).toMatchObject({
      stage: 'ocr',
      outcome: 'failed',
      error: { code: 'worker_lost', detail: expect.stringContaining(`${MAX_INTERRUPTIONS} times`) },
    });
    await until(async () => (await broker.queues.ocr.getJobState(stageJobId(READ, 1, 'ocr'))) === 'failed');
  });
});
