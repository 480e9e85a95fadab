/** Words of a page are found in its text, or not at all: never at a wrong place. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlacedWord } from '../../../src/core/documents/types.ts';
import { placeWords } from '../../../src/core/review/align.ts';

const NOWHERE = { x: 0, y: 0, width: 0, height: 0, confidence: null };
const asWords = (words: readonly string[]): PlacedWord[] => words.map((text) => ({ ...NOWHERE, text }));
const whole = (text: string) => ({ start: 0, end: text.length });
const found = (text: string, words: readonly string[]): (string | null)[] =>
  placeWords(text, whole(text), asWords(words)).map((span) =>
    span === null ? null : text.slice(span.start, span.end),
  );

it('finds the words of two columns that the text gives one after the other', () => {
  const text = 'The seller agrees to deliver the goods.\nThe buyer agrees to pay for the goods.';
  const words = 'The seller The buyer agrees to agrees to deliver pay for the goods. the goods.'.split(' ');
  const spans = placeWords(text, whole(text), asWords(words));
  expect(spans[1]).toEqual({ start: 4, end: 10 });
  expect(spans[3]).toEqual({ start: 44, end: 49 });
});

it('finds words that the text writes in another way', () => {
  expect(
    found('The \ufb01nal offer of Zoë O’Brien', ['The', 'final', 'offer', 'of', 'ZOË', 'O’Brien']),
  ).toEqual([...['The', '\ufb01nal', 'offer', 'of', 'Zoë', 'O’Brien']]);
  expect(
    found('the sea\u00adport of the ship\u00adyards', ['the', 'seaport', 'of', 'the', 'shipyards']),
  ).toEqual([...['the', 'sea\u00adport', 'of', 'the', 'ship\u00adyards']]);
});

it('takes a character outside the basic plane whole', () => {
  const text = 'The ship \u{1d40d}\u{1d428}\u{1d42b}\u{1d41d} lay in Boston';
  expect(found(text, text.split(' '))).toEqual(text.split(' '));
});

it('leaves a word alone that is not in the text', () => {
  const text = 'Paid to the order of Harlan Maritime Supply, Inc. on demand';
  const words = ['CONFIDENTIAL', ...text.split(' '), 'HMS00012'];
  const spans = found(text, words);
  expect(spans[0]).toBeNull();
  expect(spans.at(-1)).toBeNull();
  expect(spans.slice(1, -1)).toEqual(text.split(' '));
});

it('finds nothing on a page without text', () => {
  expect(found('', ['a', 'b'])).toEqual([null, null]);
  expect(found('some text', [])).toEqual([]);
});

const WORD = fc.stringMatching(/^[A-Za-z0-9.,$§-]{1,12}$/);

it('finds every word of the same reading, with whatever blanks', () => {
  fc.assert(
    fc.property(fc.array(WORD, { minLength: 1, maxLength: 60 }), fc.nat(2), (words, blank) => {
      const text = words.join([' ', '\n', '  \n '][blank]);
      expect(found(text, words)).toEqual(words);
    }),
  );
});

it('never puts a word where the text has another one', () => {
  fc.assert(
    fc.property(
      fc.array(WORD, { minLength: 1, maxLength: 40 }),
      fc.array(fc.record({ word: WORD, at: fc.nat(40) }), { maxLength: 10 }),
      fc.array(fc.nat(39), { maxLength: 10 }),
      (words, added, dropped) => {
        const text = words.filter((_, index) => !dropped.includes(index)).join(' ');
        const seen = [...words];
        for (const { word, at } of added) seen.splice(at, 0, word);
        for (const [index, span] of found(text, seen).entries()) {
          if (span === null) continue;
          const letters = (seen[index] ?? '').toLowerCase();
          const shown = span.toLowerCase().replace(/\s/g, '');
          const shared = [...shown].filter((letter) => letters.includes(letter)).length;
          expect(shared).toBeGreaterThanOrEqual(Math.floor(letters.length * 0.6));
        }
      },
    ),
  );
});
