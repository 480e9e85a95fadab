/** Finds the differences between two similar texts, word by word, in short steps and bounded time. */
import type { DifferencePiece, TextDifferences } from '../../shared/differences.ts';
import { MOST_COMPARED } from '../../shared/differences.ts';
import type { Steps } from '../util/event-loop.ts';
import { matchWords, type Span } from './match-words.ts';

/** A word with the blanks before it. */
const WORD = /\s*\S+/g;
/** Words between two pauses. */
const SLICE = 4000;

type Found = Pick<TextDifferences, 'state' | 'pieces' | 'words' | 'cut' | 'coarse'>;

interface Words {
  /** A number for each word; equal words have equal numbers. */
  numbers: number[];
  /** Where each word ends in the text. The blanks before it belong to it. */
  ends: number[];
  text: string;
}

/** Compares two texts. Upper and lower case and punctuation count; blanks and line breaks do not. */
export function* differencesOf(first: string, second: string): Steps<Found> {
  const cut = first.length > MOST_COMPARED || second.length > MOST_COMPARED;
  const numbers = new Map<string, number>();
  const a = yield* wordsIn(first.slice(0, MOST_COMPARED), numbers);
  const b = yield* wordsIn(second.slice(0, MOST_COMPARED), numbers);
  if (a.text === b.text)
    return {
      ...{ state: 'same', pieces: [], cut, coarse: false },
      words: { same: a.numbers.length, removed: 0, added: 0 },
    };
  const { common, coarse } = yield* matchWords(a.numbers, b.numbers);
  const pieces = piecesOf(a, b, common);
  const count = (kind: DifferencePiece['kind']): number =>
    pieces.reduce((sum, piece) => sum + (piece.kind === kind ? piece.words : 0), 0);
  const words = { same: count('same'), removed: count('removed'), added: count('added') };
  const isSame = words.removed === 0 && words.added === 0;
  return { state: isSame ? 'blanks' : 'different', pieces: isSame ? [] : pieces, words, cut, coarse };
}

function* wordsIn(text: string, known: Map<string, number>): Steps<Words> {
  const found: Words = { numbers: [], ends: [], text };
  for (const match of text.matchAll(WORD)) {
    const word = match[0].trimStart();
    let number = known.get(word);
    if (number === undefined) {
      number = known.size;
      known.set(word, number);
    }
    found.numbers.push(number);
    found.ends.push(match.index + match[0].length);
    if (found.numbers.length % SLICE === 0) yield;
  }
  return found;
}

/** @param common runs of words that both texts have, in order */
function piecesOf(a: Words, b: Words, common: readonly Span[]): DifferencePiece[] {
  const pieces: DifferencePiece[] = [];
  const add = (kind: DifferencePiece['kind'], { ends, text }: Words, from: number, to: number): void => {
    if (to <= from) return;
    const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
    const before = pieces.at(-1);
    // Only the first word of a text has no blank before it. It must not run together with a word of the other text.
    if (start === 0 && before !== undefined) before.text += ' ';
    pieces.push({ kind, text: text.slice(start, ends[to - 1]), words: to - from });
  };
  let [i, j] = [0, 0];
  for (const { a: from, b: at, length } of [...common, { a: a.ends.length, b: b.ends.length, length: 0 }]) {
    add('removed', a, i, from);
    add('added', b, j, at);
    add('same', b, at, at + length);
    i = from + length;
    j = at + length;
  }
  return pieces;
}
