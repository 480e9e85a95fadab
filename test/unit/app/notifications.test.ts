import { expect, it } from 'vitest';
import { describeOutcome } from '../../../src/core/app/notifications.ts';
import type { Batch } from '../../../src/shared/batches.ts';

const batch = (warnings: number): Batch => {
  const equation = { completed: 27, exceptions: 4, duplicates: 2, excluded: 0, pending: 0, received: 33 };
  return { equation, warnings, status: 'completed_with_exceptions' } as Batch;
};

it('counts what completed and what did not', () => {
  expect(describeOutcome(batch(0), [])).toBe('27 documents completed, 4 exceptions to review, 2 duplicates.');
});

it('names the most frequent warnings', () => {
  const warnings = [
    { code: 'picture_not_read', count: 1200 },
    { code: 'order_uncertain', count: 1 },
    { code: 'placeholder', count: 1 },
  ] as const;
  expect(describeOutcome(batch(1201), warnings)).toContain(
    '1,201 with warnings (1,200 picture not read, 1 order uncertain, …).',
  );
  expect(describeOutcome(batch(1), warnings.slice(1, 2))).toContain('1 with a warning (1 order uncertain).');
});

it('names no kinds of warning while they are not all known', () => {
  expect(describeOutcome(batch(2), [])).toContain(', 2 with warnings.');
});
