/** Groups names of one kind that mean the same entity and picks a canonical name, in any order of names. */
import type { EntityKind } from '../../../shared/documents.ts';
import { titleCase } from './names/dictionary.ts';
import { DROPPED_FORMS } from './names/lexicon.ts';
import { compareCodeUnits } from './order.ts';
import { compatible, displayName, fullness, type PersonName, parseName } from './person-name.ts';

/** Returns the canonical name of each name. */
export function groupNames(kind: EntityKind, names: Iterable<string>): Map<string, string> {
  const unique = [...new Set(names)].sort(compareCodeUnits);
  switch (kind) {
    case 'person':
      return groupPeople(unique);
    case 'organization':
      return groupByKey(unique, organizationKey, organizationShortForms);
    case 'place':
      return groupByKey(unique, (name) => name.toLowerCase().replace(/[.\s]+/g, ' '), placeShortForms);
    default:
      return new Map(unique.map((name) => [name, name]));
  }
}

const spelled = (name: string): boolean => /\p{Ll}/u.test(name);

function groupPeople(names: readonly string[]): Map<string, string> {
  const parsed = names
    .map((name) => ({ name, parts: parseName(name) }))
    .sort(
      (a, b) =>
        fullness(b.parts) - fullness(a.parts) ||
        Number(spelled(b.name)) - Number(spelled(a.name)) ||
        compareCodeUnits(a.name, b.name),
    );
  // Only names with the same family name can match, so a matter with many people takes linear time.
  const families = new Map<string, { canonical: string; members: PersonName[] }[]>();
  const result = new Map<string, string>();
  for (const { name, parts } of parsed) {
    const groups = families.get(parts.family) ?? [];
    families.set(parts.family, groups);
    const fits = groups.filter((g) => g.members.every((m) => compatible(m, parts)));
    const [group] = fits;
    if (group !== undefined && fits.length === 1) {
      group.members.push(parts);
      result.set(name, group.canonical);
    } else {
      const display = displayName(name);
      const canonical = spelled(display) ? display : titleCase(display);
      groups.push({ canonical, members: [parts] });
      result.set(name, canonical);
    }
  }
  return result;
}

/**
 * Groups names with equal keys, and joins a short form to the one longer name it can stand for.
 * @param shortForms returns the keys of shorter names that may mean the same
 */
function groupByKey(
  names: readonly string[],
  keyOf: (name: string) => string,
  shortForms: (key: string) => Iterable<string>,
): Map<string, string> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = keyOf(name);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [name]);
    else members.push(name);
  }
  // Longest first, so that all longer names of a key are known. Lookups instead of comparisons keep this linear.
  const keys = [...groups.keys()].sort((a, b) => b.length - a.length || compareCodeUnits(a, b));
  const longer = new Map<string, string[]>();
  const joined = new Map<string, string>();
  for (const key of keys) {
    const [target, ...others] = longer.get(key) ?? [];
    if (target !== undefined && others.length === 0) {
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
    const root = joined.get(key) ?? key;
    const canonical = canonicalOf.get(root) ?? fullest(groups.get(root) ?? members);
    canonicalOf.set(root, canonical);
    for (const name of members) result.set(name, canonical);
  }
  return result;
}

const fullest = (names: readonly string[]): string =>
  [...names].sort(
    (a, b) => Number(spelled(b)) - Number(spelled(a)) || b.length - a.length || compareCodeUnits(a, b),
  )[0] ?? '';

function organizationKey(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .split(/\s+/)
    .filter((w) => w !== '' && w !== 'the');
  while (words.length > 1 && DROPPED_FORMS.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}

const SMALL = new Set(['of', 'and', 'for', 'in', 'on']);

/** Yields the acronyms of a name and its first words, e.g. `Acme` for `Acme Holdings`. */
function* organizationShortForms(key: string): Generator<string> {
  const words = key.split(' ');
  for (const taken of [words.filter((w) => !SMALL.has(w)), words]) {
    if (taken.length >= 2 && taken.length <= 6) yield taken.map((w) => w.charAt(0)).join('');
  }
  for (let at = key.indexOf(' '); at > 0; at = key.indexOf(' ', at + 1)) if (at >= 4) yield key.slice(0, at);
}

/** Yields the place without its region, e.g. `Brooklyn` for `Brooklyn, New York`. */
function* placeShortForms(key: string): Generator<string> {
  for (let at = key.indexOf(', '); at > 0; at = key.indexOf(', ', at + 1)) yield key.slice(0, at);
}
