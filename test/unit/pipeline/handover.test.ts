import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StageJobData } from '../../../src/core/batches/jobs.ts';
import { createHandover, type HandoverInput } from '../../../src/core/pipeline/worker/handover.ts';
import { callSlices } from '../../../src/core/redis/slices.ts';

const job = (documentId: string, over: Partial<StageJobData> = {}): StageJobData => ({
  batchId: 'b',
  documentId,
  run: 1,
  stage: 'ocr',
  ...over,
});
const input = (text: string): HandoverInput => ({
  facts: { path: 'p', sha256: 's', bytes: 1, type: 'txt', location: 'l', warnings: [], parentId: null },
  results: { ocr: { text, pages: [], metadata: {}, warnings: [] } },
  digest: 'd',
  readyAt: 1,
});

describe('handover', () => {
  it('hands results to the next stage, but not to another run', () => {
    const handover = createHandover();
    handover.keep(job('d1'), input('a'));
    expect(handover.take(job('d1', { stage: 'chunking' }))?.results.ocr?.text).toBe('a');
    expect(handover.take(job('d1', { run: 2, stage: 'chunking' }))).toBeUndefined();
    expect(handover.take(job('d2', { stage: 'chunking' }))).toBeUndefined();
  });

  it('forgets a document after its last stage', () => {
    const handover = createHandover();
    handover.keep(job('d1'), input('a'));
    handover.keep(job('d1', { stage: 'finalization' }), input('a'));
    expect(handover.take(job('d1'))).toBeUndefined();
  });

  it('limits the amount of text that it keeps', () => {
    const handover = createHandover();
    const long = 'x'.repeat(4 * 1024 * 1024);
    for (let i = 0; i < 10; i += 1) handover.keep(job(`d${i}`), input(long));
    const held = Array.from({ length: 10 }, (_v, i) => handover.take(job(`d${i}`))).filter(Boolean);
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThanOrEqual(4);
    expect(handover.take(job('d9'))).toBeDefined();
  });
});

describe('callSlices', () => {
  it('keeps every item in order, and exceeds the limit only with a single item', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400_000 }), { maxLength: 60 }), (sizes) => {
        const slices = callSlices(sizes, (size) => size);
        expect(slices.flat()).toEqual(sizes);
        for (const slice of slices) {
          expect(slice.length).toBeGreaterThan(0);
          if (slice.length > 1) expect(slice.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(256 * 1024);
        }
      }),
    );
  });
});
