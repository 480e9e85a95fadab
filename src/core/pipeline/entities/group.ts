/** Which names of one kind mean the same, and the name that stands for them. Independent of order. */
import type { EntityKind } from '../../../shared/documents.ts';
import { titleCase } from './names/dictionary.ts';
import { DROPPED_FORMS } from './names/lexicon.ts';
import { compatible, displayName, fullness, type PersonName, parseName } from './person-name.ts';

/** @returns for each name given, the canonical one */
export function groupNames(kind: EntityKind, names: Iterable<string>): Map<string, string> {
  const unique = [...new Set(names)].sort(compare);
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

/** Code units, so that the machine's language does not change the result. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const spelled = (name: string): boolean => /\p{Ll}/u.test(name);

function groupPeople(names: readonly string[]): Map<string, string> {
  const parsed = names
    .map((name) => ({ name, parts: parseName(name) }))
    .sort(
      (a, b) =>
        fullness(b.parts) - fullness(a.parts) ||
        Number(spelled(b.name)) - Number(spelled(a.name)) ||
        compare(a.name, b.name),
    );
  // Only names with the same family name can match, so a matter with many people stays linear.
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

/** @param shortForms the keys of shorter names that mean the same as the one with this key */
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
  // Longest first, so that what a key may stand for is known; looked up, not compared, to stay linear.
  const keys = [...groups.keys()].sort((a, b) => b.length - a.length || compare(a, b));
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
      const known = longer.get(short);
      if (known === undefined) longer.set(short, [key]);
      // One says what it is, two say that nobody knows; more say nothing else.
      else if (known.length < 2) known.push(key);
    }
  }
  const standsFor = new Map<string, string>();
  const result = new Map<string, string>();
  for (const [key, members] of groups) {
    const root = joined.get(key) ?? key;
    const canonical = standsFor.get(root) ?? fullest(groups.get(root) ?? members);
    standsFor.set(root, canonical);
    for (const name of members) result.set(name, canonical);
  }
  return result;
}

const fullest = (names: readonly string[]): string =>
  [...names].sort(
    (a, b) => Number(spelled(b)) - Number(spelled(a)) || b.length - a.length || compare(a, b),
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

/** Acronyms of a name's words, and its beginnings: `SEC`, `Acme` for `Acme Holdings`. */
function* organizationShortForms(key: string): Generator<string> {
  const words = key.split(' ');
  for (const taken of [words.filter((w) => !SMALL.has(w)), words]) {
    if (taken.length >= 2 && taken.length <= 6) yield taken.map((w) => w.charAt(0)).join('');
  }
  for (let at = key.indexOf(' '); at > 0; at = key.indexOf(' ', at + 1)) if (at >= 4) yield key.slice(0, at);
}

/** `Brooklyn` for `Brooklyn, New York`. */
function* placeShortForms(key: string): Generator<string> {
  for (let at = key.indexOf(', '); at > 0; at = key.indexOf(', ', at + 1)) yield key.slice(0, at);
}
