import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSample, type Kind } from '../../../src/core/app/stage-sample/choose.ts';
import { wordsOf } from '../../../src/core/app/stage-sample/differences.ts';
import { FILE_TYPES } from '../../../src/shared/file-types.ts';
import { sampleLimits } from '../../../src/shared/sample-sums.ts';

const kinds = fc
  .uniqueArray(
    fc.record({
      type: fc.constantFrom(...FILE_TYPES.slice(0, 8)),
      isException: fc.boolean(),
      many: fc.integer({ min: 1, max: 400 }),
    }),
    { selector: ({ type, isException }) => `${type} ${isException}`, minLength: 1, maxLength: 12 },
  )
  .map((all) =>
    all.map(
      ({ type, isException, many }): Kind => ({
        ...{ type, isException },
        ids: Array.from({ length: many }, (_v, i) => `${type} ${isException} ${i}`),
      }),
    ),
  );

describe('chooseSample', () => {
  it('takes as many as asked for, each once, always the same ones, whatever the order of the kinds', () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 100 }), (all, size) => {
        const { ids, of, kinds: told } = chooseSample(all, size);
        const there = all.flatMap((kind) => kind.ids);
        expect(of).toBe(there.length);
        expect(ids).toHaveLength(Math.min(size, of));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => there.includes(id))).toBe(true);
        expect(chooseSample(all.toReversed(), size).ids.toSorted()).toEqual(ids.toSorted());
        expect(told.reduce((sum, kind) => sum + kind.sampled, 0)).toBe(ids.length);
        for (const { sampled, of: many } of told) expect(sampled).toBeLessThanOrEqual(many);
      }),
    );
  });

  it('has each kind in it if there is room, and exceptions as soon as it has two documents', () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 100 }), (all, size) => {
        const { kinds: told } = chooseSample(all, size);
        // A quarter of the seats is for exceptions.
        if (size >= 4 * all.length) expect(told.every(({ sampled }) => sampled > 0)).toBe(true);
        if (size >= 2 && all.some(({ isException }) => isException))
          expect(told.some(({ isException, sampled }) => isException && sampled > 0)).toBe(true);
      }),
    );
  });

  it('spreads over a kind', () => {
    const ids = Array.from({ length: 100 }, (_v, i) => String(i));
    expect(chooseSample([{ type: 'pdf', isException: false, ids }], 4).ids).toEqual(['12', '37', '62', '87']);
  });
});

describe('wordsOf', () => {
  it('counts words that are gone and added, and sees that only their order changed', async () => {
    expect(await wordsOf('a b b c', 'a b d d')).toEqual({
      before: 4,
      after: 4,
      gone: 2,
      added: 2,
      changed: true,
    });
    expect(await wordsOf('a b', 'b a')).toEqual({ before: 2, after: 2, gone: 0, added: 0, changed: true });
    expect(await wordsOf('a b', 'a b')).toMatchObject({ changed: false });
  });
});

describe('sampleLimits', () => {
  it('says what was not tried', () => {
    const sample = {
      ...{ size: 3, of: 10, stage: 'entity_extraction' as const },
      kinds: [
        { type: 'pdf' as const, isException: false, of: 6, sampled: 3 },
        { type: 'tiff' as const, isException: false, of: 4, sampled: 0 },
      ],
    };
    const said = sampleLimits(sample).join(' ');
    expect(said).toContain('The other 7 documents were not tried.');
    expect(said).toContain('4 of them are of kinds that are not in the sample at all.');
    expect(said).toContain('Whether the files would be read differently is not tried.');
    expect(sampleLimits({ ...sample, size: 10, kinds: [] }).join(' ')).not.toContain('The other');
  });
});
