/**
 * Finds later mentions of names that the document has in full somewhere else: a party of the caption in a sentence, a
 * city without its state. What the words alone do not tell, the first mention has told.
 */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { FEDERAL_OFFICE } from '../names/classify.ts';
import { isOrdinary } from '../names/common-words.ts';
import { lookUp } from '../names/dictionary.ts';
import { JOINTS, LEADING_WORDS, PARTICLES, TRAILING_WORDS } from '../names/lexicon.ts';
import type { Run, Word } from '../names/runs.ts';

interface Known {
  kind: EntityMatch['kind'];
  words: readonly string[];
  antecedent?: string;
}

/** Longer lists are of something else, and every name costs time. */
const MOST_NAMES = 4000;
const MOST_WORDS = 10;
const CITY = pattern(String.raw`^((?:\p{Lu}[\p{L}.'’-]+ ?){1,3}), \p{Lu}`, 'u');

const keyOf = (word: string): string =>
  word
    .replace(/['’]s?$/u, '')
    .replace(/[.,]+$/, '')
    .toLowerCase();

/** Returns the mentions, some of which may overlap with the names. @param names in text order, without overlaps */
export function knownAgain(
  names: readonly EntityMatch[],
  runs: readonly Run[],
  flowing: string,
): EntityMatch[] {
  const byStart = namesByStart(names);
  if (byStart.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const { words } of runs)
    for (let at = 0; at < words.length; at += 1) {
      const first = words[at];
      if (first === undefined) continue;
      const key = keyOf(first.text);
      const known = byStart.get(`${key} ${keyOf(words[at + 1]?.text ?? '')}`) ?? byStart.get(key);
      if (known === undefined) continue;
      const fits = known.find(({ words: own }) =>
        own.every((word, i) => keyOf(words[at + i]?.text ?? '') === word),
      );
      if (fits === undefined || !isFree(words, at, fits)) continue;
      const last = words[at + fits.words.length - 1] ?? first;
      const end = last.end - (/['’]s?$/u.exec(last.text)?.[0].length ?? 0);
      const { kind, antecedent } = fits;
      const normal = flowing.slice(first.start, end);
      if (/^united states$/i.test(normal) && FEDERAL_OFFICE.test(flowing.slice(first.start, end + 16)))
        continue;
      found.push({
        kind,
        start: first.start,
        end,
        normal,
        ...(antecedent === undefined ? {} : { antecedent }),
      });
      at += fits.words.length - 1;
    }
  return found;
}

/** Returns the names by their first two words, and cities of one word by that; the longest first. */
function namesByStart(names: readonly EntityMatch[]): Map<string, Known[]> {
  const seen = new Map<string, Known | null>();
  for (const { kind, normal } of names) {
    if (seen.size >= MOST_NAMES) break;
    if (kind === 'place') {
      const city = CITY.exec(normal)?.[1];
      if (city !== undefined) learn(seen, kind, city);
    } else if (kind === 'person' || kind === 'organization') learn(seen, kind, normal);
  }
  const byStart = new Map<string, Known[]>();
  for (const known of seen.values()) {
    if (known === null) continue;
    const first = known.words.slice(0, 2).join(' ');
    const others = byStart.get(first);
    if (others === undefined) byStart.set(first, [known]);
    else others.push(known);
  }
  for (const known of byStart.values()) known.sort((a, b) => b.words.length - a.words.length);
  return byStart;
}

function learn(seen: Map<string, Known | null>, kind: EntityMatch['kind'], name: string): void {
  const words = name.split(/\s+/).map(keyOf);
  if (words.length > MOST_WORDS || words.some((word) => word === '')) return;
  // A city of one word needs no second one, but it must not be a given name or an ordinary word too.
  if (words.length < 2 && (kind !== 'place' || isOrdinary(words[0] ?? ''))) return;
  const key = words.join(' ');
  const before = seen.get(key);
  // A name of two kinds tells nothing.
  if (before === undefined) seen.set(key, { kind, words });
  else if (before !== null && before.kind !== kind) seen.set(key, null);
}

/** Returns false where the words around belong to a longer name: `Ann Roe Foundation`, `Mount Graham`. */
function isFree(words: readonly Word[], at: number, { words: own, kind }: Known): boolean {
  const before = words[at - 1]?.text;
  const next = words[at + own.length]?.text;
  const isSmall = (text: string): boolean => JOINTS.has(text) || PARTICLES.has(text) || text === 'the';
  const isOther = (text: string): boolean => {
    const lower = keyOf(text);
    return !isSmall(text) && !LEADING_WORDS.has(lower) && !isOrdinary(lower);
  };
  const last = words[at + own.length - 1]?.text ?? '';
  if (before !== undefined && isOther(before) && !/['’]s?$/u.test(before)) return false;
  if (own.length === 1) {
    if (before !== undefined && !LEADING_WORDS.has(keyOf(before)) && !isSmall(before)) return false;
    if (next !== undefined && !TRAILING_WORDS.has(keyOf(next))) return false;
    return kind === 'place' && !(before === '&' || next === '&');
  }
  if (next === undefined || /['’]s?$/u.test(last) || isSmall(next)) return true;
  return !isOther(next) && !lookUp(next).lastName;
}
