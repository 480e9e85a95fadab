/** Decides whether a term can be a short name of an entity. */
import { hasLowerPair, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from '../names/common-words.ts';
import { isRoleOf } from './roles.ts';

const PERIODS_OF_INITIALS = pattern(String.raw`\.(?=\p{Lu}\.)|(?<=\.\p{Lu})\.`, 'gu');
const BETWEEN_WORDS = pattern(String.raw`[^\p{L}\p{N}-]+`, 'u');
const CAPITAL_OR_DIGIT = pattern(String.raw`^[\p{Lu}\p{N}]`, 'u');
const WORD_STARTS = pattern(String.raw`(?<![\p{L}\p{N}'’])[\p{L}\p{N}]`, 'gu');

const SMALL = new Set(['of', 'the', 'and', 'for', 'in', 'de', 'la', 'a', 'an']);
const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor judge justice officer agent detective sir'.split(' '),
);
/** `Smith Decl.` is a paper, and `Acme I` a case. */
const PAPERS = new Set(
  'decl dep aff affid tr ex exh exs mem memo mot br compl cplt opp app supp resp i ii iii iv v'.split(' '),
);

export const wordsOf = (text: string): string[] =>
  text
    .replace(/['’](?:s\b)?/g, '')
    .replace(PERIODS_OF_INITIALS, '')
    .toLowerCase()
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');

export type Fit = 'name' | 'role' | 'beside' | null;

/**
 * Returns how a term fits an entity: by `name` (`Harlan`, `PAH`), by `role` (`Company`), or `beside` it only, which
 * counts right after the entity (`Dunmore`). Returns null for terms of agreements, dates, amounts and other things.
 */
export function fitOf(term: string, entity: Pick<EntityMatch, 'kind' | 'normal'>): Fit {
  const words = wordsOf(term);
  const last = words.at(-1);
  if (last === undefined || words.length > 6) return null;
  // `i-Escrow` is a name only beside a company that starts so.
  if (!CAPITAL_OR_DIGIT.test(term) && words[0] !== wordsOf(entity.normal)[0]) return null;
  if (words.length > 1 && PAPERS.has(last)) return null;
  const own = wordsOf(entity.normal);
  const spoken = words.filter((w) => !SMALL.has(w) && !(entity.kind === 'person' && TITLES.has(w)));
  if (spoken.length > 0 && isPartOf(spoken, own) && isTelling(spoken, own)) return 'name';
  if (isAcronym(term, entity.normal)) return 'name';
  if (isRoleOf(last, entity.kind) && words.slice(0, -1).every((w) => isQualifier(w, own))) return 'role';
  if (entity.kind === 'place') return null;
  if (spoken[0] === own[0] && spoken.every((w) => own.includes(w) || !isOrdinary(w))) return 'name';
  return words.length <= 3 && words.every((w) => w.length > 1 && (own.includes(w) || !isOrdinary(w)))
    ? 'beside'
    : null;
}

/** In `Selling Shareholder` and `Harlan Parent`, the first word belongs to the role. */
const isQualifier = (word: string, own: readonly string[]): boolean => own.includes(word) || isOrdinary(word);

/** Returns true when all words are in the name, in the same order. */
function isPartOf(words: readonly string[], own: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    while (at < own.length && own[at] !== word) at += 1;
    if (at === own.length) return false;
    at += 1;
  }
  return true;
}

/** An ordinary word tells which entity is meant only where the name starts with it: `Apple`, but not `Supply`. */
const isTelling = (words: readonly string[], own: readonly string[]): boolean =>
  words[0] === own[0] || words.some((word) => !isOrdinary(word));

/** Returns true when the letters occur in the name in this order, the first one at the start of a word. */
export function isAcronym(term: string, name: string): boolean {
  const letters = term.replace(/[.&\s-]/g, '').toLowerCase();
  if (letters.length < 2 || letters.length > 10 || hasLowerPair(term) || term.includes(' ')) return false;
  const within = name.toLowerCase();
  // The first letters of words come first; other letters may fill in, as in `FERC`.
  let word = 0;
  const starts = [...within.matchAll(WORD_STARTS)].map((m) => m.index);
  let from = -1;
  for (const letter of letters) {
    while (word < starts.length && ((starts[word] ?? 0) <= from || within[starts[word] ?? 0] !== letter))
      word += 1;
    const start = starts[word];
    const inside = from < 0 ? -1 : within.indexOf(letter, from + 1);
    const skipped =
      start === undefined ? Number.POSITIVE_INFINITY : starts.filter((s) => s > from && s < start).length;
    if (start !== undefined && (skipped <= 2 || inside < 0)) from = start;
    else if (inside >= 0) {
      from = inside;
      word = starts.findIndex((s) => s > from);
      if (word < 0) word = starts.length;
    } else return false;
  }
  return starts.length > 1 || letters.length > 2;
}
