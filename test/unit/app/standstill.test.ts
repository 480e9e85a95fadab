/** When a running batch counts as sharedFixture still. */
import { describe, expect, it } from 'vitest';
import { createStalledBatches, STALLED_AFTER_MS } from '../../../src/core/app/stalled-batches.ts';
import { toBatch } from '../../../src/core/live/batch-view.ts';
import type { Batch } from '../../../src/shared/batches.ts';

const batch = (id: string, completed: number, status: Batch['status'] = 'running'): Batch =>
  toBatch(id, { status, jobs: '10', 's1:c': String(completed), 's1:w': String(10 - completed) }, 0);
const idsOf = (batches: readonly Batch[]): string[] => batches.map((one) => one.id);

describe('standstill', () => {
  it('is a minute without any document moving, and is told once a minute', () => {
    const standstill = createStalledBatches();
    expect(standstill.due([batch('a', 1)], 0)).toEqual([]);
    expect(standstill.due([batch('a', 1)], STALLED_AFTER_MS - 1)).toEqual([]);
    expect(idsOf(standstill.due([batch('a', 1)], STALLED_AFTER_MS))).toEqual(['a']);
    expect(standstill.due([batch('a', 1)], STALLED_AFTER_MS + 5000)).toEqual([]);
    expect(idsOf(standstill.due([batch('a', 1)], 2 * STALLED_AFTER_MS))).toEqual(['a']);
  });

  it('begins anew with every change, for each batch by itself', () => {
    const standstill = createStalledBatches();
    standstill.due([batch('a', 1), batch('b', 1)], 0);
    standstill.due([batch('a', 2), batch('b', 1)], STALLED_AFTER_MS - 1);
    expect(idsOf(standstill.due([batch('a', 2), batch('b', 1)], STALLED_AFTER_MS))).toEqual(['b']);
    expect(idsOf(standstill.due([batch('a', 2), batch('b', 1)], 2 * STALLED_AFTER_MS - 1))).toEqual(['a']);
  });

  it('is nothing in a batch that is paused, and counts from the resume', () => {
    const standstill = createStalledBatches();
    standstill.due([batch('a', 1, 'paused')], 0);
    expect(standstill.due([batch('a', 1, 'paused')], STALLED_AFTER_MS)).toEqual([]);
    expect(standstill.due([batch('a', 1)], STALLED_AFTER_MS + 1)).toEqual([]);
    expect(idsOf(standstill.due([batch('a', 1)], 2 * STALLED_AFTER_MS))).toEqual(['a']);
  });

  it('forgets a batch that is not active any more', () => {
    const standstill = createStalledBatches();
    standstill.due([batch('a', 1)], 0);
    standstill.due([], 1);
    expect(standstill.due([batch('a', 1)], STALLED_AFTER_MS)).toEqual([]);
  });
});
