import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Timed, weightedTimes } from '../../../src/core/history/weighted-times.ts';

const timed = (kind: string, ran: number, waited = 0): Timed => ({ kind, ran, waited });
const many = (n: number, one: Timed): Timed[] => Array.from({ length: n }, () => one);

describe('weightedTimes', () => {
  it('gives the percentiles of the attempts themselves when the mix is theirs', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.constantFrom('pdf', 'txt', 'pdf scanned'),
            ran: fc.integer({ min: 0, max: 5000 }),
            waited: fc.integer({ min: 0, max: 5000 }),
          }),
          { minLength: 10, maxLength: 60 },
        ),
        (attempts) => {
          const mix = new Map<string, number>();
          for (const { kind } of attempts) mix.set(kind, (mix.get(kind) ?? 0) + 1);
          const sorted = (value: (one: Timed) => number) => attempts.map(value).toSorted((a, b) => a - b);
          const nearest = (list: readonly number[], share: number) =>
            list[Math.ceil(list.length * share - 1e-9) - 1];
          const [ran, waited] = [sorted((one) => one.ran), sorted((one) => one.waited)];
          expect(weightedTimes(attempts, mix)).toEqual({
            count: attempts.length,
            ran: { p50: nearest(ran, 0.5), p95: nearest(ran, 0.95) },
            waited: { p50: nearest(waited, 0.5), p95: nearest(waited, 0.95) },
          });
        },
      ),
    );
  });

  it('weighs each kind as the mix has it', () => {
    const attempts = [...many(90, timed('txt', 10)), ...many(10, timed('pdf', 500))];
    const half = (txt: number, pdf: number) =>
      weightedTimes(
        attempts,
        new Map([
          ['txt', txt],
          ['pdf', pdf],
        ]),
      )?.ran.p50;
    expect(half(60, 40)).toBe(10);
    expect(half(40, 60)).toBe(500);
  });

  it('says nothing with too few attempts, or with none for a fifth of the documents', () => {
    expect(weightedTimes(many(9, timed('txt', 10)), new Map([['txt', 1]]))).toBeNull();
    const texts = many(50, timed('txt', 10));
    const withPdf = (pdf: number) =>
      weightedTimes(
        texts,
        new Map([
          ['txt', 100 - pdf],
          ['pdf', pdf],
        ]),
      );
    expect(withPdf(20)).not.toBeNull();
    expect(withPdf(21)).toBeNull();
    expect(weightedTimes(texts, new Map())).toBeNull();
  });
});
