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
    case 'organisation':
      return groupByKey(unique, organisationKey, joinsOrganisation);
    case 'place':
      return groupByKey(unique, (name) => name.toLowerCase().replace(/[.\s]+/g, ' '), joinsPlace);
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

function groupByKey(
  names: readonly string[],
  keyOf: (name: string) => string,
  joins: (short: string, long: string) => boolean,
): Map<string, string> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = keyOf(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const keys = [...groups.keys()].sort((a, b) => b.length - a.length || compare(a, b));
  const joined = new Map<string, string>();
  for (const key of keys) {
    const longer = keys.filter((k) => k.length > key.length && !joined.has(k) && joins(key, k));
    const [target] = longer;
    if (target !== undefined && longer.length === 1) joined.set(key, target);
  }
  const result = new Map<string, string>();
  for (const [key, members] of groups) {
    const root = joined.get(key) ?? key;
    const candidates = [...(groups.get(root) ?? members)].sort(
      (a, b) => Number(spelled(b)) - Number(spelled(a)) || b.length - a.length || compare(a, b),
    );
    for (const name of members) result.set(name, candidates[0] ?? name);
  }
  return result;
}

function organisationKey(name: string): string {
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

/** An acronym of the longer name's words, or its beginning: `SEC`, `Acme` for `Acme Holdings`. */
function joinsOrganisation(short: string, long: string): boolean {
  const small = new Set(['of', 'and', 'for', 'in', 'on']);
  const words = long.split(' ');
  if (!short.includes(' ') && short.length >= 2 && short.length <= 6) {
    const initials = words.filter((w) => !small.has(w)).map((w) => w.charAt(0));
    if (initials.join('') === short || words.map((w) => w.charAt(0)).join('') === short) return true;
  }
  return long.startsWith(`${short} `) && short.length >= 4;
}

/** `Brooklyn` for `Brooklyn, New York`. */
const joinsPlace = (short: string, long: string): boolean => long.startsWith(`${short}, `);
