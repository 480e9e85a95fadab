import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { type Run, storyOf } from './story.ts';

const CLEAN: Run = { retries: [], failsAt: null, canceledAt: null };
const failing = (stage: number): Run => ({ ...CLEAN, failsAt: stage });

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

const record = (documentId: string, ...runs: Run[]): void => {
  const { events, results } = storyOf(documentId, runs);
  history.apply({ cursor: '1-0', events, results });
};
const withPaths = (batchId: string, paths: string[]): string[] => {
  const documents = paths.map((path, i) => manifestDocument(batchId, i + 1, { path }));
  history.recordManifest(manifestOf(batchId, 0, { documents }));
  return documents.map((d) => d.id);
};

describe('totals', () => {
  it('sums the window by minute and computes exact percentiles', () => {
    const [one, two] = withPaths('b', ['1', '2']);
    record(one!, CLEAN);
    record(two!, failing(0));
    const now = 1_700_000_000_000 + 120_000;
    const totals = history.totals(24, now);
    expect(REQUESTS['totals.get'].output.parse(totals)).toEqual(totals);
    // storyOf makes six completed attempts, every second one from the cache, and one that failed.
    expect(totals).toMatchObject({ documents: 2, exceptions: 1, pages: 1, cacheHits: 3, cacheMisses: 3 });
    expect(totals.bytes).toBe(101 + 102);
    expect(totals.minutes.reduce((sum, m) => sum + m.completed, 0)).toBe(1);
    expect(totals.stageTimes.map((t) => [t.stage, t.count, t.p50, t.p99])).toEqual(
      STAGES.filter((_s, i) => i % 2 === 0).map((stage) => [stage, 1, 500, 500]),
    );
    expect(history.totals(24, now + 48 * 3_600_000).documents).toBe(0);
    const wide = history.totals(48, now);
    expect(wide.documents).toBe(2);
    expect(wide.minutes.every((m) => m.at % 3_600_000 === 0)).toBe(true);
  });

  it('includes changes made after totals were read', () => {
    const [id] = withPaths('b', ['1']);
    const now = 1_700_000_000_000 + 120_000;
    expect(history.totals(24, now).documents).toBe(0);
    record(id!, failing(0));
    expect(history.totals(24, now)).toMatchObject({ documents: 1, exceptions: 1 });
    record(id!, failing(0));
    expect(history.totals(24, now)).toMatchObject({ documents: 1, exceptions: 1 });
  });

  it('keeps the work of a run where it happened when a later run follows, in whatever order they arrive', () => {
    const DAY = 24 * 3_600_000;
    const [retried, late] = withPaths('b', ['1', '2']);
    const story = (id: string) => {
      const { events, results } = storyOf(id, [failing(0), CLEAN]);
      // The second run is a day later.
      return {
        results,
        first: events.filter((e) => e.run === 1),
        second: events.filter((e) => e.run === 2).map((e) => ({ ...e, at: e.at + DAY })),
      };
    };
    const one = story(retried!);
    history.apply({ cursor: '1-0', events: one.first, results: [] });
    const now = 1_700_000_000_000 + 120_000;
    const before = history.totals(24, now);
    expect(before).toMatchObject({ documents: 1, exceptions: 1 });
    history.apply({ cursor: '2-0', events: one.second.slice(0, 1), results: [] });
    expect(history.totals(24, now)).toMatchObject({ documents: 1, exceptions: 1 });
    history.apply({ cursor: '3-0', events: one.second, results: one.results });
    expect(history.totals(24, now).minutes).toEqual(before.minutes);
    expect(history.totals(24, now + DAY)).toMatchObject({ documents: 1, exceptions: 0, pages: 1 });
    expect(history.totals(72, now + DAY)).toMatchObject({ documents: 2, exceptions: 1 });

    const two = story(late!);
    history.apply({ cursor: '4-0', events: two.second, results: two.results });
    history.apply({ cursor: '5-0', events: two.first, results: [] });
    expect(history.totals(24, now)).toMatchObject({ documents: 2, exceptions: 2 });
    expect(history.totals(72, now + DAY)).toMatchObject({ documents: 4, exceptions: 2, pages: 2 });
  });
});
