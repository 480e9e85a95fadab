/** Words are divided in texts that are shown exactly as they are divided in the index. */
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openTokenizer } from '../../../src/core/history/search/tokenizer.ts';
import { forIndex } from '../../../src/core/history/text-rows.ts';

const db = new DatabaseSync(':memory:');
db.exec(`CREATE VIRTUAL TABLE t USING fts5 (body, content='', tokenize='unicode61 remove_diacritics 2');
  CREATE VIRTUAL TABLE v USING fts5vocab (t, instance);`);
const insert = db.prepare('INSERT INTO t (rowid, body) VALUES (1, ?)');
const clear = db.prepare(`INSERT INTO t (t) VALUES ('delete-all')`);
const read = db.prepare('SELECT term FROM v ORDER BY "offset"');
const tokenizer = openTokenizer();
afterAll(() => {
  tokenizer.close();
  db.close();
});

const indexed = (text: string): string[] => {
  insert.run(forIndex(text));
  const words = (read.all() as { term: string }[]).map(({ term }) => term);
  clear.run();
  return words;
};

it.each([
  ["Don't", ['don', 't']],
  ['$18,450.00', ['18', '450', '00']],
  ['28 U.S.C. § 1332', ['28', 'u', 's', 'c', '1332']],
  ['Müller-Café', ['muller', 'cafe']],
  ['re\u0301sume\u0301', ['resume']],
  ['naïve 10²', ['naive', '10²']],
])('divides %s', (text, words) => {
  expect(tokenizer.words(text)).toEqual(words);
  expect(indexed(text)).toEqual(words);
});

it('divides any text as the index does, and says where each word is', () => {
  const character = fc.oneof(
    fc.constantFrom(
      ...'aZ9 -\'"\n\u0301\u0308\u00ad\u200d\u00df\u0130\u0131\u01c5\ufb01\u00e9\u{1D400}\u{10400}🙂\u0000\uE000',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0x80, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
  );
  fc.assert(
    fc.property(
      fc.array(character, { maxLength: 30 }).map((all) => all.join('')),
      (text) => {
        const words: string[] = [];
        let before = 0;
        tokenizer.each(text, (word, start, end) => {
          words.push(word);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(tokenizer.words(text.slice(start, end))).toEqual([word]);
          before = end;
        });
        expect(words).toEqual(indexed(text));
      },
    ),
    { numRuns: 1000 },
  );
});
