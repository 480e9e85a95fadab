/**
 * The letters that names are read in: Latin, Greek, Cyrillic and Armenian. V8 takes a quarter of a
 * millisecond to compile each `\p{Lu}`, which has more than 600 ranges, and the grammars have hundreds: half of the time of a
 * first document. These letters take a tenth.
 */

/** Blocks whose capital and small letters are told apart one by one: Latin, Greek with Cyrillic and Armenian, more Latin, wide Latin. */
const BLOCKS = [
  [0x00, 0x24f],
  [0x370, 0x588],
  [0x1e00, 0x1eff],
  [0xff21, 0xff5a],
] as const;
/** Letters of other scripts with their marks and digits, in whole blocks without signs that end a word. */
const OTHERS = [
  '\u0250-\u02c1\u05d0-\u05f2\u0620-\u0669\u066e-\u06d3\u06d5-\u06ff\u0710-\u0963\u0966-\u1dff\u1f00-\u1fff',
  '\u2c00-\u2dff\u3005-\u3007\u3021-\u30fa\u30fc-\ud7ff\uf900-\ufbff\ufe70-\ufefc\uff66-\uffdc\u{20000}-\u{3ffff}',
].join('');
const LETTERS: Readonly<Record<string, string>> = {
  Lu: rangesOf(/\p{Lu}/u),
  Ll: rangesOf(/\p{Ll}/u),
  L: `${rangesOf(/\p{L}/u)}${OTHERS}`,
  N: '0-9²³¹¼-¾',
};

function rangesOf(letter: RegExp): string {
  let ranges = '';
  for (const [first, last] of BLOCKS)
    for (let from: number = first; from <= last; from += 1) {
      let to = from;
      while (to <= last && letter.test(String.fromCharCode(to))) to += 1;
      if (to > from) ranges += String.fromCharCode(from);
      if (to > from + 1) ranges += `-${String.fromCharCode(to - 1)}`;
      from = to;
    }
  return ranges;
}

/**
 * Returns a pattern whose `\p{Lu}`, `\p{Ll}`, `\p{L}` and `\p{N}` are the letters and digits that names are read in.
 * @param source as `RegExp` takes it
 * @param flags with `u`
 */
export function pattern(source: string, flags: string): RegExp {
  let inClass = false;
  return new RegExp(
    source.replace(/\\p\{(L[ul]?|N)\}|\\.|[[\]]/gu, (token, kind: string | undefined) => {
      if (token === '[') inClass = true;
      else if (token === ']') inClass = false;
      const letters = kind === undefined ? undefined : LETTERS[kind];
      if (letters === undefined) return token;
      return inClass ? letters : `[${letters}]`;
    }),
    flags,
  );
}

/** Returns a test of a text for a pattern. */
const tests = (source: string): ((text: string) => boolean) => {
  const form = pattern(source, 'u');
  return (text) => form.test(text);
};

/** Returns true for a text that starts with a capital letter. */
export const isCapitalized = tests(String.raw`^\p{Lu}`);
/** Returns true for a text with a capital letter. */
export const hasCapital = tests(String.raw`\p{Lu}`);
/** Returns true for a text that starts with a small letter. */
export const startsLower = tests(String.raw`^\p{Ll}`);
/** Returns true for a text with a small letter. */
export const hasLower = tests(String.raw`\p{Ll}`);
/** Returns true for a text with two small letters side by side. */
export const hasLowerPair = tests(String.raw`\p{Ll}{2}`);
/** Returns true for two or more capital letters and nothing else. */
export const isCapitals = tests(String.raw`^\p{Lu}{2,}$`);
/** Returns true for a capital letter and small ones, and nothing else. */
export const isCapitalizedWord = tests(String.raw`^\p{Lu}\p{Ll}+$`);
/** Returns true for `J` and `J.` */
export const isInitial = tests(String.raw`^\p{Lu}\.?$`);
/** Returns true for `J.` */
export const isDottedInitial = tests(String.raw`^\p{Lu}\.$`);
/** Returns true for `J. Smith` and `J.R.` */
export const startsWithInitial = tests(String.raw`^\p{Lu}\.`);
