import { expect, it } from 'vitest';
import { likeMarks, lostFrom, marksOf } from '../../corpus/marks.ts';
import { lostWords } from '../../corpus/pages.ts';

it('keeps amounts, signs and quotation marks that words do not show', () => {
  expect(marksOf('“§ 12(b)” costs $18,450.00 – at 7.25% from 9:30')).toEqual(
    '“ § 12 ” $ 18,450.00 – 7.25 % 9:30'.split(' '),
  );
});

it.each([
  ['$18,450.00', '18450'],
  ['the client’s offer', 'the clients offer'],
  ['€12,500 is due', '12,500 is due'],
  ['☒ Contract', '☐ Contract'],
])('sees the difference between %j and %j', (one, other) => {
  expect(likeMarks(one, one)).toBe(1);
  expect(likeMarks(one, other)).toBeLessThan(1);
});

it('counts what is lost as often as it is missing', () => {
  expect(lostFrom(['a', 'b'], ['a', 'a', 'b', 'c'])).toEqual(['a', 'c']);
});

it('counts lost words by page', () => {
  const page = Array.from({ length: 30 }, (_, index) => `word${index}`);
  const ours = new Map([['a.pdf', [page.join(' '), page.slice(0, 10).join(' ')]]]);
  const theirs = new Map([['a.pdf', [page.join(' '), page.join(' ')]]]);
  expect(lostWords(ours, theirs)).toEqual([
    { path: 'a.pdf', page: 1, words: 30, lost: 0 },
    { path: 'a.pdf', page: 2, words: 30, lost: 20 },
  ]);
});
