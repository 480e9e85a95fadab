import { describe, expect, it } from 'vitest';
import { edgesOf, fullLabel, SPANS, type SpanName, shortLabel } from '../../../src/renderer/lib/spans.ts';
import { changesSentence, signed } from '../../../src/renderer/text/compare.ts';
import {
  differentForecasts,
  forecastErrorSentence,
  forecastOff,
  forecastSaid,
  stageSentence,
} from '../../../src/renderer/text/times.ts';
import type { ComparedTimes } from '../../../src/shared/batches.ts';
import { COMPARE_REQUESTS } from '../../../src/shared/bridge-compare.ts';

const inZone = (zone: string, work: () => void): void => {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
};

describe('edgesOf', () => {
  it('begins days at local midnight, also where the clocks change', () => {
    inZone('America/New_York', () => {
      // The clocks went back on November 1, 2026.
      const edges = edgesOf('month', Date.parse('2026-11-10T15:00:00-05:00'));
      expect(edges).toHaveLength(31);
      expect(edges.at(-1)).toBe(Date.parse('2026-11-11T00:00:00-05:00'));
      expect(edges[0]).toBe(Date.parse('2026-10-12T00:00:00-04:00'));
      const lengths = edges.slice(1).map((edge, i) => (edge - (edges[i] ?? 0)) / 3_600_000);
      expect(lengths.filter((hours) => hours === 25)).toHaveLength(1);
      expect(new Set(lengths)).toEqual(new Set([24, 25]));
    });
  });

  it('begins months on the first, over the turn of a year and from a long month', () => {
    inZone('Asia/Kathmandu', () => {
      const edges = edgesOf('year', Date.parse('2026-03-31T12:00:00+05:45'));
      expect(edges).toHaveLength(13);
      expect(edges[0]).toBe(Date.parse('2025-04-01T00:00:00+05:45'));
      expect(edges.at(-1)).toBe(Date.parse('2026-04-01T00:00:00+05:45'));
    });
  });

  it('makes edges that the bridge takes', () => {
    for (const name of Object.keys(SPANS) as SpanName[])
      expect(
        COMPARE_REQUESTS['trends.get'].input.safeParse({ edges: edgesOf(name, Date.now()) }).success,
      ).toBe(true);
  });

  it('names days and months', () => {
    const at = new Date(2026, 10, 28).getTime();
    expect([shortLabel('month', at), fullLabel('month', at)]).toEqual(['Nov 28', 'Nov 28, 2026']);
    expect([shortLabel('years', at), fullLabel('years', at)]).toEqual(['Nov 2026', 'Nov 2026']);
  });
});

const times = (ran: number, waited = 0): ComparedTimes => ({
  count: 20,
  ran: { p50: ran, p95: ran },
  waited: { p50: waited, p95: waited },
});

describe('times in words', () => {
  it.each([
    [null, times(1), 'Has not run'],
    [times(100), null, 'Nothing to compare with yet'],
    [{ ...times(900), count: 9 }, times(90), 'Too few documents to compare'],
    [times(100), times(90), 'Ran as usual'],
    [times(15), times(1), 'Ran as usual'],
    [times(230), times(100), 'Ran 2.3 times as long as usual'],
    [times(200), times(100), 'Ran 2 times as long as usual'],
    [times(60_000), times(0), 'Ran more than 100 times as long as usual'],
    [times(100), times(200), 'Ran faster than usual'],
    [times(100, 900), times(100, 100), 'Ran as usual, waited longer than usual'],
    [times(100, 10), times(100, 100), 'Ran as usual, waited less than usual'],
  ])('%j beside %j: %s', (here, past, sentence) => {
    expect(stageSentence({ stage: 'ocr', here, past })).toBe(sentence);
  });

  it('says what a forecast was and how far it was off', () => {
    const forecast = (actualMs: number | null) => ({
      ...{ run: 1, at: 0, basis: 'past' as const, percent: 0, actualMs },
      ...{ leftMs: 300_000, lowMs: 240_000, highMs: 480_000 },
    });
    expect(forecastSaid(forecast(null))).toBe('About 5 min (4 min to 8 min)');
    expect(forecastOff(forecast(null))).toBe('');
    expect(forecastOff(forecast(300_000))).toBe('exact');
    expect(forecastOff(forecast(372_000))).toBe('24% too short');
    expect(forecastOff(forecast(150_000))).toBe('50% too long');
    expect(forecastErrorSentence({ off: 0.1249, of: 34 })).toBe(
      'Forecasts like this were off by 12% on average (the last 34)',
    );
    expect(
      differentForecasts([forecast(1), { ...forecast(1), at: 5 }, { ...forecast(1), percent: 9 }]),
    ).toEqual([forecast(1), { ...forecast(1), percent: 9 }]);
    expect(forecastErrorSentence(null)).toBeNull();
    expect(forecastErrorSentence(undefined)).toBeNull();
  });

  it('says what a comparison found', () => {
    const none = { came: 0, went: 0, changed: 0, moved: 0, outcome: 0, warnings: 0, unknown: 0, same: 0 };
    expect(changesSentence({ changes: none })).toBe('Neither batch has documents.');
    expect(changesSentence({ changes: { ...none, same: 2 } })).toBe(
      'All 2 documents are the same in both batches.',
    );
    expect(changesSentence({ changes: { ...none, same: 1, came: 2, warnings: 1 } })).toBe(
      '1 document is the same in both batches, 3 differ.',
    );
    expect([signed(0), signed(1200), signed(-3)]).toEqual(['0', '+1,200', '−3']);
  });
});
