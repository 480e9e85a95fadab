import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familiesOf, LEAST_PERCENT, type Membership } from '../../../src/core/similarity/families.ts';
import { digestOf } from '../../../src/core/similarity/mail-parts.ts';
import { percentOf, SIGNATURE, shinglesOf, signatureOf } from '../../../src/core/similarity/shingles.ts';
import { wordsOf } from '../../../src/core/similarity/words.ts';
import { inOneTurn } from '../../../src/core/util/event-loop.ts';
import { letter, misread, randomFrom, wrapped } from '../../support/letters.ts';

/** The resemblance by its definition, over the words themselves. */
function resemblance(a: string, b: string): number {
  const runs = (text: string): Set<string> => {
    const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    return new Set(words.slice(2).map((_one, i) => words.slice(i, i + 3).join(' ')));
  };
  const [x, y] = [runs(a), runs(b)];
  const shared = [...x].filter((run) => y.has(run)).length;
  return Math.min(99, Math.floor((shared * 100) / (x.size + y.size - shared)));
}

function families(contents: readonly string[]): (Membership | null)[] {
  const words = contents.map(wordsOf);
  const sets = words.map(shinglesOf);
  const digests = words.map(digestOf);
  const signatures = new Uint16Array(contents.length * SIGNATURE);
  for (const [i, set] of sets.entries()) signatures.set(signatureOf(set), i * SIGNATURE);
  const none = new Float64Array(0);
  return inOneTurn(
    familiesOf(
      {
        count: contents.length,
        words: Float64Array.from(words, ({ length }) => length),
        signatures,
        same: Int32Array.from(digests, (digest) => digests.indexOf(digest)),
      },
      (a, b) => percentOf(sets[a] ?? none, sets[b] ?? none, digests[a] === digests[b]),
    ),
  );
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('families of similar texts', () => {
  it('finds a text that is only wrapped otherwise, with 100 percent', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 20, max: 120 }),
        (seed, length, width) => {
          const words = letter(randomFrom(seed), length);
          const [a, b] = families([words.join(' '), wrapped(words, width).toUpperCase()]);
          expect([a, b]).toEqual([
            { pivot: 0, percent: 100 },
            { pivot: 0, percent: 100 },
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says exactly how much a text resembles its pivot', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 5, max: 60 }), (seed, changes) => {
        const random = randomFrom(seed);
        const words = letter(random, 300);
        const edited = [...words];
        for (let i = 0; i < changes; i += 1) edited[Math.floor(random() * 300)] = `changed${i}`;
        const [a = '', b = ''] = [words.join(' '), edited.slice(0, 290).join(' ')];
        const percent = resemblance(a, b);
        const [, found] = families([a, b]);
        // Nothing is said rather than something wrong; every pair well above the limit is found.
        if (found == null) expect(percent).toBeLessThan(LEAST_PERCENT + 12);
        else expect(found).toEqual({ pivot: 0, percent });
      }),
      { numRuns: 60 },
    );
  });

  it('finds texts that OCR misread by two characters in a hundred', () => {
    const random = randomFrom(7);
    const contents = Array.from({ length: 60 }, () => wrapped(letter(random, 350), 80)).flatMap((text) => [
      text,
      misread(text, 0.02, random),
    ]);
    const found = families(contents);
    const joined = contents.filter(
      (_one, i) => i % 2 === 1 && found[i] != null && found[i]?.pivot === found[i - 1]?.pivot,
    );
    expect(joined.length).toBeGreaterThanOrEqual(57);
    // No text is in a family with another letter.
    for (const [i, one] of found.entries())
      if (one !== null) expect(Math.floor(one.pivot / 2)).toBe(Math.floor(i / 2));
  });

  it('does not join letters that share only their signature and disclaimer', () => {
    const random = randomFrom(11);
    const boilerplate = letter(randomFrom(12), 90).join(' ');
    const contents = Array.from({ length: 80 }, () => `${letter(random, 100).join(' ')}\n\n${boilerplate}`);
    expect(families(contents)).toEqual(contents.map(() => null));
  });

  it('keeps 99 percent for other words or another order', () => {
    const words = letter(randomFrom(3), 200);
    const [, other] = families([words.join(' '), [...words.slice(0, 199), 'otherwise'].join(' ')]);
    expect(other?.percent).toBeGreaterThan(90);
    expect(other?.percent).toBeLessThan(100);
    const circle = [...words, ...words];
    const [a, b] = families([[...circle, ...words].join(' '), circle.join(' ')]);
    expect([a?.percent, b?.percent]).toEqual([100, 99]);
  });

  it('chains nothing: each member resembles the pivot itself', () => {
    const random = randomFrom(21);
    let words = letter(random, 300);
    const contents = [words.join(' ')];
    for (let step = 1; step <= 12; step += 1) {
      words = [
        ...words.slice(0, 300 - step * 25),
        ...letter(random, 25),
        ...words.slice(300 - step * 25 + 25),
      ];
      contents.push(words.join(' '));
    }
    for (const [i, one] of families(contents).entries()) {
      if (one === null || one.pivot === i) continue;
      expect(one.percent).toBe(resemblance(contents[i] ?? '', contents[one.pivot] ?? ''));
      expect(one.percent).toBeGreaterThanOrEqual(LEAST_PERCENT);
    }
  });
});

describe('words', () => {
  it('are the same whatever their case, width, marks and hidden hyphens', () => {
    expect(wordsOf('The ﬁle — “No. 12”')).toEqual(wordsOf('THE file: no 12'));
    expect(wordsOf('break\u00ADfast')).toEqual(wordsOf('Breakfast'));
    expect(wordsOf('résumé')).not.toEqual(wordsOf('resume'));
  });

  it('are single signs in scripts without spaces', () => {
    expect(wordsOf('合同条款').length).toBe(4);
    expect(wordsOf('')).toHaveLength(0);
  });
});
