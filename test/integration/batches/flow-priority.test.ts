/** A batch of high priority goes first as soon as it is submitted. */
import { describe, expect, it } from 'vitest';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { expectInvariants } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const LOW = 80;
const HIGH = 20;

describe.each(PLACES)('priorities, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  it('lets a high batch overtake a low one after at most one document per slot', async () => {
    const { redis, broker } = now();
    const started: { batchId: string; stage: string }[] = [];
    const waiting: (() => void)[] = [];
    let held = true;
    await submitBatch(redis, broker, manifestOf('b-low', LOW, { priority: 'low' }));
    await work(
      plainSandbox({
        before(stage, { document }) {
          started.push({ batchId: document.batchId, stage });
          if (!held) return;
          return new Promise((resolve) => waiting.push(resolve));
        },
      }),
    );
    // When the high batch is submitted, some documents have passed their first stage and every slot is taken.
    await until(() => waiting.length === SLOTS.ocr);
    for (const go of waiting.splice(0)) go();
    await until(() => waiting.length >= SLOTS.ocr + SLOTS.text);
    await submitBatch(redis, broker, manifestOf('b-high', HIGH, { priority: 'high' }));
    const before = started.length;
    held = false;
    for (const go of waiting.splice(0)) go();
    await ended('b-high');
    await ended('b-low');

    // Counts first stages: all documents of the high batch start to wait for one at the same moment.
    const order = started.slice(before).filter((one) => one.stage === 'ocr');
    const highs = order.filter((one) => one.batchId === 'b-high');
    expect(highs).toHaveLength(HIGH);
    const lows = order.findLastIndex((one) => one.batchId === 'b-high') - (HIGH - 1);
    expect(lows).toBeLessThanOrEqual(SLOTS.ocr);
    expect(order.length).toBeGreaterThan(HIGH + SLOTS.ocr);
    expect((await expectInvariants(redis, 'b-high')).equation.completed).toBe(HIGH);
    expect((await expectInvariants(redis, 'b-low')).equation.completed).toBe(LOW);
  });
});
