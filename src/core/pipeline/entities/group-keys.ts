/** Groups organizations and places by keys that forgive spelling, and joins short forms to the one name they can mean. */

import type { Steps } from '../../util/event-loop.ts';
import { ShardedMap } from '../../util/sharded-map.ts';
import { fullest, type JoinRule, pauseDue } from './grouping.ts';
import { pattern } from './letters.ts';
import { Lists } from './lists.ts';
import { DROPPED_FORMS, STATES } from './names/lexicon.ts';

const SPACED_LETTERS = pattern(String.raw`(?<![\p{L}\p{N}])\p{L}(?: {1,2}\p{L}){1,5}(?![\p{L}\p{N}])`, 'gu');
const SIGNS = pattern(String.raw`[^\p{L}\p{N} ]+`, 'gu');

interface Keys {
  /** Returns the same key for names that mean the same. */
  keyOf: (name: string) => string;
  /** Returns the keys of shorter names that may mean the same. */
  shortForms: (key: string) => Iterable<string>;
  /** Returns true for a name that is complete, although it may look like a short form of another. */
  isComplete: (name: string) => boolean;
}

/** No longer name has this short form. */
const NONE = -1;
/** More than one has it. */
const SEVERAL = -2;

/** Returns the canonical name of each name. @param names sorted, each once */
export function* groupByKey(
  names: readonly string[],
  { keyOf, shortForms, isComplete }: Keys,
  mayJoin: JoinRule | null,
): Steps<string[]> {
  const due = pauseDue();
  const numbers = new ShardedMap<number>();
  const keys: string[] = [];
  const keyOfName = new Uint32Array(names.length);
  const lengths = new Uint32Array(names.length);
  let longest = 0;
  for (const [i, name] of names.entries()) {
    if (due()) yield;
    const key = keyOf(name);
    let number = numbers.get(key);
    if (number === undefined) {
      number = keys.push(key) - 1;
      numbers.set(key, number);
      lengths[number] = key.length;
      longest = Math.max(longest, key.length);
    }
    keyOfName[i] = number;
  }
  const members = yield* Lists.of(keys.length, keyOfName);
  const byLength = yield* Lists.of(longest + 1, lengths.subarray(0, keys.length));
  /** The one longer key that each key is a short form of, `NONE` or `SEVERAL`. */
  const longer = new Int32Array(keys.length).fill(NONE);
  /** The longer key that each key joins, or `NONE`. */
  const joined = new Int32Array(keys.length).fill(NONE);
  // Longest first, so that all longer names of a key are known. Lookups instead of comparisons keep this linear.
  for (let length = longest; length >= 0; length -= 1)
    for (const number of byLength.at(length)) {
      if (due()) yield;
      const own = members.at(number);
      const target = longer[number] ?? NONE;
      const fits = target >= 0 && !own.some((i) => isComplete(names[i] ?? ''));
      if (fits && (mayJoin === null || (yield* mayJoin(own, members.at(target))))) {
        joined[number] = target;
        continue;
      }
      for (const short of shortForms(keys[number] ?? '')) {
        const shorter = short.length < length ? numbers.get(short) : undefined;
        if (shorter === undefined || longer[shorter] === number) continue;
        longer[shorter] = longer[shorter] === NONE ? number : SEVERAL;
      }
    }
  const canonicalOf = new Array<string | undefined>(keys.length);
  const result: string[] = [];
  for (const number of keyOfName) {
    if (due()) yield;
    const target = joined[number] ?? NONE;
    const root = target === NONE ? number : target;
    const canonical = canonicalOf[root] ?? fullest(namesAt(members.at(root), names));
    canonicalOf[root] = canonical;
    result.push(canonical);
  }
  return result;
}

function* namesAt(indexes: Iterable<number>, names: readonly string[]): Generator<string> {
  for (const i of indexes) yield names[i] ?? '';
}

/** Words of an organization's name, without its company form, marks and letter case. */
function organizationWords(name: string): string[] {
  const words = name
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’`]/g, '')
    .replace(SIGNS, ' ')
    // `J. P. Morgan`, `J.P. Morgan` and `JP Morgan`; `L. L. C.` and `LLC`.
    .replace(SPACED_LETTERS, (letters) => letters.replace(/ /g, ''))
    .split(/\s+/)
    .filter((w) => w !== '' && w !== 'the');
  if (words[0] === 'us' || words[0] === 'usa') words.splice(0, 1, 'united', 'states');
  return words;
}

/** Returns a key that is equal for `The Acme Holdings`, `ACME HOLDINGS INC` and `Acme Holdings, Incorporated`. */
export function organizationKey(name: string): string {
  const words = organizationWords(name);
  while (words.length > 1 && DROPPED_FORMS.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}

const MEXICAN_FORM = /,? S\.? ?A\.? de C\.? ?V\.?$/i;

/** Returns true for a name with its company form. `Acme, Inc.` and `Acme Holdings, Inc.` are two companies. */
export function hasCompanyForm(name: string): boolean {
  const words = organizationWords(name);
  return (words.length > 1 && DROPPED_FORMS.has(words.at(-1) ?? '')) || MEXICAN_FORM.test(name);
}

const SMALL = new Set(['of', 'and', 'for', 'in', 'on', 'to', 'at']);

/** Yields the acronyms of a name and its first words, e.g. `Acme` for `Acme Holdings`. */
function* organizationShortForms(key: string): Generator<string> {
  const words = key.split(' ');
  for (const taken of [words.filter((w) => !SMALL.has(w)), words])
    if (taken.length >= 2 && taken.length <= 6) yield taken.map((w) => w.charAt(0)).join('');
  let start = '';
  for (const word of words.slice(0, -1)) {
    start += start === '' ? word : ` ${word}`;
    // `United States` is not the `United States Department of Justice`, and neither is `New York` its bank.
    if (start.length >= 4 && !SMALL.has(word) && start !== 'united states' && !STATES.has(start)) yield start;
  }
}

export const ORGANIZATION_KEYS: Keys = {
  keyOf: organizationKey,
  shortForms: organizationShortForms,
  isComplete: hasCompanyForm,
};

const UNITED_STATES = /^(?:the )?(?:u ?s(?: ?a)?|united states(?: of america)?)$/;

function placeKey(name: string): string {
  const key = name
    .toLowerCase()
    .replace(/[.\s]+/g, ' ')
    .replace(/’/g, "'")
    .trim();
  return UNITED_STATES.test(key) ? 'united states' : key;
}

/** Yields the place without its region, e.g. `Brooklyn` for `Brooklyn, New York`. */
function* placeShortForms(key: string): Generator<string> {
  for (let at = key.indexOf(', '); at > 0; at = key.indexOf(', ', at + 1)) yield key.slice(0, at);
}

export const PLACE_KEYS: Keys = { keyOf: placeKey, shortForms: placeShortForms, isComplete: () => false };
