/** Forecasts beside the truth, and the times of stages beside other batches. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestOf } from '../../support/manifest.ts';
import { storyOf } from './story.ts';

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-history-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

it('keeps each forecast with its truth, and takes the range from the errors', () => {
  const { forecasts } = history;
  history.recordManifest(manifestOf('b-0', 1));
  forecasts.expect('b-0', 1, null);
  expect(forecasts.list('b-0')).toEqual([]);
  forecasts.expect('b-0', 1, 1000);
  expect(forecasts.expectedMs('b-0', 1)).toBe(1000);
  expect(forecasts.expectedMs('b-0', 2)).toBeNull();
  expect(forecasts.list('b-0')).toMatchObject([{ lowMs: 400, highMs: 2500, actualMs: null }]);
  const shown = { run: 1, at: 5, basis: 'pace', percent: 50, leftMs: 900, lowMs: 800, highMs: 1000 } as const;
  forecasts.note('b-0', shown, 1100);
  forecasts.settle('b-0', 1, 2000);
  forecasts.settle('b-0', 1, 9999);
  expect(forecasts.list('b-0').map(({ basis, actualMs }) => [basis, actualMs])).toEqual([
    ['pace', 900],
    ['past', 2000],
  ]);
  expect(forecasts.spread('past')).toBeNull();
  for (let n = 1; n <= 9; n += 1) {
    history.recordManifest(manifestOf(`b-${n}`, 1));
    forecasts.expect(`b-${n}`, 1, 1000);
    forecasts.settle(`b-${n}`, 1, 900 + n * 100);
  }
  expect(forecasts.spread('past')).toEqual({ low: 1, high: 1.8 });
  history.recordManifest(manifestOf('next', 1));
  forecasts.expect('next', 1, 1000);
  expect(forecasts.list('next')).toMatchObject([{ leftMs: 1000, lowMs: 1000, highMs: 1800 }]);
});

it('compares the stages of a batch with those of other batches', () => {
  for (const batchId of ['old', 'new']) {
    history.recordManifest(manifestOf(batchId, 3));
    for (const n of [1, 2, 3]) {
      const { events, results } = storyOf(`${batchId}-d0000${n}`, [
        { retries: [], failsAt: null, canceledAt: null },
      ]);
      const slower = results.map((one) => ({
        ...one,
        attempts: one.attempts.map((a) => ({
          ...a,
          cached: false,
          startedAt: a.endedAt - (batchId === 'old' ? 100 : 300),
          waitedMs: batchId === 'old' ? 5 : n * 1000,
        })),
      }));
      history.apply({ cursor: '1-0', events, results: slower });
    }
  }
  const times = history.stageTimes('new');
  const answer = { runs: [], stages: times, forecasts: [] };
  expect(REQUESTS['batches.times'].output.parse(answer)).toEqual(answer);
  expect(times.map(({ stage }) => stage)).toEqual(STAGES);
  expect(times[0]).toMatchObject({
    here: { count: 3, ran: { p50: 300, p95: 300 }, waited: { p50: 2000, p95: 2000 } },
    past: { count: 3, ran: { p50: 100, p95: 100 }, waited: { p50: 5, p95: 5 } },
  });
  expect(history.stageTimes('nobody')).toEqual([]);
});
