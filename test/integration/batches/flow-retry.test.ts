/** What a retry in the middle of a running batch costs, and that many at once all come through. */
import { describe, expect, it } from 'vitest';
import { retryBatch } from '../../../src/core/batches/control.ts';
import { advanceDocuments } from '../../../src/core/batches/scripts.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { NO_FACTS } from '../../../src/core/batches/updates.ts';
import { expectInvariants, readStates } from '../../support/batch.ts';
import { useFlow } from '../../support/flow.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';

const DOCUMENTS = 40;
const idOf = (n: number): string => `b-1-d${String(n).padStart(5, '0')}`;

describe.each(PLACES)('retry in a running batch, $name', (place) => {
  const { now, work, ended } = useFlow(place);
  const fail = (...numbers: number[]) =>
    advanceDocuments(
      now().redis,
      numbers.map((n) => ({
        kind: 'stage',
        batchId: 'b-1',
        documentId: idOf(n),
        run: 1,
        stage: 'ocr',
        status: 'failed',
        attempt: 1,
        facts: { ...NO_FACTS, code: 'infrastructure' },
      })),
    );
  /** How many jobs were ever added to a queue, those too that were there already. */
  const added = async (): Promise<number> =>
    Number(await now().redis.roles.broker.get(now().broker.queues.ocr.toKey('id')));

  it('adds the chains of the documents it opened and no others', async () => {
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

  it('adds all that is open where a flow was left half added', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    await redis.roles.batch.hdel(redis.keys.batch('b-1'), 'flow');
    await fail(3);
    const before = await added();
    await retryBatch(redis, broker, 'b-1', [idOf(3)], {});
    // Its own once more by name, should another have called the flow complete meanwhile.
    expect((await added()) - before).toBe(DOCUMENTS + 1);
  });

  it('loses nothing when many retries of one batch meet', async () => {
    const { redis, broker } = now();
    await submitBatch(redis, broker, manifestOf('b-1', DOCUMENTS));
    // Too few to pause the batch by its stop-loss.
    const numbers = Array.from({ length: 15 }, (_v, i) => i + 1);
    await fail(...numbers);
    await Promise.all(numbers.map((n) => retryBatch(redis, broker, 'b-1', [idOf(n)], {})));
    await work(plainSandbox());
    await ended('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(DOCUMENTS);
    const runs = [...(await readStates(redis, 'b-1')).values()].map((state) => state.run);
    expect(runs.filter((run) => run === 2)).toHaveLength(numbers.length);
  });
});
