/** Makes texts with known edits, the same for the same seed. */

export type Random = () => number;

/** Returns numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const FREQUENT = 'the of to and in that is for on with this be by as not or at from are it'.split(' ');

/** Returns a word: one in three is one of twenty frequent words, as in English. */
export function word(random: Random): string {
  if (random() < 0.35) return FREQUENT[Math.floor(random() ** 2 * FREQUENT.length)] ?? 'the';
  const length = 1 + Math.floor(random() * 3);
  // A few words are used often, most are rare.
  return Array.from(
    { length: length + 1 },
    () => SYLLABLES[Math.floor(random() ** 1.6 * SYLLABLES.length)],
  ).join('');
}

export const letter = (random: Random, words: number): string[] =>
  Array.from({ length: words }, (_one, i) => `${word(random)}${i % 12 === 11 ? '.' : ''}`);

/** Breaks a text into lines of other lengths, and pages. */
export function wrapped(words: readonly string[], width: number): string {
  let text = '';
  let column = 0;
  for (const one of words) {
    if (column > 0 && column + one.length > width) {
      text += column % 3 === 0 ? '\r\n  ' : '\n';
      column = 0;
    } else if (column > 0) {
      text += ' ';
    }
    text += one;
    column += one.length + 1;
  }
  return text;
}

/** Misreads a share of the characters, as OCR does. */
export const misread = (text: string, share: number, random: Random): string =>
  text.replaceAll(/\S/g, (sign) =>
    random() < share ? String.fromCharCode(97 + Math.floor(random() * 26)) : sign,
  );
