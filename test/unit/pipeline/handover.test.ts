/** What a worker remembers of a document, and how script calls are cut. */
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
const known = (text: string): HandoverInput => ({
  facts: { path: 'p', sha256: 's', bytes: 1, type: 'txt', location: 'l', warnings: [], parentId: null },
  results: { ocr: { text, pages: [], metadata: {}, warnings: [] } },
  digest: 'd',
  readyAt: 1,
});

describe('handover', () => {
  it('gives a stage what the one before left, and nothing of another run', () => {
    const handover = createHandover();
    handover.keep(job('d1'), known('a'));
    expect(handover.take(job('d1', { stage: 'chunking' }))?.results.ocr?.text).toBe('a');
    expect(handover.take(job('d1', { run: 2, stage: 'chunking' }))).toBeUndefined();
    expect(handover.take(job('d2', { stage: 'chunking' }))).toBeUndefined();
  });

  it('forgets a document with its last stage', () => {
    const handover = createHandover();
    handover.keep(job('d1'), known('a'));
    handover.keep(job('d1', { stage: 'finalization' }), known('a'));
    expect(handover.take(job('d1'))).toBeUndefined();
  });

  it('is bounded by the texts it holds', () => {
    const handover = createHandover();
    const long = 'x'.repeat(4 * 1024 * 1024);
    for (let i = 0; i < 10; i += 1) handover.keep(job(`d${i}`), known(long));
    const held = Array.from({ length: 10 }, (_v, i) => handover.take(job(`d${i}`))).filter(Boolean);
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThanOrEqual(4);
    expect(handover.take(job('d9'))).toBeDefined();
  });
});

describe('callSlices', () => {
  it('loses nothing, keeps the order, and passes the limit only with a single item', () => {
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
