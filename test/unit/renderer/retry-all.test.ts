/** What "Retry all" retries, and what it leaves out. */
import { expect, it } from 'vitest';
import { retryableCodes, retryCounts } from '../../../src/renderer/lib/retry-all.ts';
import type { Batch } from '../../../src/shared/batches.ts';

const causes: Batch['causes'] = [
  { code: 'encrypted', stage: 'ocr', count: 3 },
  { code: 'corrupt', stage: 'ocr', count: 5 },
  { code: 'ocr_timeout', stage: 'ocr', count: 2 },
  { code: 'ocr_timeout', stage: 'chunking', count: 1 },
  // Intake refused these: they were never in a stage.
  { code: 'encrypted', stage: null, count: 7 },
  { code: 'empty', stage: null, count: 4 },
];

it('counts what a retry can help, and everything else as left out', () => {
  expect(retryCounts({ causes })).toEqual({ helped: 6, leftOut: 16 });
  expect(retryCounts({ causes: [] })).toEqual({ helped: 0, leftOut: 0 });
});

it('names each cause that a retry can help once', () => {
  expect(retryableCodes({ causes })).toEqual(['encrypted', 'ocr_timeout']);
});
