/** Groups organizations and places by keys that forgive spelling, and joins short forms to the one name they can mean. */
import { fullest, type JoinRule, pauseDue, type Steps } from './grouping.ts';
import { DROPPED_FORMS, STATES } from './names/lexicon.ts';

interface Keys {
  /** Returns the same key for names that mean the same. */
  keyOf: (name: string) => string;
  /** Returns the keys of shorter names that may mean the same. */
  shortForms: (key: string) => Iterable<string>;
  /** Returns true for a name that is complete, although it may look like a short form of another. */
  isComplete: (name: string) => boolean;
}

/** Returns the canonical name of each name. @param names sorted, each once */
export function* groupByKey(
  names: readonly string[],
  { keyOf, shortForms, isComplete }: Keys,
  mayJoin: JoinRule | null,
): Steps<Map<string, string>> {
  const due = pauseDue();
  const groups = new Map<string, string[]>();
  for (const name of names) {
    if (due()) yield;
    const key = keyOf(name);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [name]);
    else members.push(name);
  }
  // Longest first, so that all longer names of a key are known. Lookups instead of comparisons keep this linear.
  const byLength: string[][] = [];
  for (const key of groups.keys()) {
    if (due()) yield;
    const keys = byLength[key.length];
    if (keys === undefined) byLength[key.length] = [key];
    else keys.push(key);
  }
  const longer = new Map<string, string[]>();
  const joined = new Map<string, string>();
  for (const key of byLength.toReversed().flatMap((keys) => keys ?? [])) {
    if (due()) yield;
    const members = groups.get(key) ?? [];
    const [target, ...others] = longer.get(key) ?? [];
    const fits = target !== undefined && others.length === 0 && !members.some(isComplete);
    if (fits && (mayJoin === null || (yield* mayJoin(members, groups.get(target) ?? [])))) {
      joined.set(key, target);
      continue;
    }
    for (const short of new Set(shortForms(key))) {
      if (short.length >= key.length) continue;
      const targets = longer.get(short);
      if (targets === undefined) longer.set(short, [key]);
      // Two targets make the short form ambiguous, so more are not needed.
      else if (targets.length < 2) targets.push(key);
    }
  }
  const canonicalOf = new Map<string, string>();
  const result = new Map<string, string>();
  for (const [key, members] of groups) {
    if (due()) yield;
    const root = joined.get(key) ?? key;
    const canonical = canonicalOf.get(root) ?? fullest(groups.get(root) ?? members);
    canonicalOf.set(root, canonical);
    for (const name of members) result.set(name, canonical);
  }
  return result;
}

/** Words of an organization's name, without its company form, marks and letter case. */
function organizationWords(name: string): string[] {
  const words = name
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    // `J. P. Morgan`, `J.P. Morgan` and `JP Morgan`; `L. L. C.` and `LLC`.
    .replace(/(?<![\p{L}\p{N}])\p{L}(?: {1,2}\p{L}){1,5}(?![\p{L}\p{N}])/gu, (letters) =>
      letters.replace(/ /g, ''),
    )
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

/** Returns true for a name with its company form. `Acme, Inc.` and `Acme Holdings, Inc.` are two companies. */
export function hasCompanyForm(name: string): boolean {
  const words = organizationWords(name);
  return words.length > 1 && DROPPED_FORMS.has(words.at(-1) ?? '');
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
