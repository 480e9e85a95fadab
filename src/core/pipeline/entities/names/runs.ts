/** Finds runs of capitalized words, which may be names. */
import { pattern } from '../letters.ts';

export interface Word {
  text: string;
  start: number;
  end: number;
}
export interface Run {
  words: Word[];
}

/** A word with a capital first or second: `Acme`, `iBio`, `AT&T`; `St.` before a name. */
const WORD = String.raw`(?:(?:St|Ste)\.(?= \p{Lu}\p{Ll})|\p{Ll}{1,2}\p{Lu}\p{Ll}[\p{L}\p{N}]{1,30}|\p{Lu}\.(?:\p{Lu}\.){0,4}(?![\p{L}])|\p{Lu}{1,3}&\p{Lu}{1,3}(?![\p{L}])(?:['’]s)?|\p{Lu}[\p{L}\p{N}]{0,40}(?:['’\-]\p{L}{1,30}){0,4}(?:['’](?!s\b))?|&)`;
const PARTICLE = String.raw`(?:of the|of|for the|and|de la|de los|de las|de|del|della|der|di|da|du|la|le|van der|van|von|den|bin|al|el|y|dos|das)`;
const RUN = pattern(String.raw`(?<![\p{L}\p{N}_@])${WORD}(?: {1,2}(?:${PARTICLE} ){0,1}${WORD}){0,11}`, 'gu');
const TOKEN = /[^\s]+/g;

/** Returns the runs of capitalized words. @param flowing the text with wrapped lines joined */
export function findRuns(flowing: string): Run[] {
  const runs: Run[] = [];
  for (const match of flowing.matchAll(RUN)) {
    const words: Word[] = [];
    for (const token of match[0].matchAll(TOKEN)) {
      const start = match.index + token.index;
      words.push({ text: token[0], start, end: start + token[0].length });
    }
    runs.push({ words });
  }
  return runs;
}

/** Returns a word in lower case, without what belongs to the sentence: its end, and an owner's ending. */
export const bare = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[.,’']+$/g, '')
    .replace(/['’]s$/, '');
