/** Joins letters that were spaced out for effect, as in "A F F I D A V I T   O F". */
import { type PageChar, type Word, wordsOf } from './chars.ts';

/** Fewer single letters in a row are initials or a list. */
const MIN_LETTERS = 5;
/** Letters of one word are at most this many character heights apart. */
const MAX_GAP = 1.6;
/** A gap this many times as wide as the gap between letters, and wider by this share of the height, divides words. */
const WORD_GAP = 1.6;
const WORD_GAP_MORE = 0.12;
/** The share of letters below which the characters are figures of a table. */
const LETTER_SHARE = 0.7;

const SINGLE = /^[\p{L}\p{N}'’.,:&-]$/u;
const LETTER = /^\p{L}$/u;

/** Five or more single letters in a row. */
const SPACED = /(?:^|\s)\p{L}(?:[ \t]+\p{L}){4}(?=\s|$)/mu;

/** Returns true when a text has spaced letters. */
export function hasSpacedLetters(text: string): boolean {
  return SPACED.test(text);
}

/** Returns the characters with the spaces inside spaced words taken out. */
export function joinSpaced(chars: readonly PageChar[]): PageChar[] {
  /** The character before which blanks are dropped, or become one blank between words. */
  const joints = new Map<number, { from: number; blank: boolean }>();
  for (const run of runsOf(wordsOf(chars))) {
    const gaps = run.slice(1).map((word, i) => word.box.x0 - (run[i] as Word).box.x1);
    const wide = dividing(gaps, run[0] as Word);
    for (const [i, gap] of gaps.entries())
      joints.set((run[i + 1] as Word).start, { from: (run[i] as Word).end, blank: gap > wide });
  }
  if (joints.size === 0) return [...chars];
  const result: PageChar[] = [];
  let kept = 0;
  for (const [at, { from, blank }] of joints) {
    for (; kept < from; kept += 1) result.push(chars[kept] as PageChar);
    if (blank) result.push({ text: ' ', box: null, base: 0 });
    kept = at;
  }
  return [...result, ...chars.slice(kept)];
}

const heightOf = ({ box }: Word): number => box.y1 - box.y0;

function runsOf(words: readonly Word[]): Word[][] {
  const runs: Word[][] = [];
  let run: Word[] = [];
  const finish = (): void => {
    const letters = run.filter((word) => LETTER.test(word.text)).length;
    if (letters >= MIN_LETTERS && letters >= run.length * LETTER_SHARE) runs.push(run);
    run = [];
  };
  for (const word of words) {
    const last = run.at(-1);
    const follows =
      last !== undefined &&
      Math.abs(word.base - last.base) <= heightOf(word) / 4 &&
      word.box.x0 >= last.box.x1 - heightOf(word) / 4 &&
      word.box.x0 - last.box.x1 <= heightOf(word) * MAX_GAP * 2;
    if (!SINGLE.test(word.text)) finish();
    else {
      if (!follows) finish();
      run.push(word);
    }
  }
  finish();
  return runs;
}

/** Returns the gap above which words divide. The gaps between letters are the most and the narrowest. */
function dividing(gaps: readonly number[], { box }: Word): number {
  const height = box.y1 - box.y0;
  const sorted = [...gaps].sort((a, b) => a - b);
  const letters = sorted[Math.floor(sorted.length / 3)] ?? 0;
  // Letters so far apart are entries of a table.
  if (letters > height * MAX_GAP) return Number.NEGATIVE_INFINITY;
  return Math.max(letters * WORD_GAP, letters + height * WORD_GAP_MORE);
}
