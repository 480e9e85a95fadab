/** Logic of the renderer that needs no browser. */
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { EventHub } from '../../../src/renderer/bridge/hub.ts';
import { bucketsOf } from '../../../src/renderer/lib/buckets.ts';
import {
  age,
  bytes,
  clock,
  count,
  dateTime,
  duration,
  percent,
  share,
  span,
} from '../../../src/renderer/lib/format.ts';
import { redisUrlProblem } from '../../../src/renderer/lib/redis-url.ts';
import { piecesOf, segmentAt, segmentsOf, sortEntities } from '../../../src/renderer/lib/segments.ts';
import { pagesBetween } from '../../../src/renderer/lib/use-pages.ts';
import { createKeyedStore } from '../../../src/renderer/stores/keyed.ts';
import { createSingleStore } from '../../../src/renderer/stores/single.ts';
import { forecastSentence, outcomeSentence } from '../../../src/renderer/text/batch.ts';
import { attemptLabel, counterLabel } from '../../../src/renderer/text/labels.ts';
import type { Entity } from '../../../src/shared/mentions.ts';
import { FakeBatch } from './support/batches.ts';

test('formats numbers and times for people', () => {
  expect(count(null)).toBe('–');
  expect(percent(99.99)).toBe('99%');
  expect(percent(100)).toBe('100%');
  expect(share(0, 0)).toBe('–');
  expect([0, 999, 999.6, 12_340, 999_960, 5_000_000_000].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '12.3 kB',
    '1 MB',
    '5 GB',
  ]);
  expect([0, 850, 4_200, 59_960, 200_000, 3_599_900, 7_500_000, 273_600_000].map(duration)).toEqual([
    '0 ms',
    '850 ms',
    '4.2 s',
    '1 min',
    '3 min 20 s',
    '1 h',
    '2 h 5 min',
    '3 d 4 h',
  ]);
  expect(span(29_000)).toBe('29 s');
  expect(age(0)).toBe('just now');
  expect(age(90_000)).toBe('1 min ago');
  const at = new Date(2026, 10, 28, 16, 11).getTime();
  expect(dateTime(at).replace(/\s/g, ' ')).toBe('Nov 28, 2026, 4:11 PM');
  expect(clock(at).replace(/\s/g, ' ')).toBe('4:11 PM');
});

test('never shows a part of a duration that belongs to the next unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (ms) => {
      expect(duration(ms)).not.toMatch(/\b60 (s|min)\b|\b24 h\b|\b1,?000 ms\b/);
    }),
  );
});

test('puts every minute of the span into one bucket', () => {
  const now = 1_700_000_123_456;
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 60 }), (ago) => {
      const first = Math.floor(now / 60_000) * 60_000;
      const minutes = ago.map((minute) => ({
        at: first - minute * 60_000,
        completed: 2,
        exceptions: 1,
        pages: 3,
        bytes: 4,
      }));
      const buckets = bucketsOf(minutes, now, 3_600_000, 60_000);
      expect(buckets).toHaveLength(60);
      expect(buckets.reduce((sum, { completed }) => sum + completed, 0)).toBe(ago.length * 2);
    }),
  );
});

const entities = (length: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: length }), fc.integer({ min: 1, max: 60 })), { maxLength: 40 })
    .map((spans) =>
      sortEntities(
        spans
          .filter(([start]) => start < length)
          .map(
            ([start, size]): Entity => ({
              kind: 'person',
              text: '',
              canonical: '',
              start,
              end: Math.min(length, start + size),
              page: null,
            }),
          ),
      ),
    );

test('keeps the text whole and in order in its segments and pieces', () => {
  const cases = fc
    .string({ maxLength: 60, unit: fc.constantFrom('a', ' ', '\n', '😀', 'é') })
    .chain((seed) => {
      const text = seed.repeat(400);
      const bounds = fc.uniqueArray(fc.integer({ min: 0, max: text.length }), { maxLength: 5 });
      return fc.tuple(fc.constant(text), bounds, entities(text.length));
    });
  fc.assert(
    fc.property(cases, ([text, starts, found]) => {
      const pageMap = [...starts]
        .sort((a, b) => a - b)
        .map((start, index) => ({
          page: index + 1,
          start,
          end: text.length,
          source: 'text' as const,
          confidence: null,
        }));
      const segments = segmentsOf(text, pageMap);
      const pieces = segments.flatMap((segment) => piecesOf(text, segment, found));
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { start, text: piece, entity } of pieces) {
        expect(text.slice(start, start + piece.length)).toBe(piece);
        if (entity !== null) expect(entity.start <= start && entity.end >= start + piece.length).toBe(true);
      }
      for (const [index, { start, end }] of segments.entries()) {
        expect(end - start).toBeLessThanOrEqual(4_000);
        if (end > start) expect(segments[segmentAt(segments, start)]?.end).toBeGreaterThan(start);
        if (index > 0) expect(start).toBe(segments[index - 1]?.end);
      }
    }),
    { numRuns: 60 },
  );
});

test('reloads only the visible pages', () => {
  const pages = [{ items: Array(100) }, { items: Array(100) }, { items: Array(40) }];
  expect(pagesBetween(pages, 0, 20)).toEqual([0]);
  expect(pagesBetween(pages, 90, 120)).toEqual([0, 1]);
  expect(pagesBetween(pages, 205, 239)).toEqual([2]);
  expect(pagesBetween([{ items: [] }], 0, 0)).toEqual([0]);
});

test('keeps an event that arrives before an older snapshot', async () => {
  const { store, put, take, remove } = createKeyedStore<{ id: string; at: number }>();
  let answer: (items: { id: string; at: number }[]) => void = () => {};
  const taken = take(
    () => new Promise((resolve) => (answer = resolve)),
    () => true,
  );
  put({ id: 'a', at: 2 });
  remove('gone');
  answer([
    { id: 'a', at: 1 },
    { id: 'b', at: 1 },
    { id: 'gone', at: 1 },
  ]);
  await taken;
  expect(store.getState().byId).toEqual({ a: { id: 'a', at: 2 }, b: { id: 'b', at: 1 } });
  await take(
    async () => [{ id: 'b', at: 3 }],
    () => true,
  );
  expect(store.getState().byId).toEqual({ b: { id: 'b', at: 3 } });

  const single = createSingleStore<number>();
  const late = single.take(async () => 1);
  single.put(2);
  await late;
  expect(single.store.getState().value).toBe(2);
});

test('reports a gap once, whatever the first number of the connection', () => {
  const gaps = (first: number | null, seqs: number[]): number => {
    const hub = new EventHub(first);
    let stale = 0;
    hub.stale.add(() => {
      stale += 1;
    });
    for (const seq of seqs) hub.receive(seq, 'documents.changed', { batchId: 'b' });
    return stale;
  };
  expect(gaps(1, [1, 2, 3])).toBe(0);
  expect(gaps(1, [2, 3])).toBe(1);
  expect(gaps(null, [17, 18])).toBe(0);
  expect(gaps(null, [17, 19, 20])).toBe(1);
});

test('opens the page that was asked for before anybody listened, once', () => {
  const hub = new EventHub(null);
  hub.receive(1, 'navigate', { to: '/batch/a' });
  hub.receive(2, 'navigate', { to: '/batch/b' });
  const opened: string[] = [];
  hub.on('navigate', ({ to }) => opened.push(to));
  hub.on('navigate', ({ to }) => opened.push(`again ${to}`));
  expect(opened).toEqual(['/batch/b']);
  hub.receive(3, 'navigate', { to: '/' });
  expect(opened).toEqual(['/batch/b', '/', 'again /']);
});

test('writes the outcome and the forecast of a batch as sentences', () => {
  const batch = new FakeBatch(
    { id: 'b1', name: 'One', matter: '', custodian: '', priority: 'normal' },
    200,
    0,
    1_000,
    0.2,
  );
  expect(outcomeSentence(batch.view(2_000))).toBeNull();
  batch.advance(500);
  batch.end(61_900);
  const view = batch.view(70_000);
  const outcome = outcomeSentence(view) ?? '';
  expect(outcome).toContain(`${view.equation.completed} documents completed in 1 min.`);
  expect(outcome).toContain(`${view.equation.exceptions} exceptions need attention.`);
  const eta = { earliest: 170_000, likely: 190_000, latest: 370_000, bottleneck: 'ocr' as const };
  expect(forecastSentence(eta, 70_000)).toContain('About 2 min left (2 min to 5 min)');
});

test('validates a Redis address', () => {
  expect(redisUrlProblem('')).toBeNull();
  expect(redisUrlProblem('rediss://user:secret@redis.office.example:6380/0')).toBeNull();
  for (const wrong of ['localhost:6379', 'http://host', 'redis://'])
    expect(redisUrlProblem(wrong)).not.toBeNull();
});

test('names the attempt, and the run if there were several', () => {
  expect(attemptLabel(2)).toBe('attempt 2');
  expect(attemptLabel(102)).toBe('attempt 2 (second run)');
  expect(attemptLabel(401)).toBe('attempt 1 (fifth run)');
  expect(attemptLabel(1003)).toBe('attempt 3 (run 11)');
});

test('labels counters by what they count', () => {
  expect(counterLabel('total')).toBe('Documents');
  expect(counterLabel('d:x')).toBe('Documents: canceled');
  expect(counterLabel('s1:y')).toBe('Reading text: waiting to retry');
  expect(counterLabel('e:1:encrypted')).toBe('Exceptions: Encrypted, Reading text');
  expect(counterLabel('e:0:oversize')).toBe('Exceptions: Too large, Intake');
  // Counters of a later version keep their stored names.
  for (const unknown of ['d:q', 's9:w', 'e:1:nothing', 'toString'])
    expect(counterLabel(unknown)).toBe(unknown);
});
