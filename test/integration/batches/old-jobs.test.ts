/** Jobs that version 0.1.0 left in BullMQ are completed by this version. */
import { describe, expect, it } from 'vitest';
import { batchJobOptions, oldBarrierJobId, parentJob } from '../../../src/core/batches/jobs.ts';
import { registerBatch } from '../../../src/core/batches/register.ts';
import { ensureFlow } from '../../../src/core/batches/submit.ts';
import { expectInvariants } from '../../support/batch.ts';
import { useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';

describe.each(PLACES)('a flow that version 0.1.0 started to add, $name', (place) => {
  const { now, work, ended, parentRan } = useFlowFixture(place);

  it('completes, although its barrier has the old name', async () => {
    const { redis, broker } = now();
    await registerBatch(redis, manifestOf('b-1', 3), true);
    const parent = parentJob('b-1', 1);
    await broker.flows.add({
      ...parent,
      queueName: 'batch',
      children: [
        {
          name: 'seal',
          queueName: 'batch',
          data: parent.data,
          opts: { ...batchJobOptions, jobId: oldBarrierJobId('b-1', 1), delay: 3_600_000 },
        },
      ],
    });
    await ensureFlow(redis, broker, 'b-1');
    await work(plainSandbox());
    await ended('b-1');
    await parentRan('b-1');
    expect((await expectInvariants(redis, 'b-1')).equation.completed).toBe(3);
  });
});
