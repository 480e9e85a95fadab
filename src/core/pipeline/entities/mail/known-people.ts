/** The people whom the headers of a document name, by given name and by family name. */
import { NAME_ENDINGS } from '../names/lexicon.ts';
import { sameGivenName } from './given-names.ts';

export interface Person {
  /** The full name, first name first. */
  name: string;
  given: string;
  family: string;
}

/** People by the first two letters of their given names, so that a circular with many takes linear time. */
export type KnownPeople = Map<string, Person[]>;

/** Splits a full name; a name of one word is a given name. */
export function personOf(name: string): Person {
  const words = name
    .split(/\s+/)
    .filter((word) => !NAME_ENDINGS.has(word.toLowerCase().replace(/[.,]/g, '')));
  return { name, given: words[0] ?? name, family: words.length > 1 ? (words.at(-1) ?? '') : '' };
}

/** Collects people, each once. */
export function knownPeople(people: Iterable<Person>): KnownPeople {
  const byGiven: KnownPeople = new Map();
  const seen = new Set<string>();
  for (const person of people) {
    if (seen.has(person.name)) continue;
    seen.add(person.name);
    const key = person.given.toLowerCase().slice(0, 2);
    const others = byGiven.get(key);
    if (others === undefined) byGiven.set(key, [person]);
    else others.push(person);
  }
  return byGiven;
}

/** Returns the people whose given name can be this word; at most ten. */
export function whoIs(known: KnownPeople, given: string): Person[] {
  const fits: Person[] = [];
  for (const person of known.get(given.toLowerCase().slice(0, 2)) ?? []) {
    if (sameGivenName(person.given, given)) fits.push(person);
    if (fits.length >= 10) break;
  }
  return fits;
}
