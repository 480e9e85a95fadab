/** Words that were clicked are found in renderings and texts, and places of the text among the words of a rendering. */
import { expect, it } from 'vitest';
import { nearestWord, wordsOfPlace } from '../../../src/renderer/lib/rendering-place.ts';
import { wordAround } from '../../../src/renderer/lib/text-place.ts';
import { foldedPieces } from '../../../src/renderer/pages/differences/fold.ts';
import type { RenderedWord } from '../../../src/shared/rendering.ts';

const WORDS: RenderedWord[] = [
  [1, 0, 4, 10, 14],
  [1, 5, 9, 0, 4],
  [3, 0, 4, 20, 24],
];

it('finds the word of a click, or the nearest one in the same piece', () => {
  expect(nearestWord(WORDS, 1, 2)).toBe(WORDS[0]);
  expect(nearestWord(WORDS, 1, 400)).toBe(WORDS[1]);
  expect(nearestWord(WORDS, 3, 0)).toBe(WORDS[2]);
  expect(nearestWord(WORDS, 2, 0)).toBeNull();
});

it('finds the words of a place, or the next one after it in the text', () => {
  expect(wordsOfPlace(WORDS, { start: 2, end: 12 })).toEqual([WORDS[0], WORDS[1]]);
  expect(wordsOfPlace(WORDS, { start: 15, end: 15 })).toEqual([WORDS[2]]);
  expect(wordsOfPlace(WORDS, { start: 90, end: 99 })).toEqual([]);
});

it('finds the word around a place of a text', () => {
  const text = 'To (Jane Roe), Esq.';
  expect(wordAround(text, 5)).toEqual({ start: 3, end: 8 });
  expect(wordAround(text, text.length)).toEqual({ start: 15, end: 19 });
  expect(wordAround('a  b', 2)).toBeNull();
});

it('folds what two texts have in common, and loses no character', () => {
  const long = 'word '.repeat(400);
  const pieces = [
    { kind: 'same', text: long, words: 400 },
    { kind: 'added', text: ' new', words: 1 },
    { kind: 'same', text: ' short', words: 1 },
  ] as const;
  const folded = foldedPieces(pieces);
  expect(folded.map(({ text, hidden }) => text + hidden).join('')).toBe(`${long} new short`);
  expect(folded.map(({ hiddenWords }) => hiddenWords)).toEqual([353, 0, 0, 0]);
});
