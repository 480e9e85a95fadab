/** Numbers that an operator or an administrator can set: none of them may make a timer or a limit nonsense. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BridgeHandlers } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';
import { readEnvironment } from '../../../src/worker/environment.ts';

/** Node runs a timer that is set for longer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const handlers = { 'settings.set': async (change: unknown) => change } as unknown as BridgeHandlers;
const NUMBERS = [
  'maxDocumentBytes',
  'maxPages',
  'stageTimeoutSeconds',
  'concurrency',
  'sliceSize',
  'submitPerSecond',
];
const hostile = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -1, 0.5, 2_147_483, 2_147_484, 2 ** 31, 2 ** 53, 1e308, '5', [], {}, true),
);

it('takes settings within their bounds only, and says the bounds in a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...NUMBERS), hostile, async (name, value) => {
      const wire = JSON.parse(JSON.stringify({ [name]: value ?? null }));
      const reply = await dispatch(handlers, 'settings.set', wire);
      if (reply.ok) {
        const [kept] = Object.values(reply.value as Record<string, number | null>);
        if (kept === null) return;
        expect(Number.isInteger(kept)).toBe(true);
        expect(kept).toBeGreaterThan(0);
        if (name === 'stageTimeoutSeconds') expect(Number(kept) * 1000).toBeLessThan(LONGEST_TIMER_MS);
      } else
        expect(reply.error).toMatchObject({
          code: 'invalid_input',
          message: expect.stringMatching(/^[A-Z].* must be a whole number from [\d]+ to \d+\.$/),
        });
    }),
  );
});

it.each(['2147484', '1e9', 'Infinity', 'NaN', '-1', '0', '', ' 5', '0x10', '99999999999999999999'])(
  'starts no worker with a time limit of “%s”',
  (text) => {
    for (const name of ['REDWELL_STAGE_TIMEOUT_SECONDS', 'REDWELL_LOCK_SECONDS'])
      expect(readEnvironment({ REDWELL_REDIS_URL: 'redis://h', [name]: text })).toContain(name);
  },
);

it.each(['REDWELL_MAX_PAGES', 'REDWELL_MAX_CHARACTERS', 'REDWELL_MAX_BYTES', 'REDWELL_CONCURRENCY'])(
  'takes whole numbers within bounds for %s',
  (name) => {
    expect(readEnvironment({ REDWELL_REDIS_URL: 'redis://h', [name]: '5' })).toMatchObject({ [name]: 5 });
    for (const text of ['1.5', '1e3', 'Infinity', '-5', '0', '999999999999999', ''])
      expect(readEnvironment({ REDWELL_REDIS_URL: 'redis://h', [name]: text })).toContain(name);
  },
);

it('refuses names that are no queue or no level', () => {
  expect(readEnvironment({ REDWELL_REDIS_URL: 'r', REDWELL_QUEUES: 'ocr,texts' })).toContain(
    'REDWELL_QUEUES',
  );
  expect(readEnvironment({ REDWELL_REDIS_URL: 'r', REDWELL_LOG_LEVEL: 'loud' })).toContain(
    'REDWELL_LOG_LEVEL',
  );
});
