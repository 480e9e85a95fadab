/**
 * Says `w/N` and `pre/N` to FTS5 as far as it can. Its NEAR knows no order, counts a word as near itself, and takes only
 * phrases; whatever it says too much is sorted out by the positions of the words.
 */
import type { Near, Place, Words } from '../../../shared/search-ast.ts';
import { phraseOf } from './columns.ts';
import type { Tokenizer } from './tokenizer.ts';

/** More pairs would make a longer expression than FTS5 can take. */
const MOST_PAIRS = 60;

export interface NearExpression {
  /** Matches every document that the place is in, and perhaps others. */
  expression: string;
  /** Whether it matches no others, as long as the column holds one value. */
  isExact: boolean;
}

export function nearExpression(near: Near, tokenizer: Tokenizer): NearExpression {
  const left = alternatives(near.left);
  const right = alternatives(near.right);
  if (left === null || right === null || left.length * right.length > MOST_PAIRS)
    return {
      expression: `(${loose(near.left, tokenizer)}) AND (${loose(near.right, tokenizer)})`,
      isExact: false,
    };
  const pairs = left.flatMap((one) => right.map((other) => [one, other] as const));
  return {
    // FTS5 counts the words between two phrases: neighbors have none.
    expression: pairs
      .map(
        ([one, other]) =>
          `NEAR(${phraseOf(one, tokenizer)} ${phraseOf(other, tokenizer)}, ${near.within - 1})`,
      )
      .join(' OR '),
    isExact: !near.ordered && pairs.every(([one, other]) => !canOverlap(one, other, tokenizer)),
  };
}

const loose = (place: Place, tokenizer: Tokenizer): string => {
  if (place.kind === 'words') return phraseOf(place, tokenizer);
  if (place.kind === 'near') return nearExpression(place, tokenizer).expression;
  return place.parts.map((part) => `(${loose(part, tokenizer)})`).join(' OR ');
};

/** Returns the words of a place that is a choice of words; null for one that is not. */
function alternatives(place: Place): Words[] | null {
  if (place.kind === 'words') return [place];
  if (place.kind === 'near') return null;
  const parts = place.parts.map(alternatives);
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

/** Whether two phrases could share a word of a text, as `"gross negligence"` and `negligence` can. */
function canOverlap(one: Words, other: Words, tokenizer: Tokenizer): boolean {
  const a = patternsOf(one, tokenizer);
  const b = patternsOf(other, tokenizer);
  for (let shift = 1 - b.length; shift < a.length; shift += 1) {
    const shared = a.flatMap((word, i) => {
      const same = b[i - shift];
      return same === undefined ? [] : [[word, same] as const];
    });
    if (shared.every(([x, y]) => isCompatible(x, y))) return true;
  }
  return false;
}

interface Pattern {
  word: string;
  prefix: boolean;
}

function patternsOf({ text, prefix }: Words, tokenizer: Tokenizer): Pattern[] {
  const words = tokenizer.words(text);
  return words.map((word, i) => ({ word, prefix: prefix && i === words.length - 1 }));
}

const isCompatible = (x: Pattern, y: Pattern): boolean =>
  (x.prefix ? y.word.startsWith(x.word) : false) ||
  (y.prefix ? x.word.startsWith(y.word) : false) ||
  x.word === y.word;
