import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/core/history/text-rows.ts';

describe('a stored text', () => {
  it('comes back exactly, however many characters its record says', () => {
    const texts = fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 2000 }))
      .map(([piece, times]) => piece.repeat(times));
    const counts = fc.option(fc.oneof(fc.nat(100), fc.nat(1_000_000), fc.constant(2 ** 40)), {
      nil: undefined,
    });
    fc.assert(
      fc.property(texts, counts, (text, count) => {
        const body = deflateRawSync(text, { level: 1 });
        const row = { body, page_map: '[]', metadata: '{}', checksum: null };
        const read = readText('d1', row, count);
        expect(read.text === text).toBe(true);
        expect(read.check).toBe('unknown');
      }),
      { numRuns: 200 },
    );
  });
});
