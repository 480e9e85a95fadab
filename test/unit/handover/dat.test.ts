import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datRow } from '../../../src/core/handover/load-file/dat.ts';
import type { ChangeKind } from '../../../src/shared/handover.ts';
import { parseDat } from '../../support/read-load-file.ts';

/** Pieces that load files get wrong: their own signs, line breaks, quotes, right-to-left text, emoji. */
const hard = fc.constantFrom(
  ...['\u00FE', '\u0014', '\u00FE\u0014\u00FE', '\r\n', '\n', '\r', '"', "'", ',', ';', '\t', '\u2028'],
  ...['שלום', 'مرحبا\u202E', '👩‍⚖️', 'é', 'e\u0301', 'Steinþór', '\uFEFF', '\u0085', '\\', '=1+1', 'a b'],
);
const value = fc
  .array(fc.oneof(hard, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
  .map((all) => all.join(''));
const sheet = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
  );

function written(rows: readonly (readonly string[])[]): { text: string; changes: [number, ChangeKind][] } {
  const changes: [number, ChangeKind][] = [];
  const text = rows.map((row) => datRow(row, (index, kind) => changes.push([index, kind]))).join('');
  return { text, changes };
}
const utf8 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`);
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
/** A load file does not tell the kinds of line breaks apart. */
const asRead = (text: string): string => text.replaceAll(/\r\n|\r/g, '\n');

describe('a DAT row', () => {
  it('comes back exactly from a reader that shares no code, whatever is in its values', () => {
    fc.assert(
      fc.property(sheet, fc.constantFrom(utf8, utf16), (rows, encode) => {
        fc.pre(!rows.flat().some((one) => one.includes('\u00AE')));
        expect(parseDat(encode(written(rows).text))).toEqual(rows.map((row) => row.map(asRead)));
      }),
      { numRuns: 500 },
    );
  });

  it('names every value that it cannot write exactly, or that simple readers misread', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (row) => {
        const { text, changes } = written([row]);
        const [read = []] = parseDat(utf8(text));
        for (const [i, one] of row.entries()) {
          const named = changes.filter(([index]) => index === i).map(([, kind]) => kind);
          if (!named.includes('line_break_sign') && !named.includes('invalid_character'))
            expect(read[i]).toBe(asRead(one));
          const isHard = one.includes('\u00FE') || one.includes('\u0014');
          expect(named.includes('delimiter_inside')).toBe(isHard);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Excel\u00AE', 'Excel(R)', 'line_break_sign'],
    ['a\0b', 'a\uFFFDb', 'invalid_character'],
    ['half \uD83D', 'half \uFFFD', 'invalid_character'],
  ] as const)('says what became of %j', (before, after, kind) => {
    const { text, changes } = written([[before]]);
    expect(parseDat(utf8(text))).toEqual([[after]]);
    expect(changes).toEqual([[0, kind]]);
  });
});
