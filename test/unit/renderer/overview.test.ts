import { describe, expect, it } from 'vitest';
import { lazyPage } from '../../../src/renderer/lib/lazy-page.ts';
import { lookOf } from '../../../src/renderer/lib/look.ts';
import { causesOf } from '../../../src/renderer/pages/overview/causes.ts';
import { sinceMidnight } from '../../../src/renderer/pages/overview/day-figures.tsx';
import { doneSentence, overviewSentence, rangeSentence } from '../../../src/renderer/text/overview.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import type { Totals } from '../../../src/shared/health.ts';
import { FakeBatch } from '../../e2e/renderer/support/batches.ts';

/** Stands for a page. */
const Shown = (): null => null;

const NOW = new Date(2026, 10, 29, 15, 0).getTime();
const MINUTE = 60_000;

function batch(change: Partial<Batch>): Batch {
  const about = { id: 'b1', name: 'Box 7', matter: '', custodian: '', priority: 'normal' as const };
  return { ...new FakeBatch(about, 10, 2, NOW - MINUTE, 0).view(NOW), eta: null, waiting: null, ...change };
}
const eta = (minutes: number): Batch['eta'] => ({
  earliest: NOW + (minutes - 1) * MINUTE,
  likely: NOW + minutes * MINUTE,
  latest: NOW + (minutes + 5) * MINUTE,
  bottleneck: 'ocr',
});

describe('overviewSentence', () => {
  it('says how many batches run and when the last will be done', () => {
    const active = [batch({ status: 'running', eta: eta(10) }), batch({ status: 'running', eta: eta(72) })];
    expect(overviewSentence(active, NOW)).toBe('2 batches are running. All should be done by about 4:12 PM.');
  });

  it('names no time while one of the batches has no forecast', () => {
    const active = [batch({ status: 'running', eta: eta(10) }), batch({ status: 'submitting' })];
    expect(overviewSentence(active, NOW)).toBe('2 batches are running.');
  });

  it('names no time that has passed', () => {
    expect(overviewSentence([batch({ status: 'running', eta: eta(-3) })], NOW)).toBe('1 batch is running.');
  });

  it('counts what does not run', () => {
    const active = [
      batch({ status: 'running', eta: eta(10) }),
      batch({ status: 'paused' }),
      batch({ status: 'outbox' }),
    ];
    expect(overviewSentence(active, NOW)).toBe(
      '1 batch is running. It should be done by about 3:10 PM. 1 is paused. 1 is waiting to start.',
    );
    expect(overviewSentence([batch({ status: 'paused' })], NOW)).toBe('1 batch is paused.');
    expect(overviewSentence([], NOW)).toBe('');
  });
});

describe('the end of a batch', () => {
  it('is a clock time, with the date on another day', () => {
    expect(doneSentence(batch({ status: 'running', eta: eta(72) }), NOW)).toBe('Done about 4:12 PM');
    expect(doneSentence(batch({ status: 'running', eta: eta(24 * 60) }), NOW)).toBe(
      'Done about Nov 30, 2026, 3:00 PM',
    );
  });

  it('is not stated once the time has passed, or is not known', () => {
    expect(doneSentence(batch({ status: 'running', eta: eta(-1) }), NOW)).toBe('Done soon');
    expect(doneSentence(batch({ status: 'running' }), NOW)).toBe('Estimating the time left');
    const waiting = { position: 1, behind: { id: 'b2', name: 'Box 6' } };
    expect(doneSentence(batch({ status: 'running', waiting }), NOW)).toBe('Waits behind “Box 6”');
  });

  it('has a range that never begins in the past', () => {
    expect(rangeSentence(eta(10)!, NOW)).toBe('3:09 PM to 3:15 PM');
    expect(rangeSentence(eta(-2)!, NOW)).toBe('3:00 PM to 3:03 PM');
  });
});

it('adds up causes over batches, each batch once', () => {
  const one = {
    id: 'b1',
    causes: [
      { stage: 'ocr' as const, code: 'corrupt' as const, count: 2 },
      { stage: null, code: 'corrupt' as const, count: 1 },
    ],
  };
  const two = { id: 'b2', causes: [{ stage: 'ocr' as const, code: 'encrypted' as const, count: 5 }] };
  expect(causesOf([one, two, one])).toEqual([
    { code: 'encrypted', documents: 5 },
    { code: 'corrupt', documents: 3 },
  ]);
});

describe('sinceMidnight', () => {
  const midnight = new Date(NOW).setHours(0, 0, 0, 0);
  const minute = (at: number) => ({ at, completed: 3, exceptions: 1, pages: 10, bytes: 100 });
  const totals = (hours: number): Totals => ({
    ...{ at: NOW, hours, documents: 0, exceptions: 0, pages: 0, bytes: 0, cacheHits: 0, cacheMisses: 0 },
    minutes: [minute(midnight - MINUTE), minute(midnight), minute(NOW - MINUTE)],
    stageTimes: [],
  });

  it('adds up the minutes of this day', () => {
    expect(sinceMidnight(totals(24))).toEqual({ completed: 6, exceptions: 2, pages: 20, bytes: 200 });
  });

  it('says nothing if the record does not reach back to midnight', () => {
    expect(sinceMidnight(totals(2))).toBeNull();
  });
});

it('reads the look that a browser kept, and falls back to the system', () => {
  expect(lookOf('more compact')).toEqual({ contrast: 'more', density: 'compact' });
  for (const kept of [null, '', 'loud tiny', 'more'])
    expect(lookOf(kept)).toMatchObject({ density: 'comfortable' });
  expect(lookOf('loud compact').contrast).toBe('auto');
});

describe('lazyPage', () => {
  it('loads once, and gives the page itself when it is loaded', async () => {
    let loads = 0;
    const page = lazyPage(async () => {
      loads += 1;
      return Shown;
    });
    expect(page.component()).not.toBe(Shown);
    page.prefetch();
    page.prefetch();
    await new Promise((resolve) => setImmediate(resolve));
    expect(page.component()).toBe(Shown);
    expect(loads).toBe(1);
  });

  it('tries again after a failure', async () => {
    let loads = 0;
    const page = lazyPage(async () => {
      loads += 1;
      if (loads === 1) throw new Error('offline');
      return Shown;
    });
    page.prefetch();
    await new Promise((resolve) => setImmediate(resolve));
    page.prefetch();
    await new Promise((resolve) => setImmediate(resolve));
    expect(page.component()).toBe(Shown);
  });
});
