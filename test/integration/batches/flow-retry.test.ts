/** Retries within a running batch: the jobs that they add, and many retries at once. */
import type { Job } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { prioritizeBatch, retryBatch } from '../../../src/core/batches/control.ts';
import { PRIORITY_NUMBER, stageJobId } from '../../../src/core/batches/jobs.ts';
import { reconcileBatch } from '../../../src/core/batches/reconcile.ts';
import { advanceDocuments } from '../../../src/core/batches/scripts.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { encode } from '../../../src/core/redis/codec.ts';
import { attemptNumber, readResults, storeResults } from '../../../src/core/results/store.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { expectInvariants, readStates } from '../../support/batch.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';
import { firstStage } from '../../support/updates.ts';

const DOCUMENTS = 40;
/** The wait between the two checks of a reconcile. */
const CONFIRM_MS = 20;
const idOf = (n: number): string => `b-1-d${String(n).padStart(5, '0')}`;

describe.each(PLACES)('retry in a running batch, $name', (place) => {
  const { now, work, ended, parentRan } = useFlowFixture(place);
  const fail = (...numbers: number[]) =>
    advanceDocuments(
      now().redis,
      numbers.map((n) => firstStage('b-1', idOf(n), 'failed')),
    );
  /** Returns how many jobs were ever added to the queue, including repeated ones. */
  const added = async (): Promise<number> =>
    Number(await now().redis.roles.broker.get(now().broker.queues.ocr.toKey('id')));

  it('adds only the chains of the reopened documents', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    await fail(3, 4);
    const before = await added();
    expect(await retryBatch(redis, broker, 'b-1', [idOf(3), idOf(4), idOf(5)], {})).toBe(2);
    expect((await added()) - before).toBe(2);
    await work(plainSandbox());
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(DOCUMENTS);
  });

  it('adds every open chain if the flow was only partly added', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    await redis.roles.batch.hdel(redis.keys.batch('b-1'), 'flow');
    await fail(3);
    const before = await added();
    await retryBatch(redis, broker, 'b-1', [idOf(3)], {});
    // The reopened chain is added once more by name, in case another call marked the flow as complete.
    expect((await added()) - before).toBe(DOCUMENTS + 1);
  });

  it('loses no document when many retries of a batch run at once', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    // Too few failures to trigger stop-loss.
    const numbers = Array.from({ length: 15 }, (_v, i) => i + 1);
    await fail(...numbers);
    await Promise.all(numbers.map((n) => retryBatch(redis, broker, 'b-1', [idOf(n)], {})));
    await work(plainSandbox());
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(DOCUMENTS);
    const runs = [...(await readStates(redis, 'b-1')).values()].map((state) => state.run);
    expect(runs.filter((run) => run === 2)).toHaveLength(numbers.length);
  });

  describe('documents that failed at the first stage', () => {
    const waiting = async (): Promise<number[]> => {
      const counts = await Promise.all(
        Object.values(now().broker.queues).map((queue) =>
          queue.getJobCounts('prioritized', 'waiting-children'),
        ),
      );
      return ['prioritized', 'waiting-children'].map((set) =>
        counts.reduce((sum, count) => sum + (count[set] ?? 0), 0),
      );
    };
    /** Runs a batch of five documents, one of which fails, and reopens that one. */
    const retryOne = async (): Promise<void> => {
      const { redis, broker } = now();
      await submitBatch(redis, broker, manifestOf('b-1', 5));
      const stop = await work(
        plainSandbox({
          before(stage, { document }) {
            if (stage === 'ocr' && document.id === idOf(3)) throw new DocumentError('corrupt', 'bad bytes');
          },
        }),
      );
      await ended('b-1');
      await parentRan('b-1');
      await stop();
      expect(await retryBatch(redis, broker, 'b-1', [idOf(3)], {})).toBe(1);
    };
    const recordCompleted = () => advanceDocuments(now().redis, [firstStage('b-1', idOf(3), 'completed', 2)]);
    const nextJob = (): Promise<Job | undefined> =>
      now().broker.queues.text.getJob(stageJobId(idOf(3), 2, 'chunking'));

    it('adds one job; the worker adds the next ones with the current priority', async () => {
      const { redis, broker } = now();
      await retryOne();
      // The batch's parent waits too.
      expect(await waiting()).toEqual([1, 1]);
      await prioritizeBatch(redis, broker, 'b-1', 'high');
      let next: Job | undefined;
      await work(
        plainSandbox({
          async before(stage) {
            if (stage === 'chunking') next = await nextJob();
          },
        }),
      );
      await ended('b-1');
      await parentRan('b-1', 2);
      expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(5);
      expect(next?.opts.priority).toBe(PRIORITY_NUMBER.high);
      const [third] = await readResults(redis, [idOf(3)]);
      expect(
        third?.attempts.filter(({ outcome }) => outcome === 'completed').map(({ stage }) => stage),
      ).toEqual(STAGES);
    });

    it('continues after a worker died between completing the stage and adding the next ones', async () => {
      const { redis } = now();
      await retryOne();
      const [other] = await readResults(redis, [idOf(1)]);
      const attempt = other?.attempts.find(({ stage }) => stage === 'ocr');
      const result = other?.results.ocr;
      if (attempt === undefined || result === undefined)
        throw new Error('The other document has not completed its first stage');
      await storeResults(redis, [
        {
          documentId: idOf(3),
          attempt: { ...attempt, attempt: attemptNumber(2, 1) },
          result: encode(result),
        },
      ]);
      await recordCompleted();
      expect(await nextJob()).toBeUndefined();
      await work(plainSandbox());
      await ended('b-1');
      await parentRan('b-1', 2);
      expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(5);
    });

    it('ends the batch if it fails again, and continues after another retry', async () => {
      const { redis, broker } = now();
      await retryOne();
      let repaired = false;
      await work(
        plainSandbox({
          before(stage) {
            if (stage === 'ocr' && !repaired) throw new DocumentError('corrupt', 'bad bytes');
          },
        }),
      );
      await ended('b-1');
      await parentRan('b-1', 2);
      expect((await expectInvariants(redis, 'b-1')).equation).toMatchObject({ completed: 4, exceptions: 1 });
      expect(await nextJob()).toBeUndefined();
      repaired = true;
      expect(await retryBatch(redis, broker, 'b-1', [idOf(3)], {})).toBe(1);
      await ended('b-1');
      await parentRan('b-1', 3);
      expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(5);
    });

    it('is repaired if the next stages were never added', async () => {
      const { redis, broker } = now();
      await retryOne();
      await recordCompleted();
      // Removes the job completely. Only the batch's parent still refers to it.
      const job = stageJobId(idOf(3), 2, 'ocr');
      await redis.roles.broker.del(broker.queues.ocr.toKey(job));
      await redis.roles.broker.zrem(broker.queues.ocr.toKey('prioritized'), job);
      expect(await reconcileBatch(redis, broker, 'b-1', false, CONFIRM_MS)).toMatchObject({
        orphans: [{ documentId: idOf(3), stage: 'chunking', cause: 'job_missing' }],
      });
      expect(await reconcileBatch(redis, broker, 'b-1', true, CONFIRM_MS)).toMatchObject({ repaired: 1 });
      await work(plainSandbox());
      // The result of its first stage was never stored, so the document becomes an exception.
      await ended('b-1');
      expect((await expectInvariants(redis, 'b-1')).equation.exceptions).toBe(1);
      await until(async () => {
        const { ending } = await reconcileBatch(redis, broker, 'b-1', true, CONFIRM_MS);
        return ending?.cause === 'blocked' && ending.repaired;
      });
      await parentRan('b-1', 2);
    });
  });
});
