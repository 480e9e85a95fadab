/** When a running batch counts as stalled. */
import { describe, expect, it } from 'vitest';
import { createStalledBatches, STALLED_AFTER_MS } from '../../../src/core/app/stalled-batches.ts';
import { toBatch } from '../../../src/core/live/batch-view.ts';
import type { Batch } from '../../../src/shared/batches.ts';

const batch = (id: string, completed: number, status: Batch['status'] = 'running'): Batch =>
  toBatch(id, { status, jobs: '10', 's1:c': String(completed), 's1:w': String(10 - completed) }, 0);
const idsOf = (batches: readonly Batch[]): string[] => batches.map((one) => one.id);

describe('stalled batches', () => {
  it('reports a batch after a minute without progress, then once a minute', () => {
    const stalled = createStalledBatches();
    expect(stalled.due([batch('a', 1)], 0)).toEqual([]);
    expect(stalled.due([batch('a', 1)], STALLED_AFTER_MS - 1)).toEqual([]);
    expect(idsOf(stalled.due([batch('a', 1)], STALLED_AFTER_MS))).toEqual(['a']);
    expect(stalled.due([batch('a', 1)], STALLED_AFTER_MS + 5000)).toEqual([]);
    expect(idsOf(stalled.due([batch('a', 1)], 2 * STALLED_AFTER_MS))).toEqual(['a']);
  });

  it('starts the minute again with every change, separately for each batch', () => {
    const stalled = createStalledBatches();
    stalled.due([batch('a', 1), batch('b', 1)], 0);
    stalled.due([batch('a', 2), batch('b', 1)], STALLED_AFTER_MS - 1);
    expect(idsOf(stalled.due([batch('a', 2), batch('b', 1)], STALLED_AFTER_MS))).toEqual(['b']);
    expect(idsOf(stalled.due([batch('a', 2), batch('b', 1)], 2 * STALLED_AFTER_MS - 1))).toEqual(['a']);
  });

  it('ignores a paused batch, and counts from the resume', () => {
    const stalled = createStalledBatches();
    stalled.due([batch('a', 1, 'paused')], 0);
    expect(stalled.due([batch('a', 1, 'paused')], STALLED_AFTER_MS)).toEqual([]);
    expect(stalled.due([batch('a', 1)], STALLED_AFTER_MS + 1)).toEqual([]);
    expect(idsOf(stalled.due([batch('a', 1)], 2 * STALLED_AFTER_MS))).toEqual(['a']);
  });

  it('forgets a batch that is no longer active', () => {
    const stalled = createStalledBatches();
    stalled.due([batch('a', 1)], 0);
    stalled.due([], 1);
    expect(stalled.due([batch('a', 1)], STALLED_AFTER_MS)).toEqual([]);
  });
});
