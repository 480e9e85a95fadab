/** Forecasts beside the truth, and the times of stages beside other batches. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
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
  expect(forecasts.spread('past')).toEqual({
    low: 1,
    high: 1.8,
    error: { off: expect.closeTo(0.46), of: 10 },
  });
  history.recordManifest(manifestOf('next', 1));
  forecasts.expect('next', 1, 1000);
  expect(forecasts.list('next')).toMatchObject([{ leftMs: 1000, lowMs: 1000, highMs: 1800 }]);
});

/** Applies documents of a batch that ran and waited for so long in each stage. */
function ran(batchId: string, documents: number, ranMs: number, waitedMs: (n: number) => number): void {
  for (let n = 1; n <= documents; n += 1) {
    const { events, results } = storyOf(`${batchId}-d${String(n).padStart(5, '0')}`, [
      { retries: [], failsAt: null, canceledAt: null },
    ]);
    const slower = results.map((one) => ({
      ...one,
      attempts: one.attempts.map((a) => ({
        ...a,
        cached: false,
        startedAt: a.endedAt - ranMs,
        waitedMs: waitedMs(n),
      })),
    }));
    history.apply({ cursor: '1-0', events, results: slower });
  }
}

it('compares the stages of a batch with those of earlier batches', () => {
  history.recordManifest(manifestOf('old', 12, { createdAt: 1_600_000_000_000 }));
  history.recordManifest(manifestOf('new', 3, { createdAt: 1_800_000_000_000 }));
  ran('old', 12, 100, () => 5);
  ran('new', 3, 300, (n) => n * 1000);
  const times = history.stageTimes('new');
  const answer = { runs: [], stages: times, forecasts: [], errors: { past: null, pace: null } };
  expect(REQUESTS['batches.times'].output.parse(answer)).toEqual(answer);
  expect(times.map(({ stage }) => stage)).toEqual(STAGES);
  expect(times[0]).toMatchObject({
    here: { count: 3, ran: { p50: 300, p95: 300 }, waited: { p50: 2000, p95: 2000 } },
    past: { count: 12, ran: { p50: 100, p95: 100 }, waited: { p50: 5, p95: 5 } },
  });
  // The first batch has nothing before it.
  expect(history.stageTimes('old')[0]).toMatchObject({ here: { count: 12 }, past: null });
  expect(history.stageTimes('nobody')).toEqual([]);
});

it('compares with the same mix of file types, and not with others', () => {
  const mix = (batchId: string, createdAt: number, types: readonly FileType[]): void =>
    history.recordManifest(
      manifestOf(batchId, 0, {
        createdAt,
        documents: types.map((type, i) => manifestDocument(batchId, i + 1, { type })),
      }),
    );
  const many = (n: number, type: FileType): FileType[] => Array.from({ length: n }, () => type);
  mix('texts', 1_600_000_000_000, many(30, 'txt'));
  mix('scans', 1_600_000_000_000, many(10, 'pdf'));
  ran('texts', 30, 10, () => 0);
  ran('scans', 10, 900, () => 0);
  // Three times as many texts were read before, yet most of these documents are PDFs.
  mix('pdfs', 1_800_000_000_000, [...many(2, 'txt'), ...many(8, 'pdf')]);
  expect(history.stageTimes('pdfs')[0]?.past).toMatchObject({ count: 40, ran: { p50: 900, p95: 900 } });
  mix('notes', 1_800_000_000_000, [...many(8, 'txt'), ...many(2, 'pdf')]);
  expect(history.stageTimes('notes')[0]?.past).toMatchObject({ ran: { p50: 10, p95: 900 } });
  mix('mails', 1_800_000_000_000, [...many(8, 'eml'), ...many(2, 'pdf')]);
  expect(history.stageTimes('mails')[0]?.past).toBeNull();
});
