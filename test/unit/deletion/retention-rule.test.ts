import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOCK_WAIT_MS,
  DAY_MS,
  dueOf,
  JUMP_MS,
  lookAtClock,
  mayDelete,
  NO_RETENTION,
  NOTICE_MS,
  type RetentionState,
  timeAfter,
} from '../../../src/core/deletion/retention-rule.ts';
import { BATCH_STATUSES, isTerminal } from '../../../src/shared/batches.ts';
import type { HoldTarget } from '../../../src/shared/retention.ts';

const at = (text: string): number => Date.parse(text);
const rule = { count: 30, unit: 'days' } as const;
const batch = {
  ...{ id: 'b1', name: 'Box 1', matter: 'Smith v. Jones', status: 'completed' as const },
  endedAt: at('2026-01-01'),
};
const on = (change: Partial<RetentionState> = {}): RetentionState => ({
  ...{ ...NO_RETENTION, rule, confirmed: { at: 0, who: 'pat' } },
  ...change,
});

describe('the retention rule', () => {
  it('counts days and calendar months', () => {
    expect(timeAfter(at('2026-01-31'), { count: 1, unit: 'months' })).toBe(at('2026-02-28'));
    expect(timeAfter(at('2026-12-15T10:00Z'), { count: 14, unit: 'months' })).toBe(at('2028-02-15T10:00Z'));
    expect(timeAfter(at('2026-01-01'), rule)).toBe(at('2026-01-31'));
  });

  it('shows what falls due by a change for three days first', () => {
    const changedAt = at('2026-06-01');
    expect(dueOf(on({ changedAt }), batch)?.deleteAt).toBe(changedAt + NOTICE_MS);
  });

  it('is off without the word of the operator', () => {
    expect(dueOf(on({ confirmed: null }), batch)).toBeNull();
    expect(dueOf(NO_RETENTION, batch)).toBeNull();
  });

  it('waits a day when the clock is days away from the last look, and no longer when it is not', () => {
    const now = at('2026-06-01');
    const usual = lookAtClock(on({ lastSeen: now - JUMP_MS }), now);
    expect(usual).toMatchObject({ lastSeen: now, waitUntil: null });
    expect(mayDelete(usual, dueOf(usual, batch), now)).toBe(true);
    for (const lastSeen of [now - JUMP_MS - 1, now + DAY_MS]) {
      const odd = lookAtClock(on({ lastSeen }), now);
      expect(odd.waitUntil).toBe(now + CLOCK_WAIT_MS);
      expect(mayDelete(odd, dueOf(odd, batch), now)).toBe(false);
      // Looks in between do not end it early, and do not make it longer.
      const between = lookAtClock(odd, now + DAY_MS / 2);
      expect(mayDelete(between, dueOf(between, batch), now + DAY_MS / 2)).toBe(false);
      const later = lookAtClock(between, now + CLOCK_WAIT_MS);
      expect(mayDelete(later, dueOf(later, batch), now + CLOCK_WAIT_MS)).toBe(true);
    }
  });

  it('never lets go of what is held, has not ended or is not old enough, whatever the clock does', () => {
    const matters = ['', 'Smith v. Jones', 'smith  V. JONES ', 'Other'];
    const targets: HoldTarget[] = [
      ...matters.filter((matter) => matter !== '').map((matter) => ({ matter })),
      ...['b1', 'b2'].map((batchId) => ({ batchId })),
    ];
    const times = fc.integer({ min: 0, max: 4000 }).map((days) => days * DAY_MS);
    const plainly = (matter: string): string => matter.replace(/\s+/g, ' ').trim().toLowerCase();
    fc.assert(
      fc.property(
        fc.record({
          id: fc.constantFrom('b1', 'b2', 'b3'),
          name: fc.constant('Box'),
          matter: fc.constantFrom(...matters),
          status: fc.constantFrom(...BATCH_STATUSES),
          endedAt: fc.option(times),
        }),
        fc.array(fc.constantFrom(...targets), { maxLength: 3 }),
        fc.record({
          count: fc.integer({ min: 1, max: 800 }),
          unit: fc.constantFrom('days' as const, 'months' as const),
        }),
        fc.array(times, { minLength: 1, maxLength: 6 }),
        times,
        (one, held, someRule, looks, changedAt) => {
          const holds = held.map((target) => ({ target, reason: '', at: 0, who: 'pat' }));
          let state = on({ rule: someRule, holds, changedAt });
          for (const now of looks) {
            const before = state.lastSeen;
            state = lookAtClock(state, now);
            if (!mayDelete(state, dueOf(state, one), now)) continue;
            expect(isTerminal(one.status)).toBe(true);
            expect(one.endedAt).not.toBeNull();
            expect(now - (one.endedAt ?? now)).toBeGreaterThanOrEqual(someRule.count * DAY_MS);
            expect(now - changedAt).toBeGreaterThanOrEqual(NOTICE_MS);
            if (before !== null) expect(now - before).toBeLessThanOrEqual(JUMP_MS);
            for (const target of held)
              expect('matter' in target ? plainly(target.matter) : target.batchId).not.toBe(
                'matter' in target ? plainly(one.matter) : one.id,
              );
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
