/** The differences of two texts are exact, and are found in bounded time. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differencesOf } from '../../../src/core/similarity/differences.ts';
import { inOneTurn } from '../../../src/core/util/event-loop.ts';
import { textDifferencesSchema } from '../../../src/shared/differences.ts';
import { letter, randomFrom } from '../../support/letters.ts';

const compare = (first: string, second: string) => inOneTurn(differencesOf(first, second));
const marked = (first: string, second: string): string =>
  compare(first, second)
    .pieces.map(({ kind, text }) => (kind === 'same' ? text : `${kind === 'added' ? '[+' : '[-'}${text}]`))
    .join('');
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

it('marks the words that only one of two texts has', () => {
  expect(marked('The rent is $4,250.00 a month.', 'The rent is $4,950.00 a month,\npayable.')).toBe(
    'The rent is[- $4,250.00][+ $4,950.00] a[- month.][+ month,\npayable.]',
  );
  expect(compare('a b c', 'a b c')).toMatchObject({ state: 'same', pieces: [], words: { same: 3 } });
  expect(compare('a b\nc', 'a  b c ')).toMatchObject({ state: 'blanks', pieces: [], words: { same: 3 } });
  expect(compare('', 'new')).toMatchObject({ state: 'different', words: { same: 0, removed: 0, added: 1 } });
});

it('gives back both texts, whatever they are, and finds the shortest edit of small ones', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 })
    .map((list) => list.join(' '));
  /** The longest common subsequence, the plain way. */
  const most = (a: readonly string[], b: readonly string[]): number => {
    let row = new Array<number>(b.length + 1).fill(0);
    for (const word of a) {
      const next = [0];
      b.forEach((other, j) => {
        next.push(word === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
      });
      row = next;
    }
    return row.at(-1) ?? 0;
  };
  fc.assert(
    fc.property(text, text, (first, second) => {
      const { pieces, words: counts, state } = compare(first, second);
      if (state !== 'different') return;
      const of = (without: string): string =>
        pieces
          .filter(({ kind }) => kind !== without)
          .map((piece) => piece.text)
          .join('');
      expect(words(of('added'))).toEqual(words(first));
      expect(words(of('removed'))).toEqual(words(second));
      expect(counts.same).toBe(most(words(first), words(second)));
    }),
  );
});

it('compares long texts in short steps, and says where it compared only parts', () => {
  const random = randomFrom(7);
  const first = letter(random, 20_000);
  // Every 50th word is another one, a part moved, and a part is new.
  const changed = first.map((word, i) => (i % 50 === 0 ? `changed${i}` : word));
  const second = [...changed.slice(0, 10_000), ...letter(randomFrom(8), 1000), ...changed.slice(10_000)];
  const steps = differencesOf(first.join(' '), second.join(' '));
  const found = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done !== true) continue;
    found.push(step.value);
    break;
  }
  const [result] = found;
  expect(result?.words.same).toBeGreaterThan(19_000);
  expect((result?.words.same ?? 0) + (result?.words.removed ?? 0)).toBe(20_000);
  expect(result?.coarse).toBe(true);
  const long = compare('word '.repeat(250_000), `${'word '.repeat(250_000)}end`);
  expect(long).toMatchObject({ cut: true });
  const side = { id: 'b1-d00001', path: 'a', batchId: 'b1', batchName: 'b' };
  textDifferencesSchema.parse({ first: side, second: side, ...result });
});
