/** Documents of a batch that are excluded or moved ahead while others run. */
import { describe, expect, it } from 'vitest';
import { excludeDocuments, prioritizeDocuments } from '../../../src/core/batches/single-documents.ts';
import { submitBatch } from '../../../src/core/batches/submit.ts';
import { expectInvariants } from '../../support/batch.ts';
import { SLOTS, useFlowFixture } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES } from '../../support/redis.ts';
import { plainSandbox } from '../../support/sandbox.ts';
import { until } from '../../support/until.ts';

const ALL = 40;

describe.each(PLACES)('single documents, $name', (place) => {
  const { now, work, ended } = useFlowFixture(place);

  it('excludes what has not ended, moves others ahead, and ends with the right figures', async () => {
    const { redis, broker } = now();
    const read: string[] = [];
    const waiting: (() => void)[] = [];
    let held = true;
    const manifest = manifestOf('b-one', ALL);
    const ids = manifest.documents.map(({ id }) => id);
    await submitBatch(redis, broker, manifest);
    await work(
      plainSandbox({
        before(stage, { document }) {
          if (stage === 'ocr') read.push(document.id);
          return held ? new Promise((resolve) => waiting.push(resolve)) : undefined;
        },
      }),
    );
    await until(() => waiting.length === SLOTS.ocr);
    const first = [...read];
    const last = ids.slice(-3);
    const middle = ids.slice(-13, -3);
    expect(await prioritizeDocuments(redis, broker, 'b-one', last, 'high')).toEqual({ moved: 3, started: 0 });
    // Some of these are being read; an id of another batch, or of none, changes nothing.
    const out = [...first, ...middle, 'b-other-d00001'];
    expect(await excludeDocuments(redis, 'b-one', out)).toMatchObject({ excluded: first.length + 10 });
    expect(await excludeDocuments(redis, 'b-one', out)).toEqual({ excluded: 0, started: 0 });
    held = false;
    for (const go of waiting.splice(0)) go();
    await ended('b-one');

    // The worker may have taken some jobs before they moved.
    const next = read.slice(first.length);
    expect(Math.max(...last.map((id) => next.indexOf(id)))).toBeLessThan(3 + SLOTS.ocr);
    expect(next.filter((id) => middle.includes(id))).toEqual([]);
    const { equation } = await expectInvariants(redis, 'b-one');
    expect(equation.excluded).toBe(first.length + 10);
    expect(equation.completed).toBe(ALL - first.length - 10);
    expect(await excludeDocuments(redis, 'b-one', ids)).toEqual({ excluded: 0, started: 0 });
  });
});
