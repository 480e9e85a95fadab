/** The sentence about everything, beside the figures that Health shows. */
import { expect, it } from 'vitest';
import { summaryOf } from '../../../src/core/live/health-words.ts';
import type { Health } from '../../../src/shared/health.ts';

const queue = (name: Health['queues'][number]['queue'], failed: number): Health['queues'][number] => ({
  ...{ queue: name, waiting: 0, active: 0, delayed: 0, waitingChildren: 0 },
  failed,
});
const warning = { code: 'memory', message: 'Redis is almost out of memory.', action: 'Wait.' };

it('agrees with the warnings and the failed jobs', () => {
  expect(summaryOf({ warnings: [], queues: [queue('ocr', 0)] })).toBe('Everything is working.');
  const failed = summaryOf({ warnings: [], queues: [queue('ocr', 50), queue('text', 4)] });
  expect(failed).toMatch(/^Every part of Redwell is working\. 54 jobs could not be done/);
  expect(summaryOf({ warnings: [], queues: [queue('text', 1)] })).toContain('One job could not');
  expect(summaryOf({ warnings: [warning], queues: [queue('ocr', 54)] })).toBe('One thing needs attention.');
});
