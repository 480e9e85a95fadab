/** A batch of high priority goes first from the moment it is in, whatever was there before it. */
import { describe, expect, it } from 'vitest';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { expectInvariants } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const LOW = 200;
const HIGH = 20;

describe.each(PLACES)('priorities, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  it('lets a high batch overtake a low one within one document a slot', async () => {
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
    // Some documents are through their first stage when the high batch comes, and every slot is taken.
    await until(() => waiting.length === SLOTS.ocr);
    for (const go of waiting.splice(0)) go();
    await until(() => waiting.length >= SLOTS.ocr + SLOTS.text);
    await submitBatch(redis, broker, manifestOf('b-high', HIGH, { priority: 'high' }));
    const before = started.length;
    held = false;
    for (const go of waiting.splice(0)) go();
    await ended('b-high');
    await ended('b-low');

    // A document starts with its first stage; those of the high batch all wait there from the same moment.
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
